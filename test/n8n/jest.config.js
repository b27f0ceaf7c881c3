'use strict';

const base = require('../../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...base,
	roots: ['<rootDir>/test/n8n'],
	testMatch: ['<rootDir>/test/n8n/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/'],
	// An upper bound for a step in a real n8n on a busy machine; steps wait for conditions, not for time.
	testTimeout: 180_000,
	// Each file has an n8n, and all it talks to, for itself.
	maxWorkers: 2,
};

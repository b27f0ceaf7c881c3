'use strict';

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	rootDir: __dirname,
	cacheDirectory: '<rootDir>/.build/jest',
	roots: ['<rootDir>/test'],
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	// Real n8n has a configuration of its own (test/n8n/jest.config.js); benchmarks are no tests.
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/n8n/', '<rootDir>/test/bench/'],
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.build/', '<rootDir>/test/n8n/host/'],
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{
				jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' },
				// ignoreDynamic keeps import() as it is written: an ESM-only package stays an ESM import.
				module: { type: 'commonjs', ignoreDynamic: true },
				sourceMaps: 'inline',
			},
		],
	},
	// Above every wait of the fixtures, so that a failure names what did not come.
	testTimeout: 60_000,
	// Also on two processors: many files wait for servers most of their time.
	maxWorkers: 2,
	collectCoverage: false,
};

'use strict';

// Lets a process started by a test run this checkout's TypeScript as it is now, without a build.
const { readFileSync } = require('node:fs');
const { transformSync } = require('@swc/core');

require.extensions['.ts'] = (module, filename) => {
	const { code } = transformSync(readFileSync(filename, 'utf8'), {
		filename,
		jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
		module: { type: 'commonjs', ignoreDynamic: true },
		sourceMaps: 'inline',
	});
	module._compile(code, filename);
};

// Before .json: 'WhatsAppKit.node' means the class there, not the codex file of the same name beside it.
const { '.json': json, '.node': addon } = require.extensions;
delete require.extensions['.json'];
delete require.extensions['.node'];
Object.assign(require.extensions, { '.json': json, '.node': addon });

// n8n's own rules for community packages (as its node-cli puts them together, without cloud support),
// typescript-eslint's strict rules, and the sizes this house keeps to.
import js from '@eslint/js';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import nodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

const source = ['{credentials,nodes,engines,messages,sessions,verification,waits,storage,runtime}/**/*.ts'];
const tests = ['test/**/*.ts'];
const communityNodes = n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport;

const communityNodesOff = {
	// WhatsApp's protocol needs its client library at run time: a package that keeps a connection
	// open cannot do without dependencies. They are pinned exactly.
	'@n8n/community-nodes/no-runtime-dependencies': 'off',
};

const size = (lines) => ['error', { max: lines, skipBlankLines: false, skipComments: false }];

export default tseslint.config(
	{
		ignores: ['dist/', '.build/', 'coverage/', 'node_modules/', 'test/n8n/host/', '.demo/', 'test/fixtures/'],
	},
	{
		files: [...source, ...tests],
		extends: [js.configs.recommended, tseslint.configs.strict],
		rules: {
			'no-console': 'error',
			eqeqeq: ['error', 'always'],
			'@typescript-eslint/no-explicit-any': 'error',
			// Loading on first use by require(): n8n clears that cache after an update, not the one of import().
			'@typescript-eslint/no-require-imports': ['error', { allow: ['/runtime/', '/engines/'] }],
			'@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
		},
	},
	{
		files: source,
		extends: [communityNodes],
		rules: {
			...communityNodesOff,
			'max-lines': size(350),
			'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
		},
	},
	{
		// Asks for n8n's error classes, which only nodes/ and credentials/ may import; there it holds.
		files: source,
		ignores: ['{credentials,nodes}/**'],
		rules: { '@n8n/community-nodes/require-node-api-error': 'off' },
	},
	{
		files: tests,
		rules: {
			'max-lines': size(450),
			'@typescript-eslint/no-non-null-assertion': 'off',
			// Tests watch the console for secrets, and load modules late to see what loading does.
			'no-console': 'off',
			'@typescript-eslint/no-require-imports': 'off',
		},
	},
	{
		files: ['package.json'],
		extends: [communityNodes],
		plugins: { 'n8n-nodes-base': nodesBase },
		rules: { ...nodesBase.configs.community.rules, ...communityNodesOff },
		languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
	},
	{
		files: ['credentials/**/*.ts'],
		plugins: { 'n8n-nodes-base': nodesBase },
		rules: {
			...nodesBase.configs.credentials.rules,
			// The five rules below are off in n8n's own configuration too.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		plugins: { 'n8n-nodes-base': nodesBase },
		rules: {
			...nodesBase.configs.nodes.rules,
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},
	{
		files: ['scripts/**/*.mjs', '*.{js,mjs}', 'test/**/*.js'],
		extends: [js.configs.recommended],
		languageOptions: { ecmaVersion: 2023, globals: nodeGlobals() },
		rules: { 'max-lines': size(350), 'max-lines-per-function': ['error', { max: 60 }], eqeqeq: 'error' },
	},
);

function nodeGlobals() {
	const names = ['process', 'console', 'Buffer', 'URL', 'fetch', 'AbortSignal', 'AbortController', 'require'];
	const timers = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate'];
	const modules = ['module', 'exports', '__dirname', '__filename', 'performance', 'structuredClone'];
	return Object.fromEntries([...names, ...timers, ...modules].map((name) => [name, 'readonly']));
}

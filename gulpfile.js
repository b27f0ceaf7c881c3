'use strict';

// Copies what tsc leaves behind: icons, and the codex files it has not written itself.
const { dest, src } = require('gulp');

const assets = ['{nodes,credentials}/**/*.{svg,png}', 'nodes/**/*.node.json'];
const testAssets = ['test/**/*.{json,png,svg,jpg,ogg,mp4,pdf,html,css,pem}', '!test/n8n/**'];

function copy(patterns, target) {
	// encoding: false keeps pictures as the bytes they are.
	return src(patterns, { base: '.', encoding: false, allowEmpty: true }).pipe(dest(target));
}

exports.dist = () => copy(assets, 'dist');
exports.tools = () => copy([...assets, ...testAssets], '.build');
exports.default = exports.dist;

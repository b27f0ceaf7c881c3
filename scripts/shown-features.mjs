// What the tests of a real n8n say they show of the feature list: the calls of showsFeatures() in them.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { checkout } from './cache-folder.mjs';

const folder = join(checkout, 'test', 'n8n');

/** `{ feature, engine, test, place }` for every feature of every call. Throws where one cannot be read. */
export function shownFeatures() {
	return filesThatRun().flatMap((path) => shownIn(path, readFileSync(path, 'utf8')));
}

/** What the tests of this source show. */
export function shownIn(path, text) {
	const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
	const shown = [];
	const visit = (node) => {
		if (ts.isCallExpression(node) && nameOf(node.expression) === 'showsFeatures') shown.push(...read(node));
		ts.forEachChild(node, visit);
	};
	visit(source);
	return shown;
}

/** The test files n8n's runner takes, and all they import: what is imported by none does not run. */
function filesThatRun() {
	const found = new Set();
	const follow = (path) => {
		if (found.has(path) || !existsSync(path)) return;
		found.add(path);
		for (const { fileName } of ts.preProcessFile(readFileSync(path, 'utf8')).importedFiles)
			if (fileName.startsWith('.')) follow(`${resolve(dirname(path), fileName)}.ts`);
	};
	for (const name of readdirSync(folder)) if (name.endsWith('.test.ts')) follow(join(folder, name));
	return [...found];
}

function read(call) {
	const file = call.getSourceFile();
	const { line } = file.getLineAndCharacterOfPosition(call.getStart());
	const place = `${relative(checkout, file.fileName)}:${line + 1}`;
	const [through, ...features] = call.arguments;
	const test = enclosing(call, (node) => ts.isCallExpression(node) && callee(node) === 'it');
	if (!test) throw new Error(`${place}: showsFeatures() stands outside a test`);
	const engines = through && ts.isStringLiteral(through) ? [through.text] : eachOf(call, through);
	if (!engines) throw new Error(`${place}: the engine is no text, and comes from no list of an each`);
	if (features.length === 0) throw new Error(`${place}: no feature is named`);
	return engines.flatMap((engine) =>
		features.map((feature) => {
			if (!ts.isStringLiteral(feature)) throw new Error(`${place}: a feature is no text`);
			return { feature: feature.text, engine, test: test.arguments[0]?.getText() ?? '', place };
		}),
	);
}

/** The texts that `it.each` or `describe.each` gives to the parameter of this name. */
function eachOf(node, variable) {
	const name = variable && nameOf(variable);
	const takes = (one) => ts.isFunctionLike(one) && nameOf(one.parameters[0]?.name) === name;
	const given = name && enclosing(node, takes)?.parent;
	if (!given || !ts.isCallExpression(given) || !ts.isCallExpression(given.expression)) return undefined;
	const list = withoutType(given.expression.arguments[0]);
	if (!list || !ts.isArrayLiteralExpression(list)) return undefined;
	const firsts = list.elements.map((one) => (ts.isArrayLiteralExpression(one) ? one.elements[0] : one));
	return firsts.every((one) => one && ts.isStringLiteral(one)) ? firsts.map(({ text }) => text) : undefined;
}

/** `it` of `it(…)` and of `it.each(…)(…)`; a test that is skipped has another name. */
function callee({ expression }) {
	if (ts.isIdentifier(expression)) return expression.text;
	const each = ts.isCallExpression(expression) ? expression.expression : undefined;
	const named = each && ts.isPropertyAccessExpression(each) && each.name.text === 'each';
	return named ? nameOf(each.expression) : undefined;
}

function enclosing(node, fits) {
	for (let one = node.parent; one; one = one.parent) if (fits(one)) return one;
	return undefined;
}

const nameOf = (node) => (node && ts.isIdentifier(node) ? node.text : undefined);

const withoutType = (node) => (node && ts.isAsExpression(node) ? node.expression : node);

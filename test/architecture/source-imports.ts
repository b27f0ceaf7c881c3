import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** One module named by a source file, and whether only its types are used. */
export interface SourceImport {
	module: string;
	typeOnly: boolean;
}

/** Every import, export-from, import(), require() and import type of a TypeScript file. */
export function importsOf(path: string): SourceImport[] {
	const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
	const found: SourceImport[] = [];
	const visit = (node: ts.Node): void => {
		const one = importIn(node);
		if (one) found.push(one);
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

function importIn(node: ts.Node): SourceImport | undefined {
	if (ts.isImportDeclaration(node)) return named(node.moduleSpecifier, isTypeOnlyImport(node));
	if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
		return named(node.moduleSpecifier, node.isTypeOnly);
	}
	if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
		return named(node.argument.literal, true);
	}
	if (ts.isCallExpression(node) && isLoadingCall(node)) return named(node.arguments[0], false);
	return undefined;
}

function isTypeOnlyImport({ importClause }: ts.ImportDeclaration): boolean {
	if (!importClause) return false;
	if (importClause.isTypeOnly) return true;
	const bindings = importClause.namedBindings;
	if (importClause.name || !bindings || !ts.isNamedImports(bindings)) return false;
	return bindings.elements.length > 0 && bindings.elements.every((element) => element.isTypeOnly);
}

function isLoadingCall({ expression }: ts.CallExpression): boolean {
	if (expression.kind === ts.SyntaxKind.ImportKeyword) return true;
	return ts.isIdentifier(expression) && expression.text === 'require';
}

function named(node: ts.Node | undefined, typeOnly: boolean): SourceImport | undefined {
	return node && ts.isStringLiteralLike(node) ? { module: node.text, typeOnly } : undefined;
}

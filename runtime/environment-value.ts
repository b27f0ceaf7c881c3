import { readFileSync } from 'node:fs';
import { KitError } from '../messages/kit-error';

export type Environment = Readonly<Record<string, string | undefined>>;
export type ReadFile = (path: string) => string;

const readText: ReadFile = (path) => readFileSync(path, 'utf8');

/**
 * A variable the way n8n reads its own: the value itself, else the content of the file that `<NAME>_FILE`
 * names (Docker secrets), without the white space and quotes people leave around it. Empty counts as absent.
 */
export function environmentValue(
	environment: Environment,
	name: string,
	readFile: ReadFile = readText,
): string | undefined {
	const direct = environment[name];
	const path = environment[`${name}_FILE`];
	const value = direct !== undefined || !path ? direct : contentOf(name, path, readFile);
	const bare = value?.trim().replace(/^(['"])(.*)\1$/, '$2');
	return bare === '' ? undefined : bare;
}

function contentOf(name: string, path: string, readFile: ReadFile): string {
	try {
		return readFile(path);
	} catch (cause) {
		throw new KitError({
			code: 'invalidInput',
			what: `The file that ${name}_FILE names could not be read.`,
			why: `${path}: ${(cause as NodeJS.ErrnoException).code ?? 'unreadable'}.`,
			next: 'Correct the environment of n8n and restart it.',
			cause,
		});
	}
}

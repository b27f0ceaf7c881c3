import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(__dirname, '..', '..');

/** Paths, from the root of the checkout, of every file git knows. */
export function trackedFiles(): string[] {
	const output = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 1e8 });
	return output.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));
}

/** Text of a tracked file; undefined for pictures and other binary files. */
export function textOf(path: string): string | undefined {
	const bytes = readFileSync(join(root, path));
	return bytes.includes(0) ? undefined : bytes.toString('utf8');
}

import type { Line } from './report';

export interface Bench {
	/** The argument that runs it alone. */
	readonly name: string;
	/** What it shows, in one sentence. */
	readonly about: string;
	/** Measures; `note` prints what the table has no room for. */
	run(note: (text: string) => void): Promise<readonly Line[]>;
}

export const texts = (prefix: string, count: number): string[] =>
	Array.from({ length: count }, (_, index) => `${prefix} message number ${index + 1} of ${count}`);

import type { Spread } from './statistics';
import { spreadOf } from './statistics';

/** One line of the table. A line without a target is there to be read, not to be passed. */
export interface Line {
	readonly bench: string;
	readonly what: string;
	readonly unit: string;
	readonly spread: Spread;
	readonly target?: { readonly atLeast: number } | { readonly atMost: number };
}

export interface LineOptions {
	readonly unit?: string;
	readonly target?: Line['target'];
}

/** Lines of one bench, by the values of its rounds. */
export class Lines {
	readonly all: Line[] = [];

	readonly #bench: string;

	constructor(bench: string) {
		this.#bench = bench;
	}

	add(what: string, rounds: readonly number[], { unit = '', target }: LineOptions = {}): void {
		this.all.push({ bench: this.#bench, what, unit, spread: spreadOf(rounds), target });
	}
}

export function passes({ spread: { median }, target }: Line): boolean {
	if (target === undefined) return true;
	return 'atLeast' in target ? median >= target.atLeast : median <= target.atMost;
}

/** The table as text, one row per line. */
export function tableOf(lines: readonly Line[]): string {
	const head = ['bench', 'measured', 'target', 'median', 'min to max', 'rounds', ''];
	const rows = lines.map((line) => [
		line.bench,
		line.what,
		targetText(line),
		`${number(line.spread.median)}${unit(line)}`,
		`${number(line.spread.min)} to ${number(line.spread.max)}`,
		String(line.spread.rounds),
		line.target === undefined ? '' : passes(line) ? 'PASS' : 'FAIL',
	]);
	const all = [head, ...rows];
	const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
	const text = all.map((row) =>
		row
			.map((cell, column) => cell.padEnd(widths[column] ?? 0))
			.join('  ')
			.trimEnd(),
	);
	return [text[0], widths.map((width) => '-'.repeat(width)).join('  '), ...text.slice(1)].join('\n');
}

const unit = (line: Line): string => (line.unit === '' ? '' : ` ${line.unit}`);

function targetText(line: Line): string {
	if (line.target === undefined) return '';
	return 'atLeast' in line.target
		? `>= ${line.target.atLeast}${unit(line)}`
		: `<= ${line.target.atMost}${unit(line)}`;
}

function number(value: number): string {
	if (Number.isInteger(value)) return String(value);
	return value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 3);
}

import { programOf } from '../../database';
import type { Program, RepeatableProgram, Step, StepResult } from '../../database';
import type { StatementResult } from './batch';
import type { Link } from './connections';

/** More in one go would hold megabytes, and count as one answer for the time limit. */
const MOST_STEPS = 500;

/** The steps up to the next one whose answer the program waits for, or up to its end; at most MOST_STEPS. */
export type Stretch<Result> =
	| { readonly steps: readonly Step[]; readonly ended: false }
	| { readonly steps: readonly Step[]; readonly ended: true; readonly result: Result };

/** One program and how far it came, over as many attempts as it needs. */
export abstract class ProgramRun<Result> {
	readonly #given: Program<Result> | RepeatableProgram<Result>;
	#program: Program<Result>;
	#first: Stretch<Result> | undefined;
	#answered = false;

	constructor(given: Program<Result> | RepeatableProgram<Result>) {
		this.#given = given;
		this.#program = programOf(given);
	}

	/** One attempt. Takes the link over and gives it back, whatever happens, without an open transaction. */
	abstract on(link: Link): Promise<Result>;

	/**
	 * Makes ready for another attempt; false when there must be none. A program that has not been answered
	 * yet asks the same again; one that has been can only be made anew.
	 */
	rewind(): boolean {
		if (!this.#answered) return true;
		if (typeof this.#given !== 'function') return false;
		this.#program = this.#given();
		this.#first = undefined;
		this.#answered = false;
		return true;
	}

	protected firstStretch(): Stretch<Result> {
		return (this.#first ??= this.#gather(undefined));
	}

	protected stretchAfter({ steps }: Stretch<Result>, results: readonly StatementResult[]): Stretch<Result> {
		this.#answered = true;
		return this.#gather(answerTo(steps.at(-1), results.at(-1)));
	}

	#gather(answer: StepResult): Stretch<Result> {
		const steps: Step[] = [];
		let at = this.#program.next(answer);
		for (;;) {
			if (at.done === true) return { steps, ended: true, result: at.value };
			steps.push(at.value);
			if (at.value.answer !== 'none' || steps.length === MOST_STEPS) return { steps, ended: false };
			at = this.#program.next();
		}
	}
}

function answerTo(step: Step | undefined, result: StatementResult | undefined): StepResult {
	if (step?.answer === 'one') return result?.rows[0];
	if (step?.answer === 'many') return result?.rows;
	return step?.answer === 'count' ? result?.count : undefined;
}

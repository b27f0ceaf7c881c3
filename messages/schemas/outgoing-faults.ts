import type { z } from 'zod';
import { KitError } from '../kit-error';

type Issue = z.core.$ZodIssue;
type IssueOf<Code extends Issue['code']> = Extract<Issue, { code: Code }>;

/** Enough to see what is wrong everywhere; a generated message may have thousands of faults. */
const mostTold = 10;

/** One error that tells every fault of a message, the first one leading. Never quotes message text. */
export function faultsError(kind: string, issues: readonly Issue[]): KitError {
	const sentences = [...new Set(issues.map(sentenceOf))];
	const [first = 'The message is not usable.', ...others] = sentences;
	const told = others.slice(0, mostTold);
	const untold = others.length - told.length;
	return new KitError({
		code: 'invalidInput',
		what: first,
		why: told.length === 0 ? undefined : `Also: ${told.join(' ')}${untold > 0 ? ` And ${untold} more.` : ''}`,
		next: `Nothing was sent. Correct the ${kind === 'auto' ? 'media' : kind} message and run it again.`,
	});
}

function sentenceOf(issue: Issue): string {
	return `${fieldPath(issue.path)} ${predicate(issue)}.`;
}

/** `sections[1].rows[0].title`, the way the field is written in an expression. */
export function fieldPath(path: readonly PropertyKey[]): string {
	if (path.length === 0) return 'The message';
	return path
		.map((step, index) =>
			typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${String(step)}`,
		)
		.join('');
}

function predicate(issue: Issue): string {
	if (issue.code === 'custom') return issue.message;
	if (issue.code === 'too_big') return `must be at most ${issue.maximum}; ${given(issue)}`;
	if (issue.code === 'too_small') return tooSmall(issue);
	if (issue.code === 'invalid_type') return invalidType(issue);
	if (issue.code === 'invalid_value')
		return `must be one of ${issue.values.map(String).join(', ')}; ${given(issue)}`;
	if (issue.code === 'invalid_union') return issue.message;
	return `is not usable: ${issue.message}`;
}

function tooSmall(issue: IssueOf<'too_small'>): string {
	if (issue.origin === 'string') return 'is empty';
	if (issue.origin === 'array') {
		return `has ${lengthOf(issue.input)} entries, at least ${issue.minimum} ${issue.minimum === 1 ? 'is' : 'are'} needed`;
	}
	return `must be at least ${issue.minimum}; ${given(issue)}`;
}

function invalidType(issue: IssueOf<'invalid_type'>): string {
	if (issue.input === undefined) return 'is missing';
	const wanted = (
		{ string: 'a text', array: 'a list', object: 'an object', int: 'a whole number' } as Record<
			string,
			string
		>
	)[issue.expected];
	return `must be ${wanted ?? `a ${issue.expected}`}; ${given(issue)}`;
}

function lengthOf(input: unknown): number {
	return typeof input === 'string' || Array.isArray(input) ? input.length : 0;
}

/** Numbers and single words as they are; anything longer may be somebody's message and is only named. */
function given(issue: Issue): string {
	const { input } = issue;
	if (input === undefined) return 'nothing was given';
	if (input === null) return 'null was given';
	if (typeof input === 'number' || typeof input === 'boolean') return `${String(input)} was given`;
	if (typeof input === 'string') {
		return /^[\w.-]{1,30}$/u.test(input)
			? `"${input}" was given`
			: `a text of ${input.length} characters was given`;
	}
	if (Array.isArray(input)) return 'a list was given';
	return `a${typeof input === 'object' ? 'n object' : ` ${typeof input}`} was given`;
}

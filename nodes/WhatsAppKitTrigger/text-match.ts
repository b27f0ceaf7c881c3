import { createContext, Script } from 'node:vm';

export type TextOperator = 'contains' | 'startsWith' | 'equals' | 'regex';

export interface TextRule {
	readonly operator: TextOperator;
	readonly value: string;
	readonly caseSensitive: boolean;
}

export type TextMatcher = (text: string) => boolean;

/** Longest pattern taken, characters, and how much of a text a pattern is tried on. */
export const maxPatternLength = 500;
export const maxMatchedLength = 4_096;

/**
 * How long one text may keep a pattern busy, ms: strangers choose the text, and n8n waits meanwhile. The
 * second, longer try is for a machine that was merely busy: a message must not be lost to that.
 */
export const patternTimesMs = [100, 1_000] as const;

/**
 * A rule as a function. Throws Error with a sentence for people when the pattern cannot be used.
 *
 * @param onTimeout a pattern took longer than `patternTimesMs` allow; the text then counts as not matching
 */
export function textMatcher(rule: TextRule, onTimeout: () => void = () => undefined): TextMatcher {
	if (rule.operator === 'regex') return patternMatcher(rule, onTimeout);
	const fold = (text: string): string => (rule.caseSensitive ? text : text.toLowerCase()).trim();
	const wanted = fold(rule.value);
	switch (rule.operator) {
		case 'contains':
			return (text) => fold(text).includes(wanted);
		case 'startsWith':
			return (text) => fold(text).startsWith(wanted);
		case 'equals':
			return (text) => fold(text) === wanted;
	}
}

/**
 * Matched through a script of its own, because only a script can be given a time limit: a pattern such as
 * `(a+)+$` keeps a thread busy for years on a text of 40 letters.
 */
function patternMatcher({ value, caseSensitive }: TextRule, onTimeout: () => void): TextMatcher {
	if (value.length > maxPatternLength) {
		throw new Error(`The pattern has ${value.length} characters, the limit is ${maxPatternLength}`);
	}
	const pattern = compile(value, caseSensitive ? 'u' : 'iu') ?? compile(value, caseSensitive ? '' : 'i');
	if (pattern === undefined)
		throw new Error('The pattern is not a regular expression JavaScript understands');
	const sandbox = createContext({ pattern, text: '' });
	const test = new Script('pattern.test(text)');
	return (text) => {
		sandbox.text = text.slice(0, maxMatchedLength);
		for (const timeout of patternTimesMs) {
			const answer = answerOf(() => test.runInContext(sandbox, { timeout }) as boolean);
			if (answer !== undefined) return answer;
		}
		onTimeout();
		return false;
	};
}

/** Undefined when the script was stopped, or ran out of the memory a pattern may use for going back. */
function answerOf(script: () => boolean): boolean | undefined {
	try {
		return script();
	} catch {
		return undefined;
	}
}

function compile(source: string, flags: string): RegExp | undefined {
	try {
		return new RegExp(source, flags);
	} catch {
		// Some patterns people copy are valid without the Unicode flag only.
		return undefined;
	}
}

import { at, membersOf, textOf } from '../gateway/untrusted';

/** Most fields of one complaint that are shown. */
const MOST_FIELDS = 10;

/**
 * What an answer that says no holds. The documents name codes and members but not where they stand, so they are
 * looked for in every place an API of this kind puts them.
 */
export interface WaCrErrorFacts {
	/** `CONTACT_OPTED_OUT` and the like. */
	readonly code: string | undefined;
	readonly words: string | undefined;
	/** A member beside the code: `feature`, `retry_after`. */
	detail(name: string): string | undefined;
	/** What it says of single fields, `phone: Phone number is required`. */
	readonly fields: readonly string[];
}

export function readErrorFacts(body: unknown): WaCrErrorFacts {
	return {
		code: codeIn(body),
		words: wordsIn(body),
		detail: (name) => detailIn(body, name),
		fields: fieldsIn(body),
	};
}

function codeIn(body: unknown): string | undefined {
	for (const found of [
		at(body, 'error', 'code'),
		at(body, 'error_code'),
		at(body, 'code'),
		at(body, 'error'),
	]) {
		const code = textOf(found);
		if (code !== undefined && /^[A-Z][A-Z_]{2,60}$/u.test(code)) return code;
	}
	return undefined;
}

function wordsIn(body: unknown): string | undefined {
	const error = textOf(at(body, 'error'));
	return textOf(at(body, 'error', 'message')) ?? textOf(at(body, 'message')) ?? error;
}

function detailIn(body: unknown, name: string): string | undefined {
	const places = [
		at(body, 'error', 'details'),
		at(body, 'details'),
		at(body, 'error'),
		body,
		at(body, 'data'),
	];
	for (const place of [...places, at(body, 'meta')]) {
		const found = textOf(at(place, name));
		if (found !== undefined) return found;
	}
	return undefined;
}

function fieldsIn(body: unknown): readonly string[] {
	const details = at(body, 'error', 'details') ?? at(body, 'details');
	const places = [
		at(details, 'errors'),
		at(details, 'fields'),
		at(body, 'error', 'errors'),
		at(body, 'errors'),
		details,
	];
	for (const place of places) {
		const told = Array.isArray(place)
			? place.flatMap(fromEntry)
			: Object.entries(membersOf(place)).flatMap(fromMember);
		if (told.length > 0) return told.slice(0, MOST_FIELDS);
	}
	return [];
}

/** `{field, message}`, or a sentence alone. */
function fromEntry(entry: unknown): readonly string[] {
	const alone = textOf(entry);
	if (alone !== undefined) return [alone];
	const message = textOf(at(entry, 'message'));
	if (message === undefined) return [];
	const field = textOf(at(entry, 'field'));
	return [field === undefined ? message : `${field}: ${message}`];
}

/** `phone: "…"` or `phone: ["…", "…"]`. */
function fromMember([field, value]: readonly [string, unknown]): readonly string[] {
	const sentences = (Array.isArray(value) ? value : [value]).map(textOf).filter((one) => one !== undefined);
	return sentences.length === 0 ? [] : [`${field}: ${sentences.join(', ')}`];
}

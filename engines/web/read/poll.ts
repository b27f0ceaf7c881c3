import { fieldsOf, listOf, textOf } from './untrusted-fields';

/** WhatsApp allows 12; anything far above is an attack on those who read it. */
const MAX_OPTIONS = 100;

export function pollQuestion(fields: Record<string, unknown>): string | undefined {
	return textOf(fields.name);
}

/** A poll somebody created. */
export function pollIn(fields: Record<string, unknown>): { question: string; options: string[] } {
	const options = listOf(fields.options)
		.slice(0, MAX_OPTIONS)
		.map((option) => textOf(fieldsOf(option)?.optionName))
		.filter((name) => name !== undefined);
	return { question: pollQuestion(fields) ?? '', options };
}

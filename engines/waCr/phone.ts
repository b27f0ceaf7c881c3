import { KitError } from '../../messages/kit-error';

/** Fewest characters WA.cr takes as a number. */
const SHORTEST = 10;

/**
 * A number as WA.cr takes it: with its plus, as in the documents, or without it where it would be too long. The plus
 * counts, so numbers of nine digits (Greenland) are reached.
 *
 * @param longest Characters: 20 for texts, 15 for files.
 * @throws KitError `invalidInput`
 */
export function phoneFor(digits: string, longest: number): string {
	const fitting = [`+${digits}`, digits].find(({ length }) => length >= SHORTEST && length <= longest);
	if (fitting !== undefined) return fitting;
	throw new KitError({
		code: 'invalidInput',
		what: `The number has ${digits.length} digits; WA.cr takes numbers of ${SHORTEST} to ${longest} characters.`,
		next: 'Nothing was sent. Check the number, or send to it through another way to connect.',
	});
}

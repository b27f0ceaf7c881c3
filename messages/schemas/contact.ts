import { z } from 'zod';
import { limits } from '../limits';
import { readPhone } from '../phone-number';
import { entries } from './entries';
import { label, optionalLabel } from './plain-text';

const { cards, name, email } = limits.contact;

/** With country code; becomes E.164. */
export const phoneField = label(64).transform((typed, ctx) => {
	const read = readPhone(typed);
	if ('e164' in read) return read.e164;
	ctx.issues.push({
		code: 'custom',
		input: typed,
		message: `cannot be used. ${read.refused.replace(/\.$/u, '')}`,
	});
	return z.NEVER;
});

const cardSchema = z.object({
	name: label(name),
	phone: phoneField,
	organization: optionalLabel(name),
	email: optionalLabel(email).refine((text) => text === undefined || /^[^\s@]+@[^\s@]+$/u.test(text), {
		message: 'is not a mail address',
	}),
});

export const contactSchema = z.object({
	kind: z.literal('contact'),
	contacts: entries(cardSchema, { min: 1, max: cards }),
});

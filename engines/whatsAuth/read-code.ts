import { z } from 'zod';
import type { ManagedLink } from '../managed';

/** Longest part of an answer that is taken, characters: the messages of a person are in its links. */
const LONGEST = 100_000;

/** What opens a chat or a text message; anything else has no place behind a button on somebody's page. */
const OPENS = /^(?:https?|whatsapp|sms|smsto):/iu;

const address = z
	.string()
	.trim()
	.max(LONGEST)
	.refine((text) => OPENS.test(text) && URL.canParse(text));

const schema = z.object({
	code: z
		.union([z.string(), z.int().transform(String)])
		.transform((code) => code.trim())
		.refine((code) => code !== '' && code.length <= 200),
	link: address,
	deep_link: address.nullish().catch(null),
	qr: address.nullish().catch(null),
});

/** The code in an answer of WhatsAuth; null when there is no usable one in it. */
export function readCode(body: unknown): ManagedLink | null {
	const parsed = schema.safeParse(body);
	if (!parsed.success) return null;
	const { code, link, deep_link: deepLink, qr } = parsed.data;
	return { code, link, deepLink: deepLink ?? null, qr: qr ?? null };
}

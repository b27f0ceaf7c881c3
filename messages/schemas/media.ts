import { types } from 'node:util';
import { z } from 'zod';
import { limits } from '../limits';
import { fetchTime, maxMediaBytes } from '../media/media-limits';
import { label, numeric, optionalLabel, optionalProse } from './plain-text';

export const mediaKinds = ['image', 'video', 'audio', 'voice', 'document', 'sticker'] as const;

const mimeType = optionalLabel(127).refine(
	(text) => text === undefined || /^[\w.+-]+\/[\w.+-]+(?:\s*;.*)?$/u.test(text),
	{ message: 'is not a MIME type such as application/pdf' },
);
const fileName = optionalLabel(limits.media.fileName);

const binarySchema = z.object({
	type: z.literal('binary'),
	data: z.custom<Uint8Array>((value) => types.isUint8Array(value), { message: 'is not a file (bytes)' }),
	fileName,
	mimeType,
});

const urlSchema = z.object({
	type: z.literal('url'),
	url: label(8192),
	/** Lower than the cap of the kind only. */
	maxBytes: numeric(z.number().int().min(1).max(maxMediaBytes('document'))).optional(),
	timeoutMs: numeric(z.number().int().min(fetchTime.min).max(fetchTime.max)).default(fetchTime.default),
	allowPrivate: z.boolean().default(false),
});

/** Media as the node hands it in; the bytes are not there yet when `source` is a URL. */
export const mediaSchema = z
	.object({
		kind: z.enum(['auto', ...mediaKinds]),
		source: z.discriminatedUnion('type', [binarySchema, urlSchema], {
			error: 'must be "binary" or "url"',
		}),
		caption: optionalProse(limits.caption),
		/** Shown for documents; wins over the name that came with the file. */
		fileName,
		/** Wins where the bytes do not say what they are. */
		mimeType,
		viewOnce: z.boolean().optional(),
		gifPlayback: z.boolean().optional(),
	})
	.superRefine(
		(media, ctx) => {
			for (const fault of unfitExtras(media?.kind, media ?? {})) {
				ctx.addIssue({ code: 'custom', path: [fault.field], message: fault.message });
			}
		},
		// Also when a field is wrong by itself: all faults are told at once.
		{ when: () => true },
	);

export type RawMedia = z.output<typeof mediaSchema>;

/** Fields WhatsApp would silently drop on this kind. With `auto` they are checked once the kind is known. */
export function* unfitExtras(
	kind: RawMedia['kind'],
	given: { readonly caption?: unknown; readonly viewOnce?: unknown; readonly gifPlayback?: unknown },
): Generator<{ readonly field: 'caption' | 'viewOnce' | 'gifPlayback'; readonly message: string }> {
	if (typeof given.caption === 'string' && (kind === 'audio' || kind === 'voice' || kind === 'sticker')) {
		yield { field: 'caption', message: `cannot be shown on ${kind}; send the text as a message of its own` };
	}
	if (given.viewOnce === true && (kind === 'audio' || kind === 'document' || kind === 'sticker')) {
		yield { field: 'viewOnce', message: `works on image, video and voice only, not on ${kind}` };
	}
	if (given.gifPlayback === true && kind !== 'video' && kind !== 'auto' && kind !== undefined) {
		yield { field: 'gifPlayback', message: `works on video only, not on ${kind}` };
	}
}

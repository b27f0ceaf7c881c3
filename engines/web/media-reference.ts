import { z } from 'zod';
import { KitError } from '../../messages/kit-error';

/** Names the key derivation of the file; the same words the client library uses. */
export const MEDIA_TYPES = ['image', 'video', 'audio', 'document', 'sticker'] as const;

export type MediaType = (typeof MEDIA_TYPES)[number];

/** Everything needed to fetch a received file later, also after a restart. */
export interface WebMedia {
	readonly type: MediaType;
	readonly mediaKey: Uint8Array;
	readonly directPath: string | null;
	readonly url: string | null;
	readonly mimeType: string;
	readonly fileName: string | null;
	/** Bytes, as declared by the sender. */
	readonly size: number | null;
	readonly fileSha256: Uint8Array | null;
	readonly fileEncSha256: Uint8Array | null;
	/** The message it came in: the phone is asked to upload it again by this key. */
	readonly message: {
		readonly chatId: string;
		readonly id: string;
		readonly fromMe: boolean;
		readonly participant: string | null;
	};
}

const PREFIX = 'web1.';

/** Longest reference, characters. Ordinary ones have about 900. */
export const MAX_REFERENCE_LENGTH = 8_192;

const bytes = (length: number) =>
	z
		.base64()
		.transform((text) => Buffer.from(text, 'base64'))
		.refine((value) => value.length === length);

const referenceSchema = z
	.object({
		t: z.enum(MEDIA_TYPES),
		k: bytes(32),
		d: z.string().max(2_048).nullable(),
		u: z.string().max(2_048).nullable(),
		m: z.string().max(255),
		n: z.string().max(255).nullable(),
		l: z.number().int().nonnegative().nullable(),
		s: bytes(32).nullable(),
		e: bytes(32).nullable(),
		c: z.string().min(1).max(255),
		i: z.string().min(1).max(255),
		f: z.boolean(),
		p: z.string().max(255).nullable(),
	})
	.refine((value) => value.d !== null || value.u !== null);

/** Null when the file cannot be fetched from what is given: no key, no place, or absurdly long fields. */
export function encodeMediaReference(media: WebMedia): string | null {
	const short = {
		t: media.type,
		k: base64(media.mediaKey),
		d: media.directPath,
		u: media.url,
		m: media.mimeType.slice(0, 255),
		n: media.fileName?.slice(0, 255) ?? null,
		l: media.size,
		s: hash(media.fileSha256),
		e: hash(media.fileEncSha256),
		c: media.message.chatId,
		i: media.message.id,
		f: media.message.fromMe,
		p: media.message.participant,
	};
	if (!referenceSchema.safeParse(short).success) return null;
	const reference = PREFIX + Buffer.from(JSON.stringify(short), 'utf8').toString('base64url');
	return reference.length <= MAX_REFERENCE_LENGTH ? reference : null;
}

/** @throws KitError `invalidInput` for anything this file did not write. */
export function decodeMediaReference(reference: string): WebMedia {
	const value = referenceSchema.safeParse(readJson(reference)).data;
	if (!value) {
		throw new KitError({
			code: 'invalidInput',
			what: 'The media reference is not one this kit made.',
			why: `It has ${reference.length} characters and cannot be read.`,
			next: 'Take it unchanged from the field "media.reference" of a received message.',
		});
	}
	return {
		type: value.t,
		mediaKey: value.k,
		directPath: value.d,
		url: value.u,
		mimeType: value.m,
		fileName: value.n,
		size: value.l,
		fileSha256: value.s,
		fileEncSha256: value.e,
		message: { chatId: value.c, id: value.i, fromMe: value.f, participant: value.p },
	};
}

function readJson(reference: string): unknown {
	if (reference.length > MAX_REFERENCE_LENGTH || !reference.startsWith(PREFIX)) return undefined;
	try {
		return JSON.parse(Buffer.from(reference.slice(PREFIX.length), 'base64url').toString('utf8')) as unknown;
	} catch {
		return undefined;
	}
}

function base64(value: Uint8Array): string {
	return Buffer.from(value).toString('base64');
}

/** A hash of the wrong length proves nothing, and a missing one only loses a check. */
function hash(value: Uint8Array | null): string | null {
	return value?.length === 32 ? base64(value) : null;
}

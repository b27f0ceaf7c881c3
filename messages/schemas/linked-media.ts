import { z } from 'zod';
import { limits } from '../limits';
import { label, optionalLabel } from './plain-text';

/** An address the other side fetches from: it has to be public and safe from readers on the way. */
export const httpsUrl = label(limits.link).refine((text) => isAddress(text, ['https:']), {
	message: 'is not an address that begins with https://',
});

/** What a button opens. */
export const webUrl = label(limits.link).refine((text) => isAddress(text, ['https:', 'http:']), {
	message: 'is not a web address',
});

export const linkedImageSchema = z.object({
	url: httpsUrl,
	mimeType: optionalLabel(127).refine((text) => text === undefined || text.startsWith('image/'), {
		message: 'is not the type of a picture, such as image/png',
	}),
});

export const linkedMediaSchema = z.object({
	kind: z.enum(['image', 'video', 'document']),
	url: httpsUrl,
	/** Shown for documents. */
	fileName: optionalLabel(limits.media.fileName),
});

function isAddress(text: string, protocols: readonly string[]): boolean {
	return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}

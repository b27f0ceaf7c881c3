import { z } from 'zod';
import { limits } from '../limits';
import { label, optionalLabel } from './plain-text';

/** An address the other side fetches from: it has to be public and safe from readers on the way. */
export const httpsUrl = label(limits.link).refine(isHttps, {
	message: 'is not an address that begins with https://',
});

export const linkedMediaSchema = z.object({
	kind: z.enum(['image', 'video', 'document']),
	url: httpsUrl,
	/** Shown for documents. */
	fileName: optionalLabel(limits.media.fileName),
});

function isHttps(text: string): boolean {
	return URL.canParse(text) && new URL(text).protocol === 'https:';
}

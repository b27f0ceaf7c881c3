import type { WAMessage } from '@whiskeysockets/baileys';
import { isKitError, KitError } from '../../messages/kit-error';
import type { DownloadedMedia } from '../engine';
import { endedByTime } from './ended-by-time';
import type { Baileys } from './load-baileys';
import { MediaDecryption } from './media-decryption';
import { decodeMediaReference, type WebMedia } from './media-reference';
import { mediaUrl } from './media-url';

export interface DownloadMediaContext {
	readonly baileys: Baileys;
	/** Largest file accepted, bytes. Checked against the declared size first, then against what really comes. */
	readonly maxBytes: number;
	readonly signal: AbortSignal;
	/**
	 * Asks the phone to upload the file again and returns the message with its new place
	 * (`socket.updateMediaMessage`). Left out while not connected: an expired file is then an error.
	 */
	reupload?(message: WAMessage): Promise<WAMessage>;
	/** Hosts besides `*.whatsapp.net` that may be asked: what the server itself announced for media. */
	readonly mediaHosts?: readonly string[];
	/** Default: the global fetch. */
	readonly fetch?: typeof globalThis.fetch;
	/** Upper bound for everything together, ms. Default 300 000. */
	readonly timeoutMs?: number;
}

/**
 * Fetches and decrypts a received file. Every byte is checked: the library's own download looks at neither
 * the authentication code nor the hash of the file, and cannot be cancelled.
 *
 * @throws KitError `invalidInput` (no reference of ours), `media` (too large, gone, damaged, not reachable),
 * `cancelled` or `timedOut` by the signal.
 */
export async function downloadWebMedia(
	reference: string,
	context: DownloadMediaContext,
): Promise<DownloadedMedia> {
	const media = decodeMediaReference(reference);
	if (media.size !== null && media.size > context.maxBytes) throw tooLarge(media.size, context.maxBytes);
	const limit = AbortSignal.timeout(context.timeoutMs ?? 300_000);
	const signal = AbortSignal.any([context.signal, limit]);
	try {
		const data = await fetchOrReupload(media, { ...context, signal });
		return { data, mimeType: media.mimeType, fileName: media.fileName };
	} catch (error) {
		throw asKitError(error, signal);
	}
}

async function fetchOrReupload(media: WebMedia, context: DownloadMediaContext): Promise<Uint8Array> {
	const first = await fetchOnce(media, context);
	if (first !== 'gone') return first;
	if (!context.reupload)
		throw gone('This account is not connected, so the phone cannot be asked for it again.');
	const place = await abortable(context.reupload(libraryMessage(media)), context.signal);
	const content = place.message?.[`${media.type}Message`];
	const second = await fetchOnce(
		{ ...media, directPath: content?.directPath ?? null, url: content?.url ?? null },
		context,
	);
	if (second === 'gone') throw gone('The phone uploaded it again, but it still cannot be found.');
	return second;
}

async function fetchOnce(media: WebMedia, context: DownloadMediaContext): Promise<Uint8Array | 'gone'> {
	const { baileys, maxBytes, signal } = context;
	const url = mediaUrl(media, context.mediaHosts ?? []);
	const response = await (context.fetch ?? fetch)(url, {
		headers: { Origin: 'https://web.whatsapp.com' },
		redirect: 'error',
		signal,
	});
	if (response.status === 404 || response.status === 410) {
		await response.body?.cancel();
		return 'gone';
	}
	if (!response.ok || !response.body) {
		throw new KitError({
			code: 'media',
			what: 'The file could not be fetched from WhatsApp.',
			why: `The media server answered with HTTP ${response.status}.`,
			next: 'Try again in a minute.',
			reason: String(response.status),
		});
	}
	const decryption = new MediaDecryption(
		await baileys.getMediaKeys(Buffer.from(media.mediaKey), media.type),
		media,
	);
	let size = 0;
	// Node's streams are iterable, the browser's types of the same name are not.
	for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
		size += decryption.update(chunk);
		if (size > maxBytes) throw tooLarge(size, maxBytes);
	}
	return decryption.end();
}

/** The received message as far as asking for it again needs it. */
function libraryMessage(media: WebMedia): WAMessage {
	const { chatId, id, fromMe, participant } = media.message;
	const content = { mediaKey: media.mediaKey, url: media.url, directPath: media.directPath };
	return {
		key: { remoteJid: chatId, id, fromMe, ...(participant ? { participant } : {}) },
		message: { [`${media.type}Message`]: content },
	};
}

async function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
	return await new Promise<T>((resolve, reject) => {
		const aborted = (): void => reject(signal.reason as Error);
		if (signal.aborted) aborted();
		signal.addEventListener('abort', aborted, { once: true });
		work.then(resolve, reject).finally(() => signal.removeEventListener('abort', aborted));
	});
}

function tooLarge(size: number, maxBytes: number): KitError {
	return new KitError({
		code: 'media',
		what: 'The file is larger than allowed.',
		why: `It has at least ${size} bytes, the limit is ${maxBytes} bytes.`,
		next: 'Raise the limit of the download, or ask for a smaller file.',
	});
}

function gone(why: string): KitError {
	return new KitError({
		code: 'media',
		what: 'WhatsApp no longer keeps this file.',
		why,
		next: 'Ask the sender to send it again.',
		reason: '404',
	});
}

function asKitError(error: unknown, signal: AbortSignal): KitError {
	if (isKitError(error)) return error;
	if (signal.aborted) {
		const timedOut = endedByTime(signal.reason);
		return new KitError({
			code: timedOut ? 'timedOut' : 'cancelled',
			what: timedOut ? 'Fetching the file took longer than allowed.' : 'Fetching the file was cancelled.',
			cause: error,
		});
	}
	const detail = error instanceof Error ? error.message : String(error);
	return new KitError({
		code: 'media',
		what: 'The file could not be fetched from WhatsApp.',
		why: `${detail}.`,
		next: 'Try again in a minute; if it stays, ask the sender to send it again.',
		cause: error,
	});
}

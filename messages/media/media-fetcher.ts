import type { MediaKind } from '../outgoing';

/** Network as a port: reads the file behind a web address. Rejects with KitError only. */
export type MediaFetcher = (request: MediaRequest) => Promise<FetchedMedia>;

export interface MediaRequest {
	readonly url: string;
	/** What the file shall be; an answer of a plainly different type is refused before it is read. */
	readonly kind: MediaKind | 'auto';
	/** Hard cap on what is read, bytes, whatever the server declares. */
	readonly maxBytes: number;
	/** Longest time from the first connection to the last byte, ms. */
	readonly timeoutMs: number;
	/** Also fetch from this machine and the local network. Off unless the person asked for it. */
	readonly allowPrivate: boolean;
	readonly signal: AbortSignal;
}

export interface FetchedMedia {
	readonly data: Uint8Array;
	/** As the server declared it, without parameters; never proof of anything. */
	readonly mimeType?: string;
	/** From content-disposition, else the last part of the address when it looks like a file. */
	readonly fileName?: string;
}

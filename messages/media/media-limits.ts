import type { MediaKind } from '../outgoing';

const mebibyte = 1024 * 1024;

/**
 * Largest file per kind, bytes. WhatsApp's apps take more for documents (2 GB), but the whole file is held in
 * memory here, several times while it is encrypted and uploaded, beside everything else n8n does.
 */
export function maxMediaBytes(kind: MediaKind | 'auto'): number {
	return kind === 'document' || kind === 'auto' ? 100 * mebibyte : 64 * mebibyte;
}

/** How long fetching a file may take, ms. */
export const fetchTime = { min: 1_000, max: 600_000, default: 60_000 } as const;

/** Redirects followed, each checked like the first address. */
export const maxRedirects = 3;

/** "12.5 MiB", "900 bytes", for error texts. */
export function sizeText(bytes: number): string {
	if (bytes < 1024) return `${bytes} bytes`;
	if (bytes < mebibyte) return `${trimmed(bytes / 1024)} KiB`;
	return `${trimmed(bytes / mebibyte)} MiB`;
}

function trimmed(amount: number): string {
	return amount.toFixed(1).replace(/\.0$/u, '');
}

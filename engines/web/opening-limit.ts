import type { Clock } from '../../messages/ports';

/** Longest wait for the first stanza of the server, from the dialling on, ms. Usual: three round trips. */
export const OPENING_MS = 30_000;

/** The part of the client library's socket this file needs: it emits what comes, bytes until both sides have keys. */
interface FrameSource {
	on(event: 'frame', listener: (frame: unknown) => void): unknown;
	off(event: 'frame', listener: (frame: unknown) => void): unknown;
}

/**
 * Calls `onLate` once when the server has said nothing after `OPENING_MS`. From its first stanza on the library's
 * own keep-alive looks after the line. Watches until then or until `ended`, whichever comes first.
 *
 * The library limits this by `connectTimeoutMs`; but it puts the same limit on every single write, for which it
 * takes two stack traces and a timer: a tenth of the work of a received message.
 */
export function limitOpening(
	source: FrameSource,
	{ clock, ended, onLate }: { clock: Pick<Clock, 'sleep'>; ended: Promise<unknown>; onLate(): void },
): void {
	const heard = new AbortController();
	const stop = (): void => {
		source.off('frame', onFrame);
		heard.abort();
	};
	const onFrame = (frame: unknown): void => {
		if (!(frame instanceof Uint8Array)) stop();
	};
	source.on('frame', onFrame);
	void ended.then(stop);
	clock.sleep(OPENING_MS, heard.signal).then(onLate, () => undefined);
}

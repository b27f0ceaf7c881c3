import type { Clock } from '../messages/ports';
import { KitError } from '../messages/kit-error';

/** A time limit that ends with its work: `dispose` stops the timer and forgets the parent. */
export interface TimeLimit {
	readonly signal: AbortSignal;
	dispose(): void;
}

/** A reason made once: without one each abort builds an exception with a stack. */
const DONE = new Error('done');

/** A signal that ends with its parent, or sooner with `end`, which also forgets the parent. */
export interface Ending {
	readonly signal: AbortSignal;
	end(): void;
}

/** As `AbortSignal.any` with a controller of one's own, at a tenth of its cost: it is made for every call. */
export function endingWith(parent: AbortSignal): Ending {
	const ending = new AbortController();
	const onParent = (): void => ending.abort(parent.reason);
	if (parent.aborted) onParent();
	else parent.addEventListener('abort', onParent, { once: true });
	return {
		signal: ending.signal,
		end() {
			parent.removeEventListener('abort', onParent);
			ending.abort(DONE);
		},
	};
}

/** Aborts after `ms` with a TimeoutError, or with the parent's reason when that comes first. */
export function timeLimit(clock: Clock, ms: number, parent?: AbortSignal): TimeLimit {
	const over = new AbortController();
	const finished = new AbortController();
	const onParent = (): void => over.abort(parent?.reason);
	if (parent?.aborted) onParent();
	else parent?.addEventListener('abort', onParent, { once: true });
	clock.sleep(ms, finished.signal).then(
		() => over.abort(new DOMException(`The limit of ${ms} ms ended`, 'TimeoutError')),
		() => undefined,
	);
	return {
		signal: over.signal,
		dispose() {
			parent?.removeEventListener('abort', onParent);
			finished.abort(DONE);
		},
	};
}

/** The promise, or a rejection as soon as the signal fires. The work itself goes on unheard. */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal, what: string): Promise<T> {
	return await new Promise<T>((resolve, reject) => {
		const aborted = (): void => {
			const timedOut = (signal.reason as { name?: unknown } | null | undefined)?.name === 'TimeoutError';
			reject(
				new KitError({
					code: timedOut ? 'timedOut' : 'cancelled',
					what: timedOut ? `${what} did not end in the time given.` : `${what} was cancelled.`,
					next: timedOut ? "Give it more time in the node's options, or try again later." : undefined,
					cause: signal.reason,
				}),
			);
		};
		if (signal.aborted) aborted();
		signal.addEventListener('abort', aborted, { once: true });
		work.then(resolve, reject).finally(() => signal.removeEventListener('abort', aborted));
	});
}

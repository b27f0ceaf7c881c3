import type { Clock } from '../../../messages/ports';

/** Made once: without a reason of its own every `abort` makes an error with a stack, dearer than the wait itself. */
const DONE = 'done';

/** Given up by us, not by the server. */
export class TimeLimitReached extends Error {
	override readonly name = 'TimeLimitReached';
}

/**
 * Waits for `work`, but no longer than `ms`; then rejects with TimeLimitReached. What `work` comes to later is
 * handed to `late`, so that nothing it opened stays open.
 */
export async function withTimeLimit<Result>(
	clock: Clock,
	ms: number,
	work: Promise<Result>,
	{ message, late = () => undefined }: { readonly message: string; late?(result: Result): void },
): Promise<Result> {
	const done = new AbortController();
	let over = false;
	const limit = clock.sleep(ms, done.signal).then(
		() => {
			over = true;
			throw new TimeLimitReached(message);
		},
		() => new Promise<never>(() => undefined),
	);
	work.then(
		(result) => {
			if (over) late(result);
		},
		() => undefined,
	);
	try {
		return await Promise.race([work, limit]);
	} finally {
		done.abort(DONE);
	}
}

import type { Clock } from '../../messages/ports';

/** The real clock of a trigger; its timers keep no process alive. */
export const hostClock: Clock = {
	now: () => Date.now(),
	sleep: async (ms, signal) =>
		await new Promise<void>((resolve, reject) => {
			if (signal?.aborted) return reject(signal.reason as Error);
			const aborted = (): void => {
				clearTimeout(timer);
				reject(signal?.reason as Error);
			};
			const timer = setTimeout(() => {
				signal?.removeEventListener('abort', aborted);
				resolve();
			}, ms).unref();
			signal?.addEventListener('abort', aborted, { once: true });
		}),
};

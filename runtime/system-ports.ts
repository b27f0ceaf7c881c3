import { randomBytes } from 'node:crypto';
import type { Clock, Random } from '../messages/ports';

/** The real clock. Its timers do not keep a process alive: n8n decides when it ends. */
export const systemClock: Clock = {
	now: () => Date.now(),
	async sleep(ms, signal) {
		await new Promise<void>((resolve, reject) => {
			if (signal?.aborted) {
				reject(signal.reason as Error);
				return;
			}
			const aborted = (): void => {
				clearTimeout(timer);
				reject(signal?.reason as Error);
			};
			const timer = setTimeout(() => {
				signal?.removeEventListener('abort', aborted);
				resolve();
			}, ms);
			timer.unref();
			signal?.addEventListener('abort', aborted, { once: true });
		});
	},
};

/** ms since this process began; nobody can set it. */
export const systemElapsed = (): number => performance.now();

export const systemRandom: Random = {
	unit: () => Math.random(),
	bytes: pooledBytes(),
};

/** Fetched from the system at once, for every call there costs as much as hundreds of bytes. */
const POOL_BYTES = 4_096;

/** Each byte is given out once and wiped from the pool. */
function pooledBytes(): Random['bytes'] {
	let pool = Buffer.alloc(0);
	return (length) => {
		if (length > POOL_BYTES / 4) return randomBytes(length);
		if (pool.length < length) pool = randomBytes(POOL_BYTES);
		const taken = Buffer.from(pool.subarray(0, length));
		pool.fill(0, 0, length);
		pool = pool.subarray(length);
		return taken;
	};
}

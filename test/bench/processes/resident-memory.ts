import { setTimeout as pause } from 'node:timers/promises';
import { collectGarbage } from './monotonic';

/** Resident memory, bytes, once collecting garbage no longer changes it much (at most 3 s). */
export async function settledMemory(): Promise<number> {
	let last = Number.POSITIVE_INFINITY;
	for (let attempt = 0; attempt < 10; attempt += 1) {
		await pause(300);
		collectGarbage();
		const now = process.memoryUsage.rss();
		if (Math.abs(last - now) < 2 ** 19) return now;
		last = now;
	}
	return last;
}

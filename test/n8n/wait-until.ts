import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until there is an answer; fails with `title` when there is none in time. */
export async function waitUntil<T>(
	title: string,
	ask: () => Promise<T | undefined | false> | T | undefined | false,
	withinMs = 60_000,
): Promise<T> {
	const until = Date.now() + withinMs;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined && answer !== false) return answer;
		if (Date.now() > until) throw new Error(`Not within ${withinMs / 1000} s: ${title}`);
		await pause(50);
	}
}

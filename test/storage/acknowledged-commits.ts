import type { SessionStore } from '../../sessions/store';
import { commitOf } from './processes/numbered-commits';
import type { OpenOrder } from './processes/orders';
import { startStoreProcess } from './processes/start-store-process';

/** Commits in a process of its own until it was killed; answers the last number it said was kept. */
export async function commitUntilKilled(open: OpenOrder, seen: number): Promise<number> {
	const child = await startStoreProcess();
	let acknowledged = 0;
	await child.tell(open);
	await new Promise<void>((resolve) => {
		child.onTold((number) => {
			acknowledged = number as number;
			if (acknowledged === seen) resolve();
		});
		// Never answered: the process is killed first.
		void child.tell({ do: 'commitForever', accountId: 'a' }).catch(() => undefined);
	});
	await child.kill();
	return acknowledged;
}

/** All commits up to a number not below `acknowledged`, each of them whole, and nothing of a later one. */
export async function expectWholeCommits(store: SessionStore, acknowledged: number): Promise<void> {
	const owner = { id: 'next', host: 'host', pid: 1, role: 'main' };
	const answer = await store.acquireLease({ accountId: 'a', owner, now: 10_000, ttlMs: 1 });
	if (!answer.granted) throw new Error('the earlier owner is still taken for alive');
	const keys = await store.accountStore(answer.lease, {}).loadKeys();
	const last = Number(read(keys.get('pre-key')?.get('last')));
	expect(last).toBeGreaterThanOrEqual(acknowledged);
	expect(read(keys.get('session')?.get('first'))).toBe(String(last));
	expect(keys.get('session')?.size).toBe(last + 1);
	const received = await store.recent('a', { limit: last + 10 });
	const expected = Array.from({ length: last }, (_, index) => commitOf(last - index).received[0]?.eventId);
	expect(received.map((row) => row.eventId)).toEqual(expected);
}

function read(value: Uint8Array | undefined): string {
	return Buffer.from(value ?? []).toString();
}

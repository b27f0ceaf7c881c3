import type { Lease, SessionStore } from '../../../sessions/store';
import {
	ACCOUNT,
	SUBSCRIBER,
	alice,
	bob,
	take,
	entry,
	sent,
	claim,
	subscriber,
	plainKeys,
	bytes,
} from './records';
import type { Context } from './records';

export function fencing({ store, reopen }: Context): void {
	const writes: readonly [string, (at: SessionStore, lease: Lease) => Promise<unknown>][] = [
		[
			'commit',
			(at, lease) => at.accountStore(lease, {}).commit({ type: { id: bytes('new') } }, [entry('e2')]),
		],
		['forgetKeys', (at, lease) => at.accountStore(lease, {}).forgetKeys()],
		['forgetReceived', (at, lease) => at.accountStore(lease, {}).forgetReceived(['e1'])],
		['discardReceived', (at, lease) => at.accountStore(lease, {}).discardReceived([1])],
		['rememberSent', (at, lease) => at.accountStore(lease, {}).rememberSent(sent('M2'))],
		['saveState', (at, lease) => at.saveState(lease, { state: { kind: 'closed' }, phone: null, at: 9 })],
		['claimSend', (at, lease) => at.claimSend(claim(lease, 'key-2', 'M2'))],
		['finishSend', (at, lease) => at.finishSend(lease, 'M1', { outcome: 'refused', at: 9, error: 'no' })],
		['sealing', (at, lease) => at.accountStore(lease, { storageKey: 'secret' }).loadKeys()],
	];

	test.each(writes)('%s of an earlier holder is refused and changes nothing', async (_name, write) => {
		const frozen = await take(store(), alice, 0);
		await store().attachSubscriber(subscriber(0), { resume: false });
		await store()
			.accountStore(frozen, {})
			.commit({ type: { id: bytes('old') } }, [entry('e1')]);
		await store().claimSend(claim(frozen, 'key-1', 'M1'));
		await store().saveState(frozen, { state: { kind: 'connecting' }, phone: null, at: 1 });
		const later = await reopen();
		const lease = await take(later, bob, 1_000);
		const before = await everything(later, lease);

		await expect(write(store(), frozen)).rejects.toMatchObject({
			name: 'KitError',
			code: 'ownedElsewhere',
			what: expect.stringContaining(ACCOUNT),
			why: expect.stringContaining('worker process 2 on host-b'),
		});

		expect(await everything(later, lease)).toEqual(before);
	});

	test('an earlier holder may still read', async () => {
		const frozen = await take(store(), alice, 0);
		const account = store().accountStore(frozen, {});
		await account.commit({ type: { id: bytes('value') } }, [entry('e1', { cipherHash: 'hash' })]);
		await take(store(), bob, 1_000);
		expect((await account.loadKeys()).get('type')?.size).toBe(1);
		expect(await account.findReceived('e1', 'hash')).toMatchObject({ eventId: 'e1' });
	});

	async function everything(at: SessionStore, lease: Lease): Promise<unknown> {
		const account = at.accountStore(lease, {});
		return {
			keys: plainKeys(await account.loadKeys()),
			recent: await at.recent(ACCOUNT, { limit: 10 }),
			pending: await at.pending(ACCOUNT, SUBSCRIBER, 0, 10),
			sent: await account.findSent('M2'),
			sends: [await at.findSend(ACCOUNT, 'M1'), await at.findSend(ACCOUNT, 'M2')],
			state: await at.readState(ACCOUNT),
		};
	}
}

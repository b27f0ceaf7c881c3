import type { OwnerIdentity } from '../../../sessions/store';
import { ACCOUNT, alice, bob, take } from './records';
import type { Context } from './records';

export function leases({ store, reopen }: Context): void {
	const ask = (owner: OwnerIdentity, now: number, takeFrom?: string) =>
		store().acquireLease({ accountId: ACCOUNT, owner, now, ttlMs: 100, takeFrom });

	test('the first one gets the account, another one is told who has it', async () => {
		expect(await ask(alice, 1_000)).toEqual({
			granted: true,
			lease: { accountId: ACCOUNT, ownerId: 'alice', fence: 1 },
		});
		expect(await ask(bob, 1_099)).toEqual({
			granted: false,
			holder: { ...alice, fence: 1, until: 1_100, since: 1_000 },
		});
	});

	test('accounts are held one by one', async () => {
		await ask(alice, 0);
		const other = await store().acquireLease({ accountId: 'other', owner: bob, now: 0, ttlMs: 100 });
		expect(other).toMatchObject({ granted: true, lease: { fence: 1 } });
	});

	test('asking again while holding keeps the fence and lengthens the lease', async () => {
		await ask(alice, 1_000);
		expect(await ask(alice, 1_050)).toMatchObject({ granted: true, lease: { fence: 1 } });
		expect(await store().readOwner(ACCOUNT)).toEqual({ ...alice, fence: 1, until: 1_150, since: 1_000 });
	});

	test('a lease that ran out goes to whoever asks, with the next fence', async () => {
		await ask(alice, 1_000);
		expect(await ask(bob, 1_100)).toMatchObject({ granted: true, lease: { ownerId: 'bob', fence: 2 } });
	});

	test('the earlier holder of a lease that ran out gets the next fence too', async () => {
		await ask(alice, 1_000);
		expect(await ask(alice, 1_100)).toMatchObject({ granted: true, lease: { fence: 2 } });
	});

	test('a holder known to be dead is taken over from at once; another holder is not', async () => {
		await ask(alice, 1_000);
		expect(await ask(bob, 1_001, 'somebody else')).toMatchObject({ granted: false });
		expect(await ask(bob, 1_001, 'alice')).toMatchObject({ granted: true, lease: { fence: 2 } });
	});

	test('a released account goes to the next one at once, and its fence goes on growing', async () => {
		const lease = await take(store(), alice, 1_000);
		await store().releaseLease(lease);
		expect(await store().readOwner(ACCOUNT)).toBeNull();
		expect(await ask(bob, 1_001)).toMatchObject({ granted: true, lease: { fence: 2 } });
		await store().releaseLease(lease);
		expect(await store().readOwner(ACCOUNT)).toMatchObject({ id: 'bob' });
	});

	test('renewing works until somebody else took the lease', async () => {
		const lease = await take(store(), alice, 1_000);
		expect(await store().renewLease(lease, 1_090, 100)).toBe(true);
		expect(await store().readOwner(ACCOUNT)).toMatchObject({ until: 1_190 });
		await ask(bob, 1_190);
		expect(await store().renewLease(lease, 1_191, 100)).toBe(false);
		expect(await store().readOwner(ACCOUNT)).toMatchObject({ id: 'bob', until: 1_290 });
	});

	test('a released lease cannot be renewed', async () => {
		const lease = await take(store(), alice, 1_000);
		await store().releaseLease(lease);
		expect(await store().renewLease(lease, 1_001, 100)).toBe(false);
	});

	test('of many who ask at once over several stores exactly one gets it', async () => {
		const stores = [store(), await reopen(), await reopen(), await reopen()];
		const answers = await Promise.all(
			Array.from({ length: 200 }, async (_, index) => {
				const owner = { ...alice, id: `owner-${index}` };
				const at = stores[index % stores.length]!;
				return await at.acquireLease({ accountId: ACCOUNT, owner, now: 0, ttlMs: 100 });
			}),
		);
		expect(answers.filter((answer) => answer.granted)).toHaveLength(1);
	});

	test('a lease that ran out is renewed or goes to another one, never both', async () => {
		const other = await reopen();
		let now = 1_000;
		let owner: OwnerIdentity = alice;
		let lease = await take(store(), owner, now);
		for (let round = 0; round < 40; round++) {
			now += 1_000;
			const asker = owner.id === 'alice' ? bob : alice;
			const [renewed, answer] = await Promise.all([
				store().renewLease(lease, now, 100),
				other.acquireLease({ accountId: ACCOUNT, owner: asker, now, ttlMs: 100 }),
			]);
			expect(answer.granted).toBe(!renewed);
			if (answer.granted) [owner, lease] = [asker, answer.lease];
		}
	});

	test('nobody owns an account nobody asked for', async () => {
		expect(await store().readOwner('unheard of')).toBeNull();
	});
}

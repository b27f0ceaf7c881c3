import { DAY, ACCOUNT, SUBSCRIBER, alice, take, entry, sent, claim, subscriber, bodies } from './records';
import type { Context } from './records';

export function retentionLimits({ store, reopen }: Context): void {
	const received = async (id: string, receivedAt: number) => {
		const account = store().accountStore(await take(store(), alice), {});
		return await account.commit({}, [entry(id, { cipherHash: `hash of ${id}`, receivedAt })]);
	};

	test('nothing younger than its limit goes', async () => {
		const lease = await take(store(), alice);
		await store().attachSubscriber(subscriber(0), { resume: false });
		await received('e1', 0);
		await store().claimSend(claim(lease, 'key', 'M1'));
		await store().accountStore(lease, {}).rememberSent(sent('M1', 0));
		expect(await store().prune(7 * DAY)).toBe(0);
		expect(await store().pending(ACCOUNT, SUBSCRIBER, 0, 9)).toHaveLength(1);
		expect(await store().accountStore(lease, {}).findSent('M1')).not.toBeNull();
	});

	test('after 7 days a received body goes, with what was pending; its event is still known', async () => {
		await received('e1', 0);
		await store().attachSubscriber(subscriber(7 * DAY), { resume: false });
		await received('e2', 6 * DAY);
		expect(await store().prune(7 * DAY + 1)).toBe(1);
		expect(await bodies(store())).toEqual(['body e2']);
		expect(await received('e1', 8 * DAY)).toEqual([null]);
		expect(await store().prune(13 * DAY + 1)).toBe(1);
		expect(await store().pending(ACCOUNT, SUBSCRIBER, 0, 9)).toEqual([]);
	});

	test('a row from a clock that ran ahead keeps its body until its time comes, and loses it then', async () => {
		await received('ahead', 9 * DAY);
		await received('later', 1 * DAY);
		expect(await store().prune(8 * DAY + 1)).toBe(0);
		expect(await store().prune(16 * DAY + 1)).toBe(2);
		expect(await bodies(store())).toEqual([]);
		expect(await store().prune(40 * DAY)).toBe(2);
	});

	test('after 30 days the event is forgotten, and its number never comes back', async () => {
		const [seq] = await received('e1', 0);
		await store().prune(30 * DAY + 1);
		const [again] = await received('e1', 31 * DAY);
		expect(again).toBeGreaterThan(seq!);
	});

	test('after 7 days a sent body goes, after 30 its key', async () => {
		const lease = await take(store(), alice);
		const account = store().accountStore(lease, {});
		await store().claimSend({ ...claim(lease, 'key', 'M1'), now: 0 });
		await account.rememberSent({ ...sent('M1', 0), choices: [{ id: 'a', title: 'A' }] });
		await store().prune(7 * DAY + 1);
		expect(await account.findSent('M1')).toBeNull();
		expect(await account.findLastOffer('chat', 0, 9e15)).toBeNull();
		expect(await store().claimSend(claim(lease, 'key', 'M2'))).toMatchObject({ fresh: false });
		await store().prune(30 * DAY + 1);
		expect(await store().claimSend(claim(lease, 'key', 'M2'))).toEqual({ fresh: true });
	});

	test('a subscriber not attached again for 7 days is retired; one that was is not', async () => {
		await store().attachSubscriber(subscriber(0), { resume: false });
		await store().attachSubscriber(subscriber(0, 'alive'), { resume: false });
		await store().attachSubscriber(subscriber(DAY, 'alive'), { resume: true });
		await received('before', 6 * DAY);
		await (await reopen()).prune(7 * DAY + 1);
		await received('after', 7 * DAY + 2);
		expect(await store().pending(ACCOUNT, SUBSCRIBER, 0, 9)).toEqual([]);
		expect(await store().pending(ACCOUNT, 'alive', 0, 9)).toHaveLength(2);
	});

	test('a retired subscriber leaves nothing behind, however much was pending for it', async () => {
		const account = store().accountStore(await take(store(), alice), {});
		await store().attachSubscriber(subscriber(0), { resume: false });
		const many = Array.from({ length: 450 }, (_, index) => entry(`e${index}`, { receivedAt: 6 * DAY }));
		await account.commit({}, many);
		expect(await store().prune(7 * DAY + 1)).toBe(451);
		await store().attachSubscriber(subscriber(7 * DAY), { resume: true });
		expect(await store().pending(ACCOUNT, SUBSCRIBER, 0, 9)).toEqual([]);
	});

	test('thousands of rows go, and everything else gets its turn in between', async () => {
		const account = store().accountStore(await take(store(), alice), {});
		const many = Array.from({ length: 3_000 }, (_, index) => entry(`e${index}`, { receivedAt: 0 }));
		await account.commit({}, many);
		let turns = 0;
		const counting = setInterval(() => turns++, 0);
		expect(await store().prune(31 * DAY)).toBe(6_000);
		clearInterval(counting);
		expect(turns).toBeGreaterThan(5);
		expect(await store().prune(31 * DAY)).toBe(0);
	});
}

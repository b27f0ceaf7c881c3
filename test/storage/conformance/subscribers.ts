import { ACCOUNT, SUBSCRIBER, alice, take, entry, subscriber, bytes, text } from './records';
import type { Context } from './records';

export function subscribers({ store, reopen }: Context): void {
	const pendingIds = async (at = store(), subscriberId = SUBSCRIBER) =>
		(await at.pending(ACCOUNT, subscriberId, 0, 100)).map((row) => row.eventId);

	test('what arrives while attached is pending, over a restart too, until it is settled', async () => {
		const account = store().accountStore(await take(store(), alice), {});
		await account.commit({}, [entry('before')]);
		await store().attachSubscriber(subscriber(1), { resume: true });
		const seqs = await account.commit({}, [entry('e1'), entry('e2'), entry('e3')]);
		await store().settle(ACCOUNT, SUBSCRIBER, [seqs[1]!]);
		const again = await reopen();
		expect(await pendingIds(again)).toEqual(['e1', 'e3']);
		await again.settle(ACCOUNT, SUBSCRIBER, [seqs[0]!, seqs[2]!, 999_999]);
		expect(await pendingIds(again)).toEqual([]);
	});

	test('each subscriber has its own; settling for one leaves the other', async () => {
		const account = store().accountStore(await take(store(), alice), {});
		await store().attachSubscriber(subscriber(1), { resume: false });
		await store().attachSubscriber(subscriber(1, 'second'), { resume: false });
		const [seq] = await account.commit({}, [entry('e1')]);
		await store().settle(ACCOUNT, SUBSCRIBER, [seq!]);
		expect(await pendingIds(store(), 'second')).toEqual(['e1']);
	});

	test('a repeated event is not offered again', async () => {
		const account = store().accountStore(await take(store(), alice), {});
		await store().attachSubscriber(subscriber(1), { resume: false });
		const [seq] = await account.commit({}, [entry('e1')]);
		await store().settle(ACCOUNT, SUBSCRIBER, [seq!]);
		await account.commit({}, [entry('e1')]);
		expect(await pendingIds()).toEqual([]);
	});

	test('attaching again resumes, or starts afresh when asked', async () => {
		const account = store().accountStore(await take(store(), alice), {});
		await store().attachSubscriber(subscriber(1), { resume: false });
		await account.commit({}, [entry('e1')]);
		await store().attachSubscriber(subscriber(2), { resume: true });
		expect(await pendingIds()).toEqual(['e1']);
		await store().attachSubscriber(subscriber(3), { resume: false });
		expect(await pendingIds()).toEqual([]);
		await account.commit({}, [entry('e2')]);
		expect(await pendingIds()).toEqual(['e2']);
	});

	test('a detached one hears nothing more and leaves nothing behind', async () => {
		const account = store().accountStore(await take(store(), alice), {});
		await store().attachSubscriber(subscriber(1), { resume: false });
		await account.commit({}, [entry('e1')]);
		await store().detachSubscriber(ACCOUNT, SUBSCRIBER);
		await account.commit({}, [entry('e2')]);
		await store().attachSubscriber(subscriber(2), { resume: true });
		expect(await pendingIds()).toEqual([]);
	});

	test('discarded ones are pending for nobody', async () => {
		const account = store().accountStore(await take(store(), alice), {});
		await store().attachSubscriber(subscriber(1), { resume: false });
		await store().attachSubscriber(subscriber(1, 'second'), { resume: false });
		const [seq] = await account.commit({}, [entry('protocol'), entry('e1')]);
		await account.discardReceived([seq!]);
		expect(await pendingIds()).toEqual(['e1']);
		expect(await pendingIds(store(), 'second')).toEqual(['e1']);
	});

	test('forgotten ones are pending for nobody, and new when they come again', async () => {
		const account = store().accountStore(await take(store(), alice), {});
		const other = store().accountStore(await take(store(), alice, 0, 'other'), {});
		await store().attachSubscriber(subscriber(1), { resume: false });
		await account.commit({}, [entry('e1'), entry('e2')]);
		await other.commit({}, [entry('e1')]);
		await account.forgetReceived(['e1', 'never received']);
		expect(await pendingIds()).toEqual(['e2']);
		expect(await account.commit({}, [entry('e1'), entry('e2')])).toEqual([expect.any(Number), null]);
		expect(await pendingIds()).toEqual(['e2', 'e1']);
		expect(await other.commit({}, [entry('e1')])).toEqual([null]);
	});

	test('pages go on after the last number, oldest first', async () => {
		const account = store().accountStore(await take(store(), alice), {});
		await store().attachSubscriber(subscriber(1), { resume: false });
		await account.commit(
			{},
			['1', '2', '3', '4', '5'].map((id) => entry(id, { body: bytes(`body ${id}`) })),
		);
		const seen: string[] = [];
		for (let after = 0; ; ) {
			const page = await store().pending(ACCOUNT, SUBSCRIBER, after, 2);
			if (page.length === 0) break;
			seen.push(...page.map((row) => text(row.body)));
			after = page.at(-1)!.seq;
		}
		expect(seen).toEqual(['body 1', 'body 2', 'body 3', 'body 4', 'body 5']);
	});
}

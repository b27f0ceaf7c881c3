import { alice, bob, take, sent, claim, bytes, text } from './records';
import type { Context } from './records';

export function sentMessages({ store, reopen }: Context): void {
	test('a remembered message comes back whole, after a restart too', async () => {
		const choices = [
			{ id: 'a', title: 'Á "quoted"', description: 'd' },
			{ id: 'b', title: 'B' },
		];
		const row = { ...sent('M1'), choices };
		await store()
			.accountStore(await take(store(), alice), {})
			.rememberSent(row);
		const again = await reopen();
		const account = again.accountStore(await take(again, bob, 1_000), {});
		const found = await account.findSent('M1');
		expect({ ...found, body: text(found!.body) }).toEqual({ ...row, body: 'wire M1' });
		expect(await account.findSent('M2')).toBeNull();
	});

	test('remembering again replaces', async () => {
		const account = store().accountStore(await take(store(), alice), {});
		await account.rememberSent(sent('M1'));
		await account.rememberSent({ ...sent('M1'), body: bytes('second') });
		expect(text((await account.findSent('M1'))!.body)).toBe('second');
	});

	test('the last offer is the newest with choices in that chat, not too old, and not a refused one', async () => {
		const lease = await take(store(), alice);
		const account = store().accountStore(lease, {});
		const choices = [{ id: 'a', title: 'A' }];
		await account.rememberSent({ ...sent('old', 100), choices });
		await account.rememberSent({ ...sent('new', 200), choices });
		await account.rememberSent(sent('without', 300));
		await account.rememberSent({ ...sent('elsewhere', 400), chatId: 'another', choices });
		await store().claimSend(claim(lease, 'key', 'refused'));
		await account.rememberSent({ ...sent('refused', 500), choices });
		await store().finishSend(lease, 'refused', { outcome: 'refused', at: 500, error: 'no' });
		expect(await account.findLastOffer('chat', 0, 1_000)).toMatchObject({ messageId: 'new', choices });
		expect(await account.findLastOffer('chat', 201, 1_000)).toBeNull();
		expect(await account.findLastOffer('chat', 200, 1_000)).not.toBeNull();
	});

	test('the last offer of a moment in the past is not one that was made after it', async () => {
		const account = store().accountStore(await take(store(), alice), {});
		const choices = [{ id: 'a', title: 'A' }];
		await account.rememberSent({ ...sent('first', 100), choices });
		await account.rememberSent({ ...sent('second', 200), choices });
		const at = async (moment: number) => (await account.findLastOffer('chat', 0, moment))?.messageId;
		expect(await Promise.all([99, 100, 199, 200, 5_000].map(at))).toEqual([
			undefined,
			'first',
			'first',
			'second',
			'second',
		]);
	});

	test('that a chat had no offer yet at some moment does not hide a later one', async () => {
		const account = store().accountStore(await take(store(), alice), {});
		expect(await account.findLastOffer('chat', 0, 50)).toBeNull();
		await account.rememberSent({ ...sent('M1', 100), choices: [{ id: 'a', title: 'A' }] });
		expect(await account.findLastOffer('chat', 0, 50)).toBeNull();
		expect(await account.findLastOffer('chat', 0, 150)).toMatchObject({ messageId: 'M1' });
	});
}

import { ACCOUNT, alice, take, sent, claim, text } from './records';
import type { Context } from './records';

export function claims({ store, reopen }: Context): void {
	test('a key is claimed once; later ones hear the message id and outcome of the first', async () => {
		const lease = await take(store(), alice);
		expect(await store().claimSend(claim(lease, 'key', 'M1'))).toEqual({ fresh: true });
		const known = { messageId: 'M1', chatId: 'chat', outcome: 'sending', at: 7, error: null, givenId: null };
		expect(await store().claimSend(claim(lease, 'key', 'M2'))).toEqual({ fresh: false, known });
		await store().finishSend(lease, 'M1', { outcome: 'unknown', at: 8, error: 'no answer' });
		const again = await reopen();
		expect(await again.claimSend(claim(lease, 'key', 'M3'))).toEqual({
			fresh: false,
			known: { ...known, outcome: 'unknown', at: 8, error: 'no answer' },
		});
		expect(await again.findSend(ACCOUNT, 'M2')).toBeNull();
	});

	test.each(['remembered first', 'claimed first'])('a message %s is one message', async (order) => {
		const lease = await take(store(), alice);
		const account = store().accountStore(lease, {});
		const steps = [
			() => account.rememberSent(sent('M1')),
			() => store().claimSend(claim(lease, 'key', 'M1')),
		];
		for (const step of order === 'remembered first' ? steps : steps.reverse()) await step();
		await store().finishSend(lease, 'M1', { outcome: 'sent', at: 9 });
		expect(await store().findSend(ACCOUNT, 'M1')).toEqual({
			messageId: 'M1',
			chatId: 'chat',
			outcome: 'sent',
			at: 9,
			error: null,
			givenId: null,
		});
		expect(text((await account.findSent('M1'))!.body)).toBe('wire M1');
	});

	test('a later success takes the error of the attempt before away', async () => {
		const lease = await take(store(), alice);
		await store().claimSend(claim(lease, 'key', 'M1'));
		await store().finishSend(lease, 'M1', { outcome: 'unknown', at: 8, error: 'no answer' });
		await store().finishSend(lease, 'M1', { outcome: 'sent', at: 9 });
		expect(await store().findSend(ACCOUNT, 'M1')).toMatchObject({ outcome: 'sent', at: 9, error: null });
	});

	test('a message that got an id of the other side is told of under that one, too', async () => {
		const lease = await take(store(), alice);
		await store().claimSend(claim(lease, 'key', 'M1'));
		await store().finishSend(lease, 'M1', { outcome: 'sent', at: 9, givenId: 'wamid.1' });
		const again = await reopen();
		expect(await again.claimSend(claim(lease, 'key', 'M2'))).toMatchObject({
			fresh: false,
			known: { messageId: 'M1', givenId: 'wamid.1' },
		});
	});

	test('a claim brings outcomes of earlier ones along: with it, or not at all', async () => {
		const lease = await take(store(), alice);
		const account = store().accountStore(lease, {});
		await store().claimSend(claim(lease, 'key', 'M1'));
		const finished = [{ messageId: 'M1', result: { outcome: 'sent', at: 9 } as const }];
		// M2 is another message's id already, so this claim is refused as a whole.
		await account.rememberSent(sent('M2'));
		await store().claimSend(claim(lease, 'two', 'M2'));
		await expect(store().claimSend({ ...claim(lease, 'three', 'M2'), finished })).rejects.toMatchObject({
			code: 'unexpected',
		});
		expect(await store().findSend(ACCOUNT, 'M1')).toMatchObject({ outcome: 'sending' });
		// The key it claims may be the very one that is finished.
		const again = await store().claimSend({ ...claim(lease, 'key', 'M3'), finished });
		expect(again).toMatchObject({ fresh: false, known: { messageId: 'M1', outcome: 'sent', at: 9 } });
	});

	test('messages about to leave are stored with the keys that encrypted them', async () => {
		const lease = await take(store(), alice);
		const account = store().accountStore(lease, {});
		const offer = { ...sent('M2'), choices: [{ id: 'a', title: 'A' }] };
		expect(await account.findLastOffer(offer.chatId, 0, 1_000)).toBeNull();
		await account.commit({ session: { a: sent('M1').body } }, [], [sent('M1'), offer]);
		expect(text((await account.findSent('M1'))!.body)).toBe('wire M1');
		expect((await account.findLastOffer(offer.chatId, 0, 1_000))?.messageId).toBe('M2');
		expect((await account.loadKeys()).get('session')?.has('a')).toBe(true);
	});

	test('a claim under which nothing left can be given up, and the key be claimed again', async () => {
		const lease = await take(store(), alice);
		await store().claimSend(claim(lease, 'key', 'M1'));
		await store().releaseSend(lease, 'M1');
		expect(await store().findSend(ACCOUNT, 'M1')).toBeNull();
		expect(await store().claimSend(claim(lease, 'key', 'M2'))).toEqual({ fresh: true });
	});

	test('a claim under which something may have left stays', async () => {
		const lease = await take(store(), alice);
		await store().claimSend(claim(lease, 'begun', 'M1'));
		await store().accountStore(lease, {}).rememberSent(sent('M1'));
		await store().claimSend(claim(lease, 'ended', 'M2'));
		await store().finishSend(lease, 'M2', { outcome: 'unknown', at: 8, error: 'no answer' });
		for (const [key, id] of [
			['begun', 'M1'],
			['ended', 'M2'],
		] as const) {
			await store().releaseSend(lease, id);
			expect(await store().claimSend(claim(lease, key, 'M3'))).toMatchObject({ known: { messageId: id } });
		}
	});

	test('a first claim remembers whom no rule has looked at, and knows them over everything else', async () => {
		const lease = await take(store(), alice);
		const heads = async () =>
			(await store().survey({ accountId: ACCOUNT, streams: ['to:+1', 'to:+2'], windows: [] })).heads;
		await store().claimSend({ ...claim(lease, 'key', 'M1'), remember: 'to:+1' });
		await store().claimSend({ ...claim(lease, 'key', 'M2'), remember: 'to:+2' });
		expect(await heads()).toMatchObject([{ at: 7 }, null]);
		await store().claimSend({ ...claim(lease, 'again', 'M3'), now: 9, remember: 'to:+1' });
		const answer = await store().reserve({
			accountId: ACCOUNT,
			reservationId: 'r',
			now: 20,
			streams: ['to:+1'],
			windows: [],
			chats: [],
			decide: () => ({ granted: true, streams: [0], spread: 1 }),
		});
		expect(answer).toMatchObject({ granted: true, reservation: { places: [{ stream: 'to:+1', seq: 2 }] } });
		if (answer.granted) await store().giveBack(ACCOUNT, answer.reservation);
		expect(await heads()).toMatchObject([{ at: expect.any(Number) as number }, null]);
	});

	test('the same key of another account is another send', async () => {
		const mine = await take(store(), alice);
		const theirs = await take(store(), alice, 0, 'other');
		expect(await store().claimSend(claim(mine, 'key', 'M1'))).toEqual({ fresh: true });
		expect(await store().claimSend(claim(theirs, 'key', 'M1'))).toEqual({ fresh: true });
	});

	test('one message id under two keys is a defect and is told, not sent', async () => {
		const lease = await take(store(), alice);
		await store().claimSend(claim(lease, 'key', 'M1'));
		await expect(store().claimSend(claim(lease, 'another', 'M1'))).rejects.toMatchObject({
			code: 'unexpected',
		});
		expect(await store().claimSend(claim(lease, 'another', 'M2'))).toEqual({ fresh: true });
	});

	test('an outcome without a claim is a defect and is told', async () => {
		const lease = await take(store(), alice);
		const finish = store().finishSend(lease, 'never', { outcome: 'sent', at: 1 });
		await expect(finish).rejects.toMatchObject({ code: 'unexpected' });
	});

	test('of many claims of one key at once exactly one is fresh', async () => {
		const lease = await take(store(), alice);
		const stores = [store(), await reopen()];
		const answers = await Promise.all(
			Array.from({ length: 100 }, (_, index) =>
				stores[index % 2]!.claimSend(claim(lease, 'key', `M${index}`)),
			),
		);
		expect(answers.filter((answer) => answer.fresh)).toHaveLength(1);
		expect(new Set(answers.map((answer) => (answer.fresh ? '' : answer.known.messageId))).size).toBe(2);
	});
}

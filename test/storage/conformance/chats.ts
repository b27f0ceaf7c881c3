import { ACCOUNT, alice, bob, claim, entry, sent, take } from './records';
import type { Context } from './records';

export function chats({ store, reopen }: Context): void {
	const word = (names: string[], seq: number, blocks = true) => ({
		names,
		blocks,
		word: blocks ? 'STOP' : 'START',
		seq,
		at: 7,
	});
	const sendTo = (lease: Awaited<ReturnType<typeof take>>, key: string, names?: readonly string[]) => ({
		...claim(lease, key, key),
		...(names && { names }),
	});

	test('a person who said so gets nothing more, under any of their names, until they take it back', async () => {
		const lease = await take(store(), alice);
		expect(await store().claimSend(sendTo(lease, 'before', ['a@lid', '+1']))).toEqual({ fresh: true });
		expect(await store().chats.noteWord(lease, word(['a@lid', '+1'], 3))).toBe(true);
		for (const names of [['a@lid'], ['+1', 'other'], ['x', '+1']]) {
			await expect(store().claimSend(sendTo(lease, `to ${names.join()}`, names))).rejects.toMatchObject({
				code: 'refused',
				reason: 'optedOut',
				why: expect.stringContaining('STOP'),
			});
		}
		expect(await store().claimSend(sendTo(lease, 'somebody else', ['+2']))).toEqual({ fresh: true });
		expect(await store().claimSend(sendTo(lease, 'the confirmation'))).toEqual({ fresh: true });
		expect(await store().claimSend(sendTo(lease, 'before', ['+1']))).toMatchObject({ fresh: false });
		await store().chats.noteWord(lease, word(['a@lid', '+1'], 4, false));
		expect(await store().claimSend(sendTo(lease, 'after', ['+1']))).toEqual({ fresh: true });
	});

	test('a refused claim leaves its key free', async () => {
		const lease = await take(store(), alice);
		await store().chats.noteWord(lease, word(['+1'], 1));
		await expect(store().claimSend(sendTo(lease, 'key', ['+1']))).rejects.toMatchObject({ code: 'refused' });
		await store().chats.noteWord(lease, word(['+1'], 2, false));
		expect(await store().claimSend(sendTo(lease, 'key', ['+1']))).toEqual({ fresh: true });
	});

	test('what was decided by hand stands against every word of before, and a later word against it', async () => {
		const lease = await take(store(), alice);
		const [seq] = await store()
			.accountStore(lease, {})
			.commit({}, [entry('e1')]);
		const names = ['a@lid', '+1'];
		await store().chats.noteWord(lease, word(names, seq!));
		await store().chats.setBlock(lease, { names: ['+1'], blocks: false, at: 8 });
		expect(await store().chats.readBlock(ACCOUNT, ['+1'])).toBeNull();
		expect(await store().chats.readBlock(ACCOUNT, names)).toEqual({ at: 7, word: 'STOP' });
		await store().chats.setBlock(lease, { names, blocks: false, at: 9 });
		expect(await store().claimSend(sendTo(lease, 'after', names))).toEqual({ fresh: true });
		// The same message, read again after a crash.
		expect(await store().chats.noteWord(lease, word(names, seq!))).toBe(false);
		const [later] = await store()
			.accountStore(lease, {})
			.commit({}, [entry('e2')]);
		expect(await store().chats.noteWord(lease, word(names, later!))).toBe(true);
		await expect(store().claimSend(sendTo(lease, 'stopped', names))).rejects.toMatchObject({
			reason: 'optedOut',
		});
	});

	test('somebody opted out by hand gets nothing, and is told apart from who said so', async () => {
		const lease = await take(store(), alice);
		expect(await store().claimSend(sendTo(lease, 'before', ['+1']))).toEqual({ fresh: true });
		await store().chats.setBlock(lease, { names: ['+1'], blocks: true, at: 8 });
		await expect(store().claimSend(sendTo(lease, 'after', ['+1']))).rejects.toMatchObject({
			reason: 'optedOut',
			why: 'They were opted out by hand on 1970-01-01T00:00:00.008Z.',
		});
		expect(await store().chats.readBlock(ACCOUNT, ['+1'])).toEqual({ at: 8, word: null });
		await take(await reopen(), bob, 1_000_000);
		await expect(
			store().chats.setBlock(lease, { names: ['+1'], blocks: false, at: 9 }),
		).rejects.toMatchObject({ code: 'ownedElsewhere' });
	});

	test('a word said between claim and departure is found by the last look, and the key is free again', async () => {
		const lease = await take(store(), alice);
		const names = ['a@lid', '+1'];
		const confirm = (messageId: string) => store().confirmSend({ lease, messageId, names });
		await store().claimSend(sendTo(lease, 'key', names));
		await confirm('key');
		await store().chats.noteWord(lease, word(['+1'], 1));
		await expect(confirm('key')).rejects.toMatchObject({ code: 'refused', reason: 'optedOut' });
		expect(await store().findSend(ACCOUNT, 'key')).toBeNull();
		await store().chats.noteWord(lease, word(['+1'], 2, false));
		expect(await store().claimSend(sendTo(lease, 'key', names))).toEqual({ fresh: true });
		await confirm('key');
	});

	test('the last look holds back nothing that may have left, and is for the holder alone', async () => {
		const lease = await take(store(), alice);
		await store().claimSend(sendTo(lease, 'left', ['+1']));
		await store().accountStore(lease, {}).rememberSent(sent('left'));
		await store().chats.noteWord(lease, word(['+1'], 1));
		await store().confirmSend({ lease, messageId: 'left', names: ['+1'] });
		expect(await store().findSend(ACCOUNT, 'left')).toMatchObject({ outcome: 'sending' });
		await take(await reopen(), bob, 1_000_000);
		await expect(store().confirmSend({ lease, messageId: 'left', names: ['+1'] })).rejects.toMatchObject({
			code: 'ownedElsewhere',
		});
	});

	test('a word that is read again after a later one changes nothing', async () => {
		const lease = await take(store(), alice);
		await store().chats.noteWord(lease, word(['+1'], 5, false));
		expect(await store().chats.noteWord(lease, word(['+1'], 4))).toBe(false);
		expect(await store().claimSend(sendTo(lease, 'key', ['+1']))).toEqual({ fresh: true });
	});

	test('the next owner knows of it, and the one before writes nothing more', async () => {
		const lease = await take(store(), alice);
		expect(await store().claimSend(sendTo(lease, 'k', ['+1']))).toEqual({ fresh: true });
		const again = await reopen();
		const next = await take(again, bob, 1_000_000);
		await again.chats.noteWord(next, word(['+1'], 1));
		const back = await take(store(), alice, 2_000_000);
		await expect(store().claimSend(sendTo(back, 'l', ['+1']))).rejects.toMatchObject({ code: 'refused' });
		await expect(again.chats.noteWord(next, word(['+2'], 9))).rejects.toMatchObject({
			code: 'ownedElsewhere',
		});
	});

	test('a pause is found under any name, the longest counts', async () => {
		const lease = await take(store(), alice);
		expect(await store().chats.chatPause(ACCOUNT, ['a', 'b'])).toBeNull();
		await store().chats.pauseChat(lease, { names: ['a'], until: 50, now: 1 });
		await store().chats.pauseChat(lease, { names: ['b'], until: 40, now: 1 });
		const again = await reopen();
		expect(await again.chats.chatPause(ACCOUNT, ['b', 'a'])).toBe(50);
		expect(await again.chats.chatPause('another', ['a'])).toBeNull();
	});

	test('one event of a chat is answered per period and kind, and the same one again after a crash', async () => {
		const lease = await take(store(), alice);
		const reply = (eventId: string, now: number, kind = 'default', names = ['a', '+1']) =>
			store().chats.claimReply(lease, { names, kind, eventId, since: now - 100, now });
		expect(await reply('e1', 1_000)).toBe(true);
		expect(await reply('e2', 1_099, 'default', ['+1'])).toBe(false);
		expect(await reply('e1', 1_099)).toBe(true);
		expect(await reply('e2', 1_050, 'away')).toBe(true);
		expect(await reply('e3', 1_050, 'default', ['b'])).toBe(true);
		expect(await reply('e4', 1_100)).toBe(true);
		expect(await reply('e5', 1_150)).toBe(false);
	});

	test('of many events of a chat at once exactly one is answered', async () => {
		const lease = await take(store(), alice);
		const stores = [store(), await reopen()];
		const answers = await Promise.all(
			Array.from({ length: 60 }, (_, index) =>
				stores[index % 2]!.chats.claimReply(lease, {
					names: ['a'],
					kind: 'default',
					eventId: `e${index}`,
					since: 0,
					now: 10,
				}),
			),
		);
		expect(answers.filter(Boolean)).toHaveLength(1);
	});

	test('the rows of a burst stay together until it is forgotten', async () => {
		const lease = await take(store(), alice);
		const burst = { subscriberId: 'w:n', burst: 'b1', seqs: [3, 4] };
		await store().chats.bindBurst(lease, burst);
		await store().chats.bindBurst(lease, { ...burst, burst: 'b2', seqs: [4, 5] });
		const again = await reopen();
		expect([...(await again.chats.readBursts(ACCOUNT, 'w:n'))]).toEqual([
			[3, 'b1'],
			[4, 'b1'],
			[5, 'b2'],
		]);
		expect(await again.chats.readBursts(ACCOUNT, 'other')).toEqual(new Map());
		await again.chats.forgetBurst(lease, burst);
		expect([...(await store().chats.readBursts(ACCOUNT, 'w:n')).keys()]).toEqual([5]);
	});
}

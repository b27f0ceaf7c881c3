import { ACCOUNT, alice, take, entry, bodies, bytes } from './records';
import type { Context } from './records';

export function inbox({ store }: Context): void {
	test('each event gets a higher number; one that is there already gets null', async () => {
		const account = store().accountStore(await take(store(), alice), {});
		const [first, second] = await account.commit({}, [entry('e1'), entry('e2')]);
		expect(second).toBeGreaterThan(first!);
		const [repeated, third, twice] = await account.commit({}, [entry('e1'), entry('e3'), entry('e3')]);
		expect([repeated, twice]).toEqual([null, null]);
		expect(third).toBeGreaterThan(second!);
	});

	test('a repeated event keeps its first body, and its keys are committed', async () => {
		const account = store().accountStore(await take(store(), alice), {});
		await account.commit({}, [entry('e1', { body: bytes('first') })]);
		await account.commit({ session: { a: bytes('1') } }, [entry('e1', { body: bytes('second') })]);
		expect(await bodies(store())).toEqual(['first']);
		expect((await account.loadKeys()).get('session')?.size).toBe(1);
	});

	test('the same event id of another account is another event', async () => {
		const mine = store().accountStore(await take(store(), alice), {});
		const theirs = store().accountStore(await take(store(), alice, 0, 'other'), {});
		expect(await mine.commit({}, [entry('e1')])).not.toEqual([null]);
		expect(await theirs.commit({}, [entry('e1')])).not.toEqual([null]);
	});

	test('a body is found by its event id and the hash of its ciphertext, discarded or not', async () => {
		const account = store().accountStore(await take(store(), alice), {});
		const [seq] = await account.commit({}, [
			entry('e1', { cipherHash: 'hash', body: bytes('b') }),
			entry('e2'),
		]);
		await account.discardReceived([seq!]);
		const found = await account.findReceived('e1', 'hash');
		expect({ ...found, body: [...found!.body] }).toEqual({ seq, eventId: 'e1', body: [98], receivedAt: 5 });
		expect(await account.findReceived('e1', 'another')).toBeNull();
		expect(await account.findReceived('e2', 'hash')).toBeNull();
	});

	test('recent ones come newest first, of one chat when asked, without discarded ones', async () => {
		const account = store().accountStore(await take(store(), alice), {});
		const named = (id: string, chatId: string) => entry(id, { chatId, body: bytes(id) });
		const seqs = await account.commit({}, [
			named('1', 'x'),
			named('2', 'y'),
			named('3', 'x'),
			named('4', 'x'),
			named('5', 'y'),
		]);
		await account.discardReceived([seqs[3]!]);
		expect(await bodies(store())).toEqual(['5', '3', '2', '1']);
		expect((await store().recent(ACCOUNT, { chatId: 'x', limit: 9 })).map((row) => row.eventId)).toEqual([
			'3',
			'1',
		]);
		expect((await store().recent(ACCOUNT, { limit: 2 })).map((row) => row.eventId)).toEqual(['5', '3']);
		expect(await store().recent('other', { limit: 9 })).toEqual([]);
	});
}

import type { SessionStore } from '../../../sessions/store';
import {
	ACCOUNT,
	SUBSCRIBER,
	alice,
	bob,
	take,
	entry,
	sent,
	subscriber,
	plainKeys,
	bytes,
	text,
} from './records';
import type { Context } from './records';

export function storageKey({ store, reopen }: Context): void {
	const fill = async (key?: string) => {
		const account = store().accountStore(await take(store(), alice), { storageKey: key });
		await store().attachSubscriber(subscriber(0), { resume: false });
		await account.commit({ session: { a: bytes('value') } }, [entry('e1', { cipherHash: 'hash' })]);
		await account.rememberSent({ ...sent('M1'), choices: [{ id: 'a', title: 'A' }] });
	};
	const readBack = async (at: SessionStore, key?: string) => {
		const account = at.accountStore(await take(at, bob, 1_000), { storageKey: key });
		return {
			keys: plainKeys(await account.loadKeys()),
			received: text((await account.findReceived('e1', 'hash'))!.body),
			pending: (await at.pending(ACCOUNT, SUBSCRIBER, 0, 9)).map((row) => text(row.body)),
			recent: (await at.recent(ACCOUNT, { limit: 9 })).map((row) => text(row.body)),
			sent: text((await account.findSent('M1'))!.body),
			choices: (await account.findLastOffer('chat', 0, 9e15))!.choices,
		};
	};
	const whole = {
		keys: { session: { a: [...bytes('value')] } },
		received: 'body e1',
		pending: ['body e1'],
		recent: ['body e1'],
		sent: 'wire M1',
		choices: [{ id: 'a', title: 'A' }],
	};

	test('written and read under the same key', async () => {
		await fill('secret');
		expect(await readBack(await reopen(), 'secret')).toEqual(whole);
	});

	test('written in clear and opened with a key it is sealed, and reads only with that key from then on', async () => {
		await fill();
		expect(await readBack(await reopen(), 'secret')).toEqual(whole);
		expect(await readBack(await reopen(), 'secret')).toEqual(whole);
		await expect(readBack(await reopen(), 'another')).rejects.toMatchObject({ code: 'storage' });
	});

	test.each([
		['no key', undefined],
		['an empty key', ''],
		['another key', 'Secret'],
	])('sealed and read with %s it throws, and nothing can be written under it', async (_name, key) => {
		await fill('secret');
		const again = await reopen();
		const lease = await take(again, bob, 1_000);
		const account = again.accountStore(lease, { storageKey: key });
		const refusal = { code: 'storage', next: expect.stringContaining('Storage Key') };
		await expect(account.loadKeys()).rejects.toMatchObject(refusal);
		await expect(account.commit({ session: { b: bytes('x') } }, [])).rejects.toMatchObject(refusal);
		await expect(account.rememberSent(sent('M2'))).rejects.toMatchObject(refusal);
		await expect(again.recent(ACCOUNT, { limit: 1 })).rejects.toMatchObject(refusal);
		expect(await readBack(await reopen(), 'secret')).toEqual(whole);
	});

	test('a process that never opened a sealed account cannot read what is pending in it', async () => {
		await fill('secret');
		const pending = (await reopen()).pending(ACCOUNT, SUBSCRIBER, 0, 9);
		await expect(pending).rejects.toMatchObject({
			code: 'storage',
			why: expect.stringContaining('Storage Key'),
		});
	});

	test('an empty key is none: what was in clear stays in clear', async () => {
		await fill('');
		expect(await readBack(await reopen())).toEqual(whole);
	});

	test('the key is of one account: another one may have another, or none', async () => {
		await fill('secret');
		const other = store().accountStore(await take(store(), alice, 0, 'other'), {});
		await other.commit({ session: { a: bytes('clear') } }, []);
		expect(plainKeys(await other.loadKeys())).toEqual({ session: { a: [...bytes('clear')] } });
	});
}

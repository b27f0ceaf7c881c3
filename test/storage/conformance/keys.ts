import { ACCOUNT, alice, bob, take, entry, sent, plainKeys, bytes } from './records';
import type { Context } from './records';

export function keys({ store, reopen }: Context): void {
	test('a new account has none', async () => {
		const account = store().accountStore(await take(store(), alice), {});
		expect(await account.loadKeys()).toEqual(new Map());
	});

	test('values come back byte for byte, after a restart too, and accounts do not mix', async () => {
		const value = Uint8Array.from({ length: 256 }, (_, index) => index);
		const awkward = { "it's": value, '': bytes(''), '__proto__\u0000🙂': bytes('x') };
		await store()
			.accountStore(await take(store(), alice), {})
			.commit({ 'pre-key': awkward }, []);
		const other = await take(store(), alice, 0, 'other');
		await store()
			.accountStore(other, {})
			.commit({ 'pre-key': { only: bytes('other') } }, []);

		const again = await reopen();
		const loaded = await again.accountStore(await take(again, bob, 1_000), {}).loadKeys();
		expect(plainKeys(loaded)).toEqual({
			'pre-key': { "it's": [...value], '': [], '__proto__\u0000🙂': [120] },
		});
	});

	test('a commit changes, adds and deletes together', async () => {
		const account = store().accountStore(await take(store(), alice), {});
		await account.commit({ session: { a: bytes('1'), b: bytes('1') } }, []);
		await account.commit({ session: { a: bytes('2'), b: null, absent: null }, other: { c: bytes('3') } }, []);
		expect(plainKeys(await account.loadKeys())).toEqual({ session: { a: [50] }, other: { c: [51] } });
	});

	test('forgetting takes the keys and leaves the history', async () => {
		const account = store().accountStore(await take(store(), alice), {});
		await account.commit({ session: { a: bytes('1') } }, [entry('e1')]);
		await account.rememberSent(sent('M1'));
		await account.forgetKeys();
		expect(await account.loadKeys()).toEqual(new Map());
		expect(await store().recent(ACCOUNT, { limit: 5 })).toHaveLength(1);
		expect(await account.findSent('M1')).not.toBeNull();
	});
}

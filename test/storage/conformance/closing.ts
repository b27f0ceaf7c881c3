import { ACCOUNT, alice, take, bytes } from './records';
import type { Context } from './records';

export function closing({ store, reopen }: Context): void {
	test('closing twice is harmless; afterwards everything is refused and another store works on', async () => {
		const lease = await take(store(), alice);
		const account = store().accountStore(lease, {});
		await account.commit({ session: { a: bytes('1') } }, []);
		const again = await reopen();
		await store().close();
		await store().close();
		await expect(account.commit({}, [])).rejects.toMatchObject({ code: 'storage' });
		await expect(account.loadKeys()).rejects.toMatchObject({ code: 'storage' });
		await expect(store().readState(ACCOUNT)).rejects.toMatchObject({ code: 'storage' });
		expect((await again.accountStore(lease, {}).loadKeys()).size).toBe(1);
	});
}

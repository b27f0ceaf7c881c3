import { KitError } from '../../messages/kit-error';
import { KeyRing } from '../../verification/verifier';
import { MemoryVerifications } from './memory/memory-verifications';

/** Counts how often the secret of an account is read; fails as often as told. */
class CountingStore extends MemoryVerifications {
	readonly read: string[] = [];

	failures = 0;

	override async accountSecret(account: string, storageKey: string | undefined, fresh: Uint8Array) {
		this.read.push(account);
		if (this.failures-- > 0) throw new KitError({ code: 'storage', what: 'The store is away.' });
		return await super.accountSecret(account, storageKey, fresh);
	}
}

const shop = { id: 'shop', storageKey: undefined };

describe('the keys of accounts', () => {
	test('are read once, however many ask', async () => {
		const store = new CountingStore();
		const ring = new KeyRing(store);
		const [first, second] = await Promise.all([ring.of(shop), ring.of(shop)]);
		expect(second).toBe(first);
		expect(await ring.of({ ...shop })).toBe(first);
		expect(store.read).toEqual(['shop']);
	});

	test('are the same in every process, and others in every account', async () => {
		const store = new CountingStore();
		const name = async (id: string) =>
			(await new KeyRing(store).of({ id, storageKey: undefined })).nameCaller('caller');
		expect(await name('shop')).toBe(await name('shop'));
		expect(await name('another')).not.toBe(await name('shop'));
	});

	test('are asked for again with another storage key: it may be the wrong one', async () => {
		const store = new CountingStore();
		const ring = new KeyRing(store);
		await ring.of({ ...shop, storageKey: 'right' });
		await expect(ring.of({ ...shop, storageKey: 'wrong' })).rejects.toMatchObject({ code: 'storage' });
		await expect(ring.of(shop)).rejects.toMatchObject({ code: 'storage' });
		await ring.of({ ...shop, storageKey: 'right' });
		expect(store.read).toHaveLength(3);
	});

	test('are random where there were none', async () => {
		const name = async () => (await new KeyRing(new CountingStore()).of(shop)).nameCaller('caller');
		expect(await name()).not.toBe(await name());
	});

	test('that could not be read are tried again by the next who asks', async () => {
		const store = new CountingStore();
		const ring = new KeyRing(store);
		store.failures = 1;
		await expect(ring.of(shop)).rejects.toMatchObject({ code: 'storage' });
		expect(await ring.of(shop)).toBe(await ring.of(shop));
		expect(store.read).toHaveLength(2);
	});

	test('are remembered for a thousand accounts and no more', async () => {
		const store = new CountingStore();
		const ring = new KeyRing(store);
		for (let made = 0; made < 1_000; made += 1) await ring.of({ id: `shop ${made}`, storageKey: undefined });
		await ring.of({ id: 'shop 0', storageKey: undefined });
		expect(store.read).toHaveLength(1_000);
		await ring.of({ id: 'one more', storageKey: undefined });
		await ring.of({ id: 'shop 0', storageKey: undefined });
		expect(store.read).toHaveLength(1_002);
	});
});

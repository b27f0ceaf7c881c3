import { randomBytes } from 'node:crypto';
import type { VerificationContext } from '../../contracts/verification-store-conformance';

export function secrets({ store, reopen, dump }: VerificationContext): void {
	const of = async (on: VerificationContext['store'], storageKey?: string, account = 'account') =>
		Buffer.from(await on().verifications.accountSecret(account, storageKey, randomBytes(32)));

	test('of many processes that come first at the same time all get the same one', async () => {
		const stores = [store(), await reopen(), await reopen()];
		const got = await Promise.all(
			Array.from({ length: 30 }, (_, index) => of(() => stores[index % stores.length]!)),
		);
		expect(new Set(got.map((secret) => secret.toString('hex'))).size).toBe(1);
		expect(got[0]).toHaveLength(32);
		expect(await of(store, undefined, 'another')).not.toEqual(got[0]);
	});

	test('with a storage key it lies there encrypted, and opens with that key alone', async () => {
		const secret = await of(store, 'a key');
		expect(await of(store, 'a key')).toEqual(secret);
		expect(await dump()).not.toContain(secret.toString('hex'));
		await expect(of(store, 'another key')).rejects.toMatchObject({ code: 'storage' });
		await expect(of(store)).rejects.toMatchObject({ code: 'storage' });
	});

	test('it stays the same and is encrypted when the credential gets a storage key', async () => {
		const secret = await of(store);
		expect(await dump()).toContain(secret.toString('hex'));
		expect(await of(store, 'a key')).toEqual(secret);
		expect(await dump()).not.toContain(secret.toString('hex'));
		await expect(of(store)).rejects.toMatchObject({ code: 'storage' });
	});
}

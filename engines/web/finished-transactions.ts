import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import type { SignalKeyStoreWithTransaction } from '@whiskeysockets/baileys';

/**
 * Lets work that goes on after a key transaction write to the store again.
 *
 * The client library keeps a transaction in the asynchronous context for good: work it starts inside and does
 * not wait for goes on caching into a transaction that was committed long ago, and its writes are never
 * stored. Measured: a contact's privacy token was asked for again with every message, and one that came was
 * lost. Such work is led back to the context the socket was made in.
 */
export function leaveFinishedTransactions(keys: SignalKeyStoreWithTransaction): void {
	const outside = new AsyncResource('whatsapp-kit-keys');
	const current = new AsyncLocalStorage<{ open: boolean }>();
	const { get, set, transaction } = keys;
	const inForce = <A extends unknown[], T>(work: (...given: A) => T, ...given: A): T =>
		current.getStore()?.open === false ? outside.runInAsyncScope(work, undefined, ...given) : work(...given);

	keys.get = (type, ids) => inForce(get, type, ids);
	keys.set = (data) => inForce(set, data);
	keys.transaction = async (work, label) =>
		await inForce(async () => {
			// Inside an open one the library joins it.
			if (current.getStore()) return await transaction(work, label);
			const mine = { open: true };
			const tracked = async () => {
				try {
					return await work();
				} finally {
					mine.open = false;
				}
			};
			return await transaction(async () => await current.run(mine, tracked), label);
		});
}

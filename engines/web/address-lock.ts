/**
 * One Signal operation per address at a time, over all accounts of the process.
 *
 * The Signal library queues its work per address in one table for the whole process and runs a queued job in
 * the asynchronous context of whoever came first. Two accounts talking to the same contact would then run
 * one account's job inside the other's key transaction, which cannot see its own fresh session. Entering the
 * library only when its queue for the address is empty keeps every job in its own context.
 */
export class AddressLock {
	readonly #tails = new Map<string, Promise<void>>();

	async run<T>(address: string, work: () => Promise<T>): Promise<T> {
		const before = this.#tails.get(address);
		let release!: () => void;
		const tail = new Promise<void>((resolve) => {
			release = resolve;
		});
		this.#tails.set(address, tail);
		try {
			if (before) await before;
			return await work();
		} finally {
			if (this.#tails.get(address) === tail) this.#tails.delete(address);
			release();
		}
	}
}

const SHARED = Symbol.for('n8n-nodes-whatsapp-kit/address-lock/1');

/** The lock of this process, shared by every copy of the package (the Signal library is shared as well). */
export function sharedAddressLock(): AddressLock {
	const holder = globalThis as { [SHARED]?: AddressLock };
	return (holder[SHARED] ??= new AddressLock());
}

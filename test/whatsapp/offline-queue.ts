import { children, elements, node } from './binary-node';
import type { BinaryNode } from './binary-node';

/**
 * What a device has not acknowledged yet. The server forgets a stanza only when the device answered for it
 * (its receipt or its ack), so everything in here comes again at the next login.
 */
export class OfflineQueue {
	#entries: BinaryNode[] = [];

	get size(): number {
		return this.#entries.length;
	}

	add(stanza: BinaryNode): void {
		this.#entries.push(stanza);
	}

	/** Everything not acknowledged, as it is sent at login: with the `offline` attribute counting up. */
	pending(): BinaryNode[] {
		return this.#entries.map((entry, index) => ({
			...entry,
			attrs: { ...entry.attrs, offline: index.toString() },
		}));
	}

	/** `<ack class="…" id="…" type="…">` from the device. */
	acknowledged(ack: BinaryNode): void {
		const { class: tag, id, type } = ack.attrs;
		const at = this.#entries.findIndex(
			(entry) =>
				entry.tag === tag && entry.attrs.id === id && (tag !== 'receipt' || entry.attrs.type === type),
		);
		if (at >= 0) this.#entries.splice(at, 1);
	}

	/** `<receipt>` from the device for messages it could read. A retry receipt is not one. */
	received(receipt: BinaryNode): void {
		if (receipt.attrs.type === 'retry') return;
		const ids = new Set(receiptIds(receipt));
		this.#entries = this.#entries.filter(
			(entry) => entry.tag !== 'message' || !ids.has(entry.attrs.id ?? ''),
		);
	}

	restore(entries: readonly BinaryNode[]): void {
		this.#entries = [...entries];
	}

	get entries(): readonly BinaryNode[] {
		return this.#entries;
	}
}

/** All message ids a receipt speaks of. */
export function receiptIds(receipt: BinaryNode): string[] {
	const [list] = children(receipt, 'list');
	const more = elements(list).map((item) => item.attrs.id);
	return [receipt.attrs.id, ...more].filter((id) => id !== undefined);
}

export const offlineDone = (count: number): BinaryNode =>
	node('ib', {}, [node('offline', { count: count.toString() })]);

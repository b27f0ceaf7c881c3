import type { KeyCodec } from './key-codec';

/** The keys of a live account in memory, as the client library gave them, so that nothing is parsed twice. */
export class LiveKeys {
	readonly #codec: KeyCodec;

	readonly #values = new Map<string, Map<string, unknown>>();

	/** Rows as loaded when the connection opened; decoded when first asked for. */
	#rows: ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>;

	constructor(codec: KeyCodec, rows: ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>) {
		this.#codec = codec;
		this.#rows = rows;
	}

	get(type: string, id: string): unknown {
		const known = this.#values.get(type);
		if (known?.has(id)) return known.get(id);
		const bytes = this.#rows.get(type)?.get(id);
		if (!bytes) return undefined;
		const value = this.#codec.decode(type, bytes);
		this.set(type, id, value);
		return value;
	}

	/** `null` and `undefined` delete. */
	set(type: string, id: string, value: unknown): void {
		let known = this.#values.get(type);
		if (!known) this.#values.set(type, (known = new Map()));
		known.set(id, value ?? undefined);
	}

	/** Whether this very object is what is kept. */
	holds(type: string, id: string, value: object): boolean {
		return this.#values.get(type)?.get(id) === value;
	}

	reset(): void {
		this.#values.clear();
		this.#rows = new Map();
	}
}

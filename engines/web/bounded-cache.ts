export interface BoundedCacheOptions {
	/** At least 1. The entry not written for longest goes first. */
	readonly maxEntries: number;
	/** ms, above 0. */
	readonly maxAgeMs: number;
}

interface Entry<T> {
	readonly value: T;
	readonly until: number;
}

/** A map with an upper size and age; no timers, so nobody has to close it. */
export class BoundedCache<T> {
	readonly #entries = new Map<string, Entry<T>>();

	readonly #now: () => number;

	readonly #options: BoundedCacheOptions;

	constructor(now: () => number, options: BoundedCacheOptions) {
		if (!(options.maxEntries >= 1))
			throw new RangeError(`maxEntries must be at least 1, got ${options.maxEntries}`);
		if (!(options.maxAgeMs > 0)) throw new RangeError(`maxAgeMs must be above 0, got ${options.maxAgeMs}`);
		this.#now = now;
		this.#options = options;
	}

	get size(): number {
		return this.#entries.size;
	}

	get(key: string): T | undefined {
		const entry = this.#entries.get(key);
		if (!entry) return undefined;
		if (entry.until > this.#now()) return entry.value;
		this.#entries.delete(key);
		return undefined;
	}

	set(key: string, value: T, maxAgeMs: number = this.#options.maxAgeMs): void {
		this.#entries.delete(key);
		this.#entries.set(key, { value, until: this.#now() + maxAgeMs });
		if (this.#entries.size <= this.#options.maxEntries) return;
		const oldest = this.#entries.keys().next();
		if (!oldest.done) this.#entries.delete(oldest.value);
	}

	delete(key: string): void {
		this.#entries.delete(key);
	}

	clear(): void {
		this.#entries.clear();
	}
}

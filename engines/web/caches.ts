import type { CacheStore, GroupMetadata, PossiblyExtendedCacheStore } from '@whiskeysockets/baileys';
import type { SentRow } from '../engine';
import { BoundedCache } from './bounded-cache';

/**
 * What must outlive one socket. The library's own caches die with each socket or after 5 minutes, which
 * costs a device query, a prekey fetch and a new session per contact (baileys.md §2); WhatsApp tells of
 * device changes by notifications, which the library applies to these caches itself.
 */
export interface WebCaches {
	readonly userDevices: PossiblyExtendedCacheStore;
	readonly messageRetries: CacheStore;
	readonly callOffers: CacheStore;
	readonly placeholderResends: CacheStore;
	readonly groups: BoundedCache<GroupMetadata>;
	/** Messages whose words are not for the store, by id: a phone that could not read one asks for it again. */
	readonly secretSends: BoundedCache<SentRow>;
}

const HOUR_MS = 3_600_000;

export function createWebCaches(now: () => number): WebCaches {
	return {
		userDevices: extendedStore(
			new BoundedCache<unknown>(now, { maxEntries: 20_000, maxAgeMs: 24 * HOUR_MS }),
		),
		messageRetries: store(new BoundedCache<unknown>(now, { maxEntries: 20_000, maxAgeMs: 24 * HOUR_MS })),
		callOffers: store(new BoundedCache<unknown>(now, { maxEntries: 1_000, maxAgeMs: HOUR_MS })),
		placeholderResends: store(new BoundedCache<unknown>(now, { maxEntries: 5_000, maxAgeMs: HOUR_MS })),
		// Participants change by notifications, which drop the entry; the age only bounds a missed one.
		groups: new BoundedCache<GroupMetadata>(now, { maxEntries: 2_000, maxAgeMs: HOUR_MS }),
		secretSends: new BoundedCache<SentRow>(now, { maxEntries: 5_000, maxAgeMs: HOUR_MS }),
	};
}

function store(cache: BoundedCache<unknown>): CacheStore {
	return {
		get: <T>(key: string) => cache.get(key) as T | undefined,
		set: (key, value) => cache.set(key, value),
		del: (key) => cache.delete(key),
		flushAll: () => cache.clear(),
	};
}

function extendedStore(cache: BoundedCache<unknown>): PossiblyExtendedCacheStore {
	return {
		...store(cache),
		mget: async <T>(keys: string[]) => {
			const found: Record<string, T | undefined> = {};
			for (const key of keys) {
				const value = cache.get(key);
				if (value !== undefined) found[key] = value as T;
			}
			return await Promise.resolve(found);
		},
		mset: (entries) => {
			for (const { key, value } of entries) cache.set(key, value);
		},
		mdel: (keys) => {
			for (const key of keys) cache.delete(key);
		},
	};
}

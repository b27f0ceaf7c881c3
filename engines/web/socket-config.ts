import type { AuthenticationCreds, SocketConfig, WAMessageKey } from '@whiskeysockets/baileys';
import type { EnginePorts } from '../engine';
import type { Baileys } from './load-baileys';
import type { WebCaches } from './caches';
import type { WebKeyStore } from './key-store';
import { createLibraryLogger } from './library-logger';
import type { WebOptions } from './web-options';

export interface SocketConfigParts {
	readonly baileys: Baileys;
	readonly options: WebOptions;
	readonly ports: EnginePorts;
	readonly accountName: string;
	readonly creds: AuthenticationCreds;
	readonly keys: WebKeyStore;
	readonly caches: WebCaches;
	readonly makeSignalRepository: SocketConfig['makeSignalRepository'];
}

/** Every option that differs from the library's default, with why. */
export function socketConfig(parts: SocketConfigParts): Partial<SocketConfig> & Pick<SocketConfig, 'auth'> {
	const { baileys, options, ports, creds, keys, caches } = parts;
	const version = parseVersion(options.clientVersion);
	return {
		auth: { creds, keys },
		logger: createLibraryLogger(ports.logger, parts.accountName),
		makeSignalRepository: parts.makeSignalRepository,
		...(version ? { version } : {}),
		...(ports.environment.WHATSAPP_KIT_SERVER_URL
			? { waWebSocketUrl: ports.environment.WHATSAPP_KIT_SERVER_URL }
			: {}),
		// The second word decides the platform id sent when linking by code; only known ones are accepted.
		browser: [options.browserName, 'Chrome', baileys.Browsers.macOS('Chrome')[2]],
		markOnlineOnConnect: options.markOnline,
		syncFullHistory: options.syncHistory,
		shouldSyncHistoryMessage: ({ syncType }) => wantsHistory(baileys, options, syncType),
		// No limit on each write (opening-limit.ts): a line that takes nothing more is ended by the keep-alive.
		connectTimeoutMs: 0,
		// With the echo on, status changes within 100 ms are merged into it and never told (baileys.md §4).
		emitOwnEvents: false,
		generateHighQualityLinkPreview: false,
		getMessage: async (key: WAMessageKey) => await sentMessage(baileys, parts, key),
		cachedGroupMetadata: async (jid) => await Promise.resolve(caches.groups.get(jid)),
		userDevicesCache: caches.userDevices,
		msgRetryCounterCache: caches.messageRetries,
		callOfferCache: caches.callOffers,
		placeholderResendCache: caches.placeholderResends,
		// The embedded store answers or fails at once; ten tries of 3 s would hold the account's lock for 30 s.
		transactionOpts: { maxCommitRetries: 2, delayBetweenTriesMs: 100 },
	};
}

/** Answers a contact's device that could not read a message of ours: sent again from what we stored. */
async function sentMessage(
	baileys: Baileys,
	{ ports, caches }: Pick<SocketConfigParts, 'ports' | 'caches'>,
	key: WAMessageKey,
) {
	const row = key.id ? (caches.secretSends.get(key.id) ?? (await ports.store.findSent(key.id))) : null;
	return row ? baileys.proto.Message.decode(row.body) : undefined;
}

function wantsHistory(baileys: Baileys, options: WebOptions, syncType: number | null | undefined): boolean {
	const types = baileys.proto.HistorySync.HistorySyncType;
	// The first two bring phone numbers and names for LIDs; without them contacts stay anonymous.
	if (syncType === types.FULL || syncType === types.RECENT) return options.syncHistory;
	return true;
}

function parseVersion(text: string): [number, number, number] | undefined {
	if (!text) return undefined;
	const [major = 0, minor = 0, patch = 0] = text.split('.').map(Number);
	return [major, minor, patch];
}

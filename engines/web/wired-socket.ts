import type { AuthenticationCreds } from '@whiskeysockets/baileys';
import type { EngineAccount, EnginePorts } from '../engine';
import type { Baileys } from './load-baileys';
import { openSocketLife, type SocketEvents, type SocketLife } from './socket-life';
import { socketConfig } from './socket-config';
import type { WebOptions } from './web-options';
import type { WebParts } from './web-parts';

/** What linking wants to know of its socket. */
export type LinkingHooks = Partial<Pick<SocketEvents, 'onQr' | 'onPaired' | 'onOpen' | 'onPasskeyDemand'>>;

export interface WiredSocketOptions {
	readonly baileys: Baileys;
	readonly account: EngineAccount<WebOptions>;
	readonly ports: EnginePorts;
	readonly parts: WebParts;
	readonly creds: AuthenticationCreds;
	readonly events: LinkingHooks & Pick<SocketEvents, 'onCreds'>;
}

/** A socket whose messages, receipts and group changes go to the parts that outlive it. */
export function openWiredSocket(options: WiredSocketOptions): SocketLife {
	const { baileys, account, ports, parts, creds, events } = options;
	const { incoming } = parts;
	return openSocketLife({
		baileys,
		config: socketConfig({
			baileys,
			options: account.options,
			ports,
			accountName: account.name,
			creds,
			keys: parts.keys,
			caches: parts.caches,
			makeSignalRepository: parts.makeSignalRepository,
		}),
		stanzas: parts.stanzas,
		renewals: parts.renewals,
		watch: parts.watch,
		rootKey: parts.rootKey,
		clock: ports.clock,
		events: {
			onQr: (qr) => events.onQr?.(qr),
			onPaired: () => events.onPaired?.(),
			onOpen: () => events.onOpen?.(),
			onPasskeyDemand: () => events.onPasskeyDemand?.(),
			onCreds: () => events.onCreds(),
			onMessages: (messages, offline) => incoming.messages(messages, offline),
			onStatus: (updates) => incoming.statuses(updates),
			onGroupReceipts: (receipts) => incoming.groupReceipts(receipts),
			onGroupChanged: (groupId) => parts.caches.groups.delete(groupId),
			onBrokenStanza: (error) =>
				ports.logger.debug('WhatsApp sent something that cannot be read', {
					account: account.name,
					error: error instanceof Error ? error.message : String(error),
				}),
		},
	});
}

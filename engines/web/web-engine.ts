import type { Engine } from '../engine';
import { guardConsole } from './console-guard';
import { loadIdentity } from './identity';
import { createKeyCodec } from './key-codec';
import { loadBaileys } from './load-baileys';
import { repairSessionTrials } from './session-trials';
import { quickenSignalCrypto } from './signal-crypto';
import { WebConnection } from './web-connection';
import type { WebOptions } from './web-options';

/** The user's own number over WhatsApp's multi-device socket. */
export const webEngine: Engine<WebOptions> = {
	id: 'web',
	title: 'WhatsApp (own number)',
	capabilities: {
		native: new Set([
			'text',
			'image',
			'video',
			'audio',
			'voice',
			'document',
			'sticker',
			'location',
			'contact',
			'poll',
			'reaction',
			'edit',
			'delete',
		]),
		// Accepted by the server but shown only by some phones, and by no desktop (baileys.md §6).
		experimental: new Set(['list', 'buttons']),
		hearsVotes: true,
		receipts: true,
		liveEvents: true,
		typing: true,
		numberCheck: true,
		groups: true,
		resendsSafely: true,
		manages: new Set(),
	},
	async open(account, ports) {
		const baileys = await loadBaileys();
		// Before the first key is touched: the Signal library prints private keys to the console.
		guardConsole();
		repairSessionTrials();
		quickenSignalCrypto();
		const identity = await loadIdentity(ports.store, createKeyCodec(baileys), baileys);
		const connection = new WebConnection(account, ports, baileys, identity);
		connection.start();
		return connection;
	},
};

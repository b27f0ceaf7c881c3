import type { WAMessage, WAMessageKey, proto } from '@whiskeysockets/baileys';
import type { SentRow } from '../../../engines/engine';
import { loadBaileys, type Baileys } from '../../../engines/web/load-baileys';
import {
	createReadContext,
	readMessage,
	type ReadContext,
	type ReadLookups,
} from '../../../engines/web/read-message';
import type { IncomingEvent, MessageEvent } from '../../../messages/incoming';

export const ME = { id: '4915110000001:7@s.whatsapp.net', lid: '900000000000001:7@lid' };
export const ANNA = {
	phone: '+5511987654321',
	jid: '5511987654321@s.whatsapp.net',
	lid: '777000111222333@lid',
};
export const GROUP = '120363000000000001@g.us';
/** Seconds, as the server counts. */
export const SENT_AT = 1_790_000_000;

export interface Surroundings {
	/** LID ↔ phone address known to us. */
	readonly known?: readonly { readonly lid: string; readonly jid: string }[];
	readonly sent?: readonly SentRow[];
	readonly subjects?: Readonly<Record<string, string>>;
	readonly offline?: boolean;
	/** Epoch ms; the present when absent. */
	readonly receivedAt?: number;
}

export async function contextWith(surroundings: Surroundings = {}): Promise<ReadContext> {
	const { known = [], sent = [], subjects = {} } = surroundings;
	const lookups: ReadLookups = {
		baileys: await loadBaileys(),
		me: ME,
		lidToPhone: async (lid) => await Promise.resolve(known.find((pair) => pair.lid === lid)?.jid ?? null),
		phoneToLid: async (jid) => await Promise.resolve(known.find((pair) => pair.jid === jid)?.lid ?? null),
		findOffer: async (messageId) =>
			await Promise.resolve(sent.find((row) => row.messageId === messageId) ?? null),
		lastOffer: async (chatId) =>
			await Promise.resolve(sent.filter((row) => row.choices && row.chatId === chatId).at(-1) ?? null),
		groupSubject: (groupId) => subjects[groupId],
	};
	const { offline, receivedAt = Date.now() } = surroundings;
	return createReadContext(lookups, { offline, receivedAt });
}

/** A message as it comes off the wire: encoded and decoded by the real protocol library. */
export function received(
	baileys: Baileys,
	content: proto.IMessage,
	key: Partial<WAMessageKey> = {},
): WAMessage {
	const bytes = baileys.proto.Message.encode(baileys.proto.Message.fromObject(content)).finish();
	return {
		key: { remoteJid: ANNA.jid, fromMe: false, id: '3EB0000000000000000001', participant: '', ...key },
		messageTimestamp: SENT_AT,
		pushName: 'Anna',
		message: baileys.proto.Message.decode(bytes),
	};
}

export async function read(
	content: proto.IMessage,
	options: { readonly key?: Partial<WAMessageKey>; readonly around?: Surroundings } = {},
): Promise<IncomingEvent | null> {
	const message = received(await loadBaileys(), content, options.key);
	const found = await readMessage(message, await contextWith(options.around));
	return found?.event ?? null;
}

/** As `read`, for what has to be a message or a choice. */
export async function readSaid(...args: Parameters<typeof read>): Promise<MessageEvent> {
	const event = await read(...args);
	if (event?.event !== 'message' && event?.event !== 'choice') {
		throw new Error(`expected a message or a choice, got ${event?.event ?? 'nothing'}`);
	}
	return event;
}

export function offer(row: Partial<SentRow> & Pick<SentRow, 'messageId' | 'via'>): SentRow {
	return {
		chatId: ANNA.jid,
		body: new Uint8Array(),
		choices: [
			{ id: 'yes', title: 'Yes, please' },
			{ id: 'no', title: 'No, thanks' },
		],
		sentAt: SENT_AT * 1_000,
		...row,
	};
}

import type { WAMessage, WASocket } from '@whiskeysockets/baileys';
import { KitError } from '../../messages/kit-error';
import type { Recipient } from '../../messages/recipient';
import type { Clock } from '../../messages/ports';
import type { Connection, ResolvedChat } from '../engine';
import { downloadWebMedia } from './download-media';
import { normaliseError } from './error-normalising';
import { groupSummary, readGroup } from './groups';
import type { Baileys } from './load-baileys';
import { NumberCheck, type AskNumbers } from './number-check';
import type { People } from './people';
import type { WebCaches } from './caches';

export interface ChatOperations
	extends Pick<
		Connection,
		'resolve' | 'downloadMedia' | 'markRead' | 'setTyping' | 'profilePicture' | 'listGroups' | 'getGroup'
	> {
	/** Another account may be linked next: what was asked about numbers belongs to the one before. */
	forget(): void;
}

export interface ChatOperationsOptions {
	readonly baileys: Baileys;
	readonly parts: { readonly people: People; readonly caches: WebCaches };
	readonly clock: Clock;
	/** The open socket, waited for as long as the signal allows. */
	socket(signal: AbortSignal): Promise<WASocket>;
}

/** Everything a workflow may ask or do that is not sending a message. Each rejects with KitError only. */
export function createChatOperations(options: ChatOperationsOptions): ChatOperations {
	const withSocket: WithSocket = async (signal, what, work) => {
		const socket = await options.socket(signal);
		try {
			return await work(socket);
		} catch (error) {
			throw normaliseError(error, { what });
		}
	};
	return {
		...numberOperations(options, withSocket),
		...messageOperations(options, withSocket),
		...groupOperations(options, withSocket),
	};
}

type WithSocket = <T>(
	signal: AbortSignal,
	what: string,
	work: (socket: WASocket) => Promise<T>,
) => Promise<T>;

function numberOperations(
	{ parts, clock }: ChatOperationsOptions,
	withSocket: WithSocket,
): Pick<ChatOperations, 'forget' | 'resolve' | 'profilePicture'> {
	const ask: AskNumbers = async (digits, signal) =>
		await withSocket(signal, 'WhatsApp did not answer whether the number exists.', async (socket) => {
			const found = await socket.onWhatsApp(...digits);
			return (found ?? []).map(({ jid, exists }) => ({ jid, exists: Boolean(exists) }));
		});
	const numbers = new NumberCheck({ clock, ask });
	return {
		forget: () => numbers.clear(),
		async resolve(recipient, signal) {
			if (recipient.kind !== 'phone') return known(recipient, parts.people);
			const { jid, lid } = await numbers.resolve(recipient, signal);
			const phone = parts.people.phoneOf(jid) ?? recipient.e164;
			return { chatId: jid, phone, lid: lid ?? parts.people.lidOf(jid) };
		},
		profilePicture: async (chat, signal) =>
			await withSocket(
				signal,
				'The profile picture could not be read.',
				async (socket) => await picture(socket, chat),
			),
	};
}

function messageOperations(
	{ baileys }: ChatOperationsOptions,
	withSocket: WithSocket,
): Pick<ChatOperations, 'downloadMedia' | 'markRead' | 'setTyping'> {
	return {
		downloadMedia: async (reference, limits) =>
			await withSocket(limits.signal, 'The file could not be downloaded.', async (socket) => {
				const mediaHosts = await announcedHosts(socket);
				const reupload = async (message: WAMessage) => await socket.updateMediaMessage(message);
				return await downloadWebMedia(reference, { ...limits, baileys, mediaHosts, reupload });
			}),
		markRead: async (messages, signal) =>
			await withSocket(
				signal,
				'The messages could not be marked as read.',
				async (socket) => await socket.readMessages(messages.map(readKey)),
			),
		setTyping: async (chat, typing, signal) =>
			await withSocket(
				signal,
				'The typing sign could not be shown.',
				async (socket) => await socket.sendPresenceUpdate(typing, chat.chatId),
			),
	};
}

function groupOperations(
	{ parts }: ChatOperationsOptions,
	withSocket: WithSocket,
): Pick<ChatOperations, 'listGroups' | 'getGroup'> {
	const { groups } = parts.caches;
	return {
		listGroups: async (signal) =>
			await withSocket(signal, 'The groups could not be listed.', async (socket) => {
				const found = Object.values(await socket.groupFetchAllParticipating());
				for (const group of found) groups.set(group.id, group);
				return found.map(groupSummary);
			}),
		getGroup: async (groupId, signal) =>
			await withSocket(signal, 'The group could not be read.', async (socket) => {
				const group = await socket.groupMetadata(groupId);
				groups.set(group.id, group);
				return readGroup(group);
			}),
	};
}

function readKey({ chatId, messageId, participant }: Parameters<Connection['markRead']>[0][number]) {
	return { remoteJid: chatId, id: messageId, participant };
}

/** Hosts the server names for media besides WhatsApp's own, which need no announcement. */
async function announcedHosts(socket: WASocket): Promise<string[]> {
	const media = await socket.refreshMediaConn(false).catch(() => undefined);
	return media?.hosts.map(({ hostname }) => hostname) ?? [];
}

/** WhatsApp answers "not found" and "not allowed to see" with errors; both mean: no picture for us. */
async function picture(socket: WASocket, chat: ResolvedChat): Promise<string | null> {
	try {
		return (await socket.profilePictureUrl(chat.chatId, 'image')) ?? null;
	} catch (error) {
		// The library puts the server's number into `data`; its own status says 500 for everything.
		const { data } = error as { data?: unknown };
		if (data === 404 || data === 401 || data === 403) return null;
		throw error;
	}
}

function known(recipient: Exclude<Recipient, { kind: 'phone' }>, people: People): ResolvedChat {
	switch (recipient.kind) {
		case 'lid':
			return { chatId: recipient.lid, phone: people.phoneOf(recipient.lid), lid: recipient.lid };
		case 'group':
			return { chatId: recipient.groupId, phone: null, lid: null };
		case 'channel':
			throw new KitError({
				code: 'notSupported',
				what: 'Channels cannot be written to from here.',
				why: `The recipient ${recipient.channelId} is a channel.`,
				next: 'Give a phone number, a chat id or a group id.',
			});
		case 'status':
			throw new KitError({
				code: 'notSupported',
				what: 'Status updates cannot be posted from here.',
				next: 'Give a phone number, a chat id or a group id.',
			});
	}
}

import type { proto } from '@whiskeysockets/baileys';
import { children, node } from './binary-node';
import type { BinaryNode } from './binary-node';
import type { DeviceAddress } from './directory';
import { isGroupJid } from './jids';
import { readRetryBundle } from './key-bundle';
import type { PhoneCore } from './phone-core';
import { kindOf } from './received';
import { relayMessage } from './relay';

/** What a phone keeps of a message it sent, to be able to send it again. */
export interface Sent {
	readonly id: string;
	readonly to: string;
	readonly message: proto.IMessage;
	readonly attrs: Readonly<Record<string, string>>;
	readonly hideOtherName: boolean;
}

/** Encrypts for every device that belongs in the chat, and hands the stanza to the server. */
export async function sendMessage(phone: PhoneCore, sent: Sent): Promise<void> {
	phone.sent.set(sent.id, sent);
	const stanza = isGroupJid(sent.to) ? await groupStanza(phone, sent) : await privateStanza(phone, sent);
	relayMessage(phone.server, phone.address, stanza, sent);
}

async function privateStanza(phone: PhoneCore, sent: Sent): Promise<BinaryNode> {
	const account = phone.server.directory.find(sent.to);
	if (!account) throw new Error(`${sent.to} is not on WhatsApp`);
	const parts = [];
	for (const owner of new Set([account, phone.account])) {
		for (const device of owner.deviceNumbers()) {
			if (owner === phone.account && device === 0) continue;
			const message = owner === phone.account ? forOwnDevice(sent) : sent.message;
			parts.push(await participant(phone, { account: owner, device }, message));
		}
	}
	return node('message', attrsOf(sent), [node('participants', {}, parts)]);
}

async function groupStanza(phone: PhoneCore, sent: Sent): Promise<BinaryNode> {
	const group = phone.server.groups.require(sent.to);
	const encrypted = await phone.signal.encryptForGroup(sent.to, phone.ownName, sent.message);
	// The key as it was before this message: with a later one, nobody new could read it.
	const axolotlSenderKeyDistributionMessage = encrypted.senderKeyDistributionMessage;
	const keyMessage = {
		senderKeyDistributionMessage: { groupId: sent.to, axolotlSenderKeyDistributionMessage },
	};
	const known = phone.senderKeyHolders(sent.to);
	const parts = [];
	for (const account of group.memberAccounts()) {
		for (const device of account.deviceNumbers()) {
			const name = phone.peerName({ account, device });
			if ((account === phone.account && device === 0) || known.has(name)) continue;
			known.add(name);
			parts.push(await participant(phone, { account, device }, keyMessage));
		}
	}
	const enc = node('enc', { v: '2', type: 'skmsg' }, encrypted.ciphertext);
	return node('message', attrsOf(sent), [...(parts.length ? [node('participants', {}, parts)] : []), enc]);
}

/** A device could not read a message and asks for it again; with its own keys when it sent them along. */
export async function sendAgain(phone: PhoneCore, receipt: BinaryNode): Promise<void> {
	const sent = phone.sent.get(receipt.attrs.id ?? '');
	const requester = phone.server.directory.device(receipt.attrs.participant ?? receipt.attrs.from ?? '');
	if (!sent || !requester) return;
	const count = children(receipt, 'retry')[0]?.attrs.count ?? '1';
	const bundle = readRetryBundle(receipt) ?? phone.server.directory.takeBundle(requester);
	if (bundle) await phone.signal.beginSession(phone.peerName(requester), bundle);
	const inGroup = isGroupJid(sent.to);
	const own = requester.account === phone.account;
	const message = inGroup
		? { ...sent.message, senderKeyDistributionMessage: await senderKey(phone, sent.to) }
		: own
			? forOwnDevice(sent)
			: sent.message;
	const { type, ciphertext } = await phone.signal.encrypt(phone.peerName(requester), message);
	const device = requester.account.jid(sent.to.endsWith('@lid') ? 'lid' : 'pn', requester.device);
	const target = inGroup
		? { to: sent.to, participant: device }
		: { to: device, ...(own ? { recipient: sent.to } : {}) };
	const enc = node('enc', { v: '2', type, count }, ciphertext);
	relayMessage(phone.server, phone.address, node('message', { ...attrsOf(sent), ...target }, [enc]), sent);
}

/** One part of a message stanza: encrypted for one device, beginning a session when there is none. */
export async function participant(
	phone: PhoneCore,
	address: DeviceAddress,
	message: proto.IMessage,
): Promise<BinaryNode> {
	const peer = phone.peerName(address);
	if (!(await phone.signal.hasSession(peer))) {
		const bundle = phone.server.directory.takeBundle(address);
		if (!bundle) throw new Error(`${peer} has no keys`);
		await phone.signal.beginSession(peer, bundle);
		phone.server.warnWhenKeysRunLow(address);
	}
	const { type, ciphertext } = await phone.signal.encrypt(peer, message);
	const jid = address.account.jid('pn', address.device);
	return node('to', { jid }, [node('enc', { v: '2', type }, ciphertext)]);
}

const senderKey = async (
	phone: PhoneCore,
	group: string,
): Promise<proto.Message.ISenderKeyDistributionMessage> => ({
	groupId: group,
	axolotlSenderKeyDistributionMessage: await phone.signal.senderKey(group, phone.ownName),
});

const forOwnDevice = ({ to, message }: Sent): proto.IMessage => ({
	deviceSentMessage: { destinationJid: to, message },
	...(message.messageContextInfo ? { messageContextInfo: message.messageContextInfo } : {}),
});

const attrsOf = ({ id, to, message, attrs }: Sent): Record<string, string> => ({
	id,
	to,
	type: stanzaType(kindOf(message)),
	...attrs,
});

function stanzaType(kind: string): string {
	if (kind === 'reactionMessage') return 'reaction';
	if (kind.startsWith('poll')) return 'poll';
	if (/^(image|video|audio|document|sticker|contact|contactsArray|ptv)Message$/.test(kind)) return 'media';
	return 'text';
}

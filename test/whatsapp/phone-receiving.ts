import { proto } from '@whiskeysockets/baileys';
import { bigEndian, children, contentBytes, node } from './binary-node';
import type { BinaryNode } from './binary-node';
import type { DeviceAddress } from './directory';
import { deviceIdentityFault } from './device-identity';
import { bareJid, isGroupJid, isStatusJid, modeOf, parseJid } from './jids';
import { retryKeysNode } from './key-bundle';
import type { PhoneCore } from './phone-core';
import { kindOf, textOf } from './received';
import { routeReceipt } from './receipts';

/** A phone asks this often for a message it cannot read, then leaves "Waiting for this message" standing. */
const MAX_RETRIES = 5;
/** From this retry on the phone sends fresh keys along. */
const KEYS_FROM_RETRY = 2;

/** Decrypts a message as a real phone does: strictly, then shows it once and says so. */
export async function receiveMessage(phone: PhoneCore, stanza: BinaryNode): Promise<void> {
	const author = stanza.attrs.participant ?? stanza.attrs.from ?? '';
	const sender = phone.server.directory.device(author);
	if (!sender) return fail(phone, stanza, undefined, 'unknown', `${author} is not a device of anybody`);
	const message: proto.IMessage = {};
	for (const enc of children(stanza, 'enc')) {
		try {
			Object.assign(message, await open(phone, stanza, enc, sender));
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			return fail(phone, stanza, sender, enc.attrs.type ?? 'none', reason);
		}
	}
	if (children(stanza, 'enc').length === 0)
		return fail(phone, stanza, sender, 'none', 'nothing encrypted in it');
	phone.retriesAsked.delete(stanza.attrs.id ?? '');
	show(phone, stanza, sender, message);
	acknowledge(phone, stanza, sender);
}

async function open(
	phone: PhoneCore,
	stanza: BinaryNode,
	enc: BinaryNode,
	sender: DeviceAddress,
): Promise<proto.IMessage> {
	const { signal } = phone;
	const bytes = contentBytes(enc);
	const peer = phone.peerName(sender);
	const chat = stanza.attrs.from ?? '';
	if (enc.attrs.type === 'skmsg') return signal.decryptFromGroup(chat, peer, bytes);
	if (enc.attrs.type === 'pkmsg') checkDeviceIdentity(stanza, sender);
	const type = enc.attrs.type === 'pkmsg' ? 'pkmsg' : 'msg';
	const message = await signal.decrypt(peer, type, bytes);
	const own = sender.account === phone.account;
	if (message.deviceSentMessage && !own) throw new Error('deviceSentMessage from somebody else');
	const inner = message.deviceSentMessage?.message ?? message;
	const key = inner.senderKeyDistributionMessage;
	if (key) await signal.acceptSenderKey(peer, key);
	return inner;
}

/** The first message of a linked device must prove that the device belongs to the account. */
function checkDeviceIdentity(stanza: BinaryNode, { account, device }: DeviceAddress): void {
	if (device === 0) return;
	const [identity] = children(stanza, 'device-identity');
	if (!identity) throw new Error('a linked device began a session without its device identity');
	const deviceKey = account.devices.get(device)?.keys.identityKey;
	if (!deviceKey) throw new Error('the linked device is gone');
	const fault = deviceIdentityFault(contentBytes(identity), deviceKey, account.phone.signal.identity.public);
	if (fault) throw new Error(`device identity: ${fault}`);
}

/** On screen a message stands once, however often it came. */
function show(phone: PhoneCore, stanza: BinaryNode, sender: DeviceAddress, message: proto.IMessage): void {
	const { id = '', from = '', recipient, participant, t } = stanza.attrs;
	const chat = isGroupJid(from) || isStatusJid(from) ? from : bareJid(recipient ?? from);
	const screenKey = `${phone.chatName(chat)}/${id}`;
	const copies = (phone.copies.get(screenKey) ?? 0) + 1;
	phone.copies.set(screenKey, copies);
	const kind = kindOf(message);
	if (copies > 1 || isSilent(message, kind)) return;
	phone.keepDownload(message);
	phone.inbox.push({
		id,
		chat,
		from: sender.account.digits,
		fromDevice: sender.device,
		fromMe: sender.account === phone.account,
		participant,
		addressing: modeOf(participant ?? from),
		timestamp: Number(t),
		message,
		kind,
		text: textOf(message),
		raw: stanza,
	});
}

/** Housekeeping between devices that never reaches a screen. */
function isSilent(message: proto.IMessage, kind: string): boolean {
	const { Type } = proto.Message.ProtocolMessage;
	if (kind === 'empty' || kind === 'senderKeyDistributionMessage') return true;
	if (kind !== 'protocolMessage') return false;
	const type = message.protocolMessage?.type;
	return type !== Type.REVOKE && type !== Type.MESSAGE_EDIT;
}

function acknowledge(phone: PhoneCore, stanza: BinaryNode, sender: DeviceAddress): void {
	if (!phone.sendsDeliveryReceipts || sender.account === phone.account) return;
	const { id, from, participant } = stanza.attrs;
	routeReceipt(phone.server, phone.address, node('receipt', { id, to: from, participant }));
}

function fail(
	phone: PhoneCore,
	stanza: BinaryNode,
	sender: DeviceAddress | undefined,
	type: string,
	reason: string,
): void {
	const { id = '', from = '' } = stanza.attrs;
	phone.failures.push({ id, from: sender?.account.digits ?? from, type, reason });
	const count = (phone.retriesAsked.get(id) ?? 0) + 1;
	if (!phone.sendsRetryReceipts || !sender || count > MAX_RETRIES) return;
	phone.retriesAsked.set(id, count);
	askAgain(phone, stanza, count);
}

/** Asks the sending device to encrypt the message again. */
function askAgain(phone: PhoneCore, stanza: BinaryNode, count: number): void {
	const { id, from, participant, recipient, t } = stanza.attrs;
	const bundle = phone.signal.issueBundle();
	const retry = node('retry', { count: count.toString(), id, t, v: '1', error: '0' });
	const registration = node('registration', {}, bigEndian(bundle.registrationId, 4));
	const content =
		count >= KEYS_FROM_RETRY ? [retry, registration, retryKeysNode(bundle)] : [retry, registration];
	routeReceipt(
		phone.server,
		phone.address,
		node('receipt', { id, to: from, participant, recipient, type: 'retry' }, content),
	);
}

/** The device behind a JID, for display only. */
export const digitsOf = (phone: PhoneCore, jid: string): string =>
	phone.server.directory.find(jid)?.digits ?? parseJid(jid).user;

import { children, elements, node } from './binary-node';
import type { BinaryNode } from './binary-node';
import type { Account, DeviceAddress } from './directory';
import { bareJid, isGroupJid, isStatusJid, modeOf, parseJid } from './jids';
import type { AddressingMode } from './jids';
import { unixSeconds } from './ports';
import type { LoopbackWhatsApp } from './server';

export interface RelayOptions {
	/** The other name of the sender (its number beside its LID) is withheld. */
	readonly hideOtherName?: boolean;
}

/** Children of a message stanza that are meant for the server, or are handed out per device. */
const NOT_FORWARDED = new Set(['participants', 'enc', 'tctoken', 'reporting']);
const FORWARDED_ATTRS = ['edit', 'category', 'push_priority', 'expiration'];

/** Takes a message stanza from a device, client or phone alike, and hands every addressed device its part. */
export function relayMessage(
	server: LoopbackWhatsApp,
	sender: DeviceAddress,
	stanza: BinaryNode,
	options: RelayOptions = {},
): void {
	const targets = perDevice(server, sender, stanza);
	const shared = children(stanza, 'enc').filter((enc) => enc.attrs.type === 'skmsg');
	const extras = elements(stanza).filter(({ tag }) => !NOT_FORWARDED.has(tag));
	for (const { address, encs } of targets) {
		const content = [...encs, ...shared, ...extras];
		const attrs = envelope(server, sender, address.account, stanza, options);
		deliver(server, address, node('message', attrs, content));
	}
}

/** To the phone itself, or to a linked device that may be away. */
export function deliver(
	server: LoopbackWhatsApp,
	{ account, device }: DeviceAddress,
	stanza: BinaryNode,
): void {
	if (device === 0) account.phone.receive(stanza);
	else if (account.devices.has(device)) account.devices.get(device)?.deliver(stanza);
	else server.undeliverable.push(stanza);
}

/** Every addressed device with the part encrypted for it. */
function perDevice(server: LoopbackWhatsApp, sender: DeviceAddress, stanza: BinaryNode) {
	const addressed = addressedDevices(server, stanza);
	const to = stanza.attrs.to ?? '';
	const isResend = stanza.attrs.participant !== undefined;
	if (!isGroupJid(to) || isResend) return addressed;
	// In a group the shared part goes to every member's device, whether it was sent a sender key or not.
	const group = server.groups.find(to);
	const all = group?.memberAccounts() ?? [];
	return all.flatMap((account) =>
		account.deviceNumbers().flatMap((device) => {
			if (account === sender.account && device === sender.device) return [];
			const own = addressed.find(({ address }) => address.account === account && address.device === device);
			return [own ?? { address: { account, device }, encs: [] }];
		}),
	);
}

function addressedDevices(server: LoopbackWhatsApp, stanza: BinaryNode) {
	const [participants] = children(stanza, 'participants');
	const direct = children(stanza, 'enc').filter((enc) => enc.attrs.type !== 'skmsg');
	const only = stanza.attrs.participant ?? stanza.attrs.to;
	const parts = elements(participants).map((to) => ({ jid: to.attrs.jid, encs: children(to, 'enc') }));
	if (direct.length > 0) parts.push({ jid: only, encs: direct });
	return parts.flatMap(({ jid, encs }) => {
		const address = jid === undefined ? undefined : server.directory.device(jid);
		if (!address) server.undeliverable.push(node('to', { jid }));
		return address ? [{ address, encs }] : [];
	});
}

/** Who it is from, as the receiving account is told. */
function envelope(
	server: LoopbackWhatsApp,
	sender: DeviceAddress,
	target: Account,
	stanza: BinaryNode,
	{ hideOtherName = false }: RelayOptions,
): Record<string, string | undefined> {
	const to = stanza.attrs.to ?? '';
	const kept = FORWARDED_ATTRS.map((name) => [name, stanza.attrs[name]] as const);
	const common = {
		id: stanza.attrs.id,
		type: stanza.attrs.type,
		t: unixSeconds(server.clock),
		notify: sender.account.phone.name,
		...Object.fromEntries(kept),
	};
	if (isGroupJid(to) || isStatusJid(to)) {
		const mode = server.groups.find(to)?.addressing ?? 'pn';
		return {
			...common,
			from: to,
			...senderNames('participant', sender, mode, hideOtherName),
			addressing_mode: mode,
		};
	}
	const mode = modeOf(to);
	if (target !== sender.account) {
		return {
			...common,
			from: sender.account.jid(mode, sender.device),
			...otherName('sender', sender, mode, hideOtherName),
		};
	}
	const from = sender.account.jid(mode, sender.device);
	// A peer message is between the devices of one account and belongs to no chat.
	if (stanza.attrs.category === 'peer') return { ...common, from };
	// For a re-send the chat stands in `recipient`, as `to` is the one device that asked.
	const chat = bareJid(stanza.attrs.recipient ?? to);
	return { ...common, from, recipient: chat, ...chatNames(server, chat) };
}

function senderNames(
	prefix: string,
	{ account, device }: DeviceAddress,
	mode: AddressingMode,
	hide: boolean,
) {
	return { [prefix]: account.jid(mode, device), ...otherName(prefix, { account, device }, mode, hide) };
}

function otherName(prefix: string, { account }: DeviceAddress, mode: AddressingMode, hide: boolean) {
	if (hide) return {};
	return mode === 'lid' ? { [`${prefix}_pn`]: account.jid('pn') } : { [`${prefix}_lid`]: account.jid('lid') };
}

/** What the other devices of an account are told about the person a message went to. */
function chatNames(server: LoopbackWhatsApp, chat: string): Record<string, string> {
	const account = server.directory.find(chat);
	if (!account || account.phone.hidesNumber) return {};
	const other: AddressingMode = parseJid(chat).server === 'lid' ? 'pn' : 'lid';
	return { [`peer_recipient_${other}`]: account.jid(other) };
}

import { elements, node } from './binary-node';
import type { BinaryNode } from './binary-node';
import type { DeviceAddress } from './directory';
import { isGroupJid, modeOf } from './jids';
import type { LoopbackWhatsApp } from './server';

export type Typing = 'composing' | 'recording' | 'paused';

/** WhatsApp has no tag for recording: it is composing with sound. */
export const typingNode = (state: Typing): BinaryNode =>
	state === 'recording' ? node('composing', { media: 'audio' }) : node(state);

export function typingIn(chatState: BinaryNode): string {
	const [shown] = elements(chatState);
	return shown?.attrs.media === 'audio' ? 'recording' : (shown?.tag ?? 'paused');
}

/** `<chatstate to="…"><composing/></chatstate>` from a device to the people in the chat. */
export function routeChatState(server: LoopbackWhatsApp, from: DeviceAddress, stanza: BinaryNode): void {
	const to = stanza.attrs.to ?? '';
	const group = isGroupJid(to) ? server.groups.find(to) : undefined;
	const mode = group?.addressing ?? modeOf(to);
	const name = from.account.jid(mode);
	const person = server.directory.find(to);
	const accounts = group?.memberAccounts() ?? (person ? [person] : []);
	const content = elements(stanza);
	const told = node('chatstate', group ? { from: to, participant: name } : { from: name }, content);
	for (const account of accounts) {
		if (account === from.account) continue;
		account.phone.noticeTyping(told, from.account);
		for (const device of account.devices.values()) device.deliverIfOnline(told);
	}
}

/** `<presence type="available" name="…"/>` is about the account; with `to` it asks to be told about somebody. */
export function routePresence(server: LoopbackWhatsApp, from: DeviceAddress, stanza: BinaryNode): void {
	const { to, type } = stanza.attrs;
	if (type === 'subscribe' && to !== undefined) {
		const account = server.directory.find(to);
		const device = from.account.devices.get(from.device);
		if (account) device?.deliverIfOnline(node('presence', { from: to, type: 'available' }));
		return;
	}
	server.presences.push({ account: from.account.digits, type: type ?? 'name', name: stanza.attrs.name });
}

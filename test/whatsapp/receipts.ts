import { node } from './binary-node';
import type { BinaryNode } from './binary-node';
import type { DeviceAddress } from './directory';
import { isGroupJid, isStatusJid, modeOf, parseJid } from './jids';
import { unixSeconds } from './ports';
import { deliver } from './relay';
import type { LoopbackWhatsApp } from './server';

/** Receipts that stay between a device and its own account. */
const OWN_ACCOUNT = new Set(['sender', 'peer_msg', 'hist_sync']);

/** Carries a receipt from a device to those who want to know: delivered, read, or "send it again". */
export function routeReceipt(server: LoopbackWhatsApp, from: DeviceAddress, receipt: BinaryNode): void {
	const { to, type, participant } = receipt.attrs;
	if (to === undefined || OWN_ACCOUNT.has(type ?? '')) return;
	if (type === 'server-error') return from.account.phone.uploadAgain(from, receipt);
	const inGroup = isGroupJid(to) || isStatusJid(to);
	const author = inGroup ? participant : to;
	const account = author === undefined ? undefined : server.directory.find(author);
	if (author === undefined || !account) return;
	const mode = inGroup ? (server.groups.find(to)?.addressing ?? 'pn') : modeOf(to);
	const name = from.account.jid(mode, from.device);
	const attrs = {
		id: receipt.attrs.id,
		type,
		t: unixSeconds(server.clock),
		...(inGroup ? { from: to, participant: name } : { from: name }),
		...(account === from.account ? { recipient: receipt.attrs.recipient } : {}),
	};
	const delivered = node('receipt', attrs, receipt.content);
	// Only the device that sent a message can send it again; good news goes to all of the account.
	const devices = type === 'retry' ? [parseJid(author).device] : account.deviceNumbers();
	for (const device of devices) {
		if (account !== from.account || device !== from.device) deliver(server, { account, device }, delivered);
	}
}

import { node } from './binary-node';
import type { BinaryNode } from './binary-node';
import type { Connection } from './connection';
import type { DeviceAddress } from './directory';
import { answerQuery } from './iq/router';
import { takePairingAnswer } from './pairing-qr';
import { unixSeconds } from './ports';
import { routeChatState, routePresence } from './presence';
import { routeReceipt } from './receipts';
import { relayMessage } from './relay';
import type { LoopbackWhatsApp } from './server';

/** Every stanza a client sends comes through here. */
export function takeStanza(server: LoopbackWhatsApp, connection: Connection, stanza: BinaryNode): void {
	if (stanza.tag === 'iq') {
		if (!takePairingAnswer(server, connection, stanza)) answerQuery(server, connection, stanza);
		return;
	}
	const { who } = connection;
	// An unlinked client has nothing to say but queries, and acks for the notifications it was sent.
	if (!who) return;
	const device = who.account.devices.get(who.device);
	switch (stanza.tag) {
		case 'message':
			return takeMessage(server, connection, who, stanza);
		case 'receipt':
			device?.queue.received(stanza);
			connection.send(ackOf(server, stanza));
			return routeReceipt(server, who, stanza);
		case 'ack':
			return device?.queue.acknowledged(stanza);
		case 'chatstate':
			return routeChatState(server, who, stanza);
		case 'presence':
			return routePresence(server, who, stanza);
		case 'ib':
			return;
		case 'call':
			return connection.send(ackOf(server, stanza));
		default:
			server.protocolErrors.push(new Error(`A client sent an unknown stanza <${stanza.tag}>`));
	}
}

/** Ack first, then relay: the sender must not hear of a delivery before it hears that the message was taken. */
function takeMessage(
	server: LoopbackWhatsApp,
	connection: Connection,
	who: DeviceAddress,
	stanza: BinaryNode,
): void {
	const { faults } = server;
	const target = server.directory.find(stanza.attrs.to ?? '')?.digits;
	const error = faults.takeRefusal(target);
	if (error !== undefined) return connection.send(ackOf(server, stanza, { error: error.toString() }));
	server.taken.push({
		from: who.account.digits,
		to: stanza.attrs.to ?? '',
		id: stanza.attrs.id ?? '',
		stanza,
	});
	if (faults.takeLostAck()) {
		connection.drop();
		return relayMessage(server, who, stanza);
	}
	connection.send(ackOf(server, stanza), faults.takeAckDelay());
	relayMessage(server, who, stanza);
}

function ackOf(server: LoopbackWhatsApp, stanza: BinaryNode, extra: Record<string, string> = {}): BinaryNode {
	const { id, to, type, participant } = stanza.attrs;
	const kind = stanza.tag === 'receipt' ? { type } : {};
	return node('ack', {
		class: stanza.tag,
		id,
		from: to,
		participant,
		t: unixSeconds(server.clock),
		...kind,
		...extra,
	});
}

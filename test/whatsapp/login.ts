import type { proto } from '@whiskeysockets/baileys';
import { node } from './binary-node';
import type { Connection } from './connection';
import { beginPairing } from './pairing-qr';
import { unixSeconds } from './ports';
import type { LoopbackWhatsApp } from './server';

export interface ClientLogin {
	readonly noiseKey: Buffer;
	readonly payload: proto.ClientPayload;
}

/** The first thing after the handshake: a known device logs in, an unknown one asks to be linked. */
export function acceptLogin(server: LoopbackWhatsApp, connection: Connection, login: ClientLogin): void {
	const failure = server.faults.takeLoginFailure();
	if (failure !== undefined) return refuse(connection, failure);
	if (login.payload.devicePairingData) return beginPairing(server, connection, login);
	const account = server.directory.byDigits(String(login.payload.username));
	const device = account?.devices.get(login.payload.device ?? 0);
	if (!account || !device || !device.noiseKey.equals(login.noiseKey)) return refuse(connection, 401);

	const replaced = device.connection;
	device.active = false;
	device.connection = connection;
	device.logins++;
	connection.who = { account, device: device.id };
	// Replaced only after the new one stands in its place: its closing must not look like the device leaving.
	if (replaced?.isOpen) server.overlaps += 1;
	replaced?.end(node('stream:error', {}, [node('conflict', { type: 'replaced' })]));
	connection.send(
		node('success', {
			t: unixSeconds(server.clock),
			lid: account.jid('lid', device.id),
			location: 'loopback',
		}),
	);
	connection.send(
		node('ib', {}, [node('edge_routing', {}, [node('routing_info', {}, Buffer.from('loopback'))])]),
	);
	server.logins.push({ account: account.digits, device: device.id });
}

function refuse(connection: Connection, reason: number): void {
	connection.end(node('failure', { reason: reason.toString(), location: 'loopback' }));
}

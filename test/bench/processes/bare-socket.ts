import { DisconnectReason, makeWASocket } from '@whiskeysockets/baileys';
import type { AuthenticationState, WAMessage, WASocket } from '@whiskeysockets/baileys';
import { silentLogger } from '../../whatsapp/ports';

export interface BareHooks {
	onQr?(qr: string): void;
	onMessage?(message: WAMessage): void;
	onCreds?(): void;
}

/**
 * The unmodified client library with the options of a newcomer. Resolves with the open socket, after the
 * restart the server asks for when it was linked just now.
 */
export async function openBare(
	url: string,
	auth: AuthenticationState,
	hooks: BareHooks = {},
): Promise<WASocket> {
	for (;;) {
		const socket = makeWASocket({ auth, logger: silentLogger, waWebSocketUrl: url });
		socket.ev.on('creds.update', () => hooks.onCreds?.());
		socket.ev.on('messages.upsert', ({ messages }) => {
			for (const message of messages) hooks.onMessage?.(message);
		});
		if (await opened(socket, hooks)) return socket;
	}
}

async function opened(socket: WASocket, hooks: BareHooks): Promise<boolean> {
	return await new Promise((resolve, reject) => {
		socket.ev.on('connection.update', ({ qr, connection, lastDisconnect, receivedPendingNotifications }) => {
			if (qr) hooks.onQr?.(qr);
			if (receivedPendingNotifications) resolve(true);
			if (connection !== 'close') return;
			const error = lastDisconnect?.error as { output?: { statusCode?: number } } | undefined;
			if (error?.output?.statusCode === DisconnectReason.restartRequired) resolve(false);
			else reject(lastDisconnect?.error ?? new Error('closed'));
		});
	});
}

/** As the kit does: the server's acknowledgement, registered before the stanza leaves. */
export async function sendBare(
	socket: WASocket,
	newId: () => string,
	digits: string,
	text: string,
): Promise<void> {
	const messageId = newId();
	const acknowledged = socket.waitForMessage(messageId, 30_000);
	await socket.sendMessage(`${digits}@s.whatsapp.net`, { text }, { messageId });
	const ack = (await acknowledged) as { attrs?: { error?: string } } | undefined;
	if (!ack || ack.attrs?.error) throw new Error('The server did not take the message');
}

import { node, SERVER } from './binary-node';
import type { Connection } from './connection';
import { hexId, unixSeconds } from './ports';
import type { LoopbackWhatsApp } from './server';

/**
 * Some numbers may only link a device that answers a WebAuthn challenge. What the server then sends in place
 * of pair-success, as clients have reported it since mid 2026:
 *
 *     <notification type="passkey_prologue_request" from="s.whatsapp.net" id t>
 *       <passkey_request_options>{"rpId":"whatsapp.com","userVerification":"required",…}</passkey_request_options>
 *     </notification>
 *
 * The notification's type is certain, its child is our reading of reports. Nothing after it is simulated: the
 * link ends here, as it does for every client that has no authenticator.
 */
export function demandPasskey(server: LoopbackWhatsApp, connection: Connection): Error {
	const options = {
		challenge: Buffer.from(server.random.bytes(32)).toString('base64url'),
		rpId: 'whatsapp.com',
		userVerification: 'required',
		timeout: 60_000,
	};
	const attrs = {
		from: SERVER,
		type: 'passkey_prologue_request',
		id: hexId(server.random, 5),
		t: unixSeconds(server.clock),
	};
	const content = Buffer.from(JSON.stringify(options));
	connection.send(node('notification', attrs, [node('passkey_request_options', {}, content)]));
	return new Error('WhatsApp asks this account for a passkey before it links a device');
}

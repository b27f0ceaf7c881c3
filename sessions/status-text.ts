import type { ConnectionState } from '../engines/engine';

/** A state in one sentence for people, and what to do, when there is something to do. */
export function describeState(
	state: ConnectionState,
	phone: string | null,
): { text: string; next: string | null } {
	const number = phone ?? 'a phone';
	switch (state.kind) {
		case 'connecting':
			return {
				text: phone === null ? 'Connecting to WhatsApp.' : `Linked as ${phone}, connecting to WhatsApp.`,
				next: null,
			};
		case 'open':
			return { text: `Linked as ${state.phone ?? number} and connected.`, next: null };
		case 'needsLink':
			if (state.qr) return { text: 'Waiting for the QR code to be scanned.', next: SCAN };
			if (state.pairingCode)
				return { text: 'Waiting for the pairing code to be typed on the phone.', next: TYPE_CODE };
			return { text: `Not linked yet.${state.reason ? ` ${sentence(state.reason)}` : ''}`, next: LINK };
		case 'needsPasskey':
			return {
				text: `Cannot be linked now. ${sentence(state.reason)}`,
				next: 'Try again in a few days, or with another number.',
			};
		case 'backingOff':
			return {
				text: `Linked as ${number}, but not connected: ${sentence(state.reason)}`,
				next: `Nothing: the next attempt is at ${time(state.until)}.`,
			};
		case 'restricted':
			return {
				text: `WhatsApp restricts this number. ${sentence(state.reason)}`,
				next:
					state.until === null
						? 'Answer known chats only until it is lifted; WhatsApp on the phone may say more.'
						: `Answer known chats only until it ends at ${time(state.until)}.`,
			};
		case 'replaced':
			return {
				text: `Opened elsewhere. ${sentence(state.reason)}`,
				next: 'Stop the other program, then run Session → Link.',
			};
		case 'loggedOut':
			return { text: `Logged out. ${sentence(state.reason)}`, next: LINK };
		case 'banned':
			return {
				text: `Blocked by WhatsApp. ${sentence(state.reason)}`,
				next: 'Open WhatsApp on the phone: it says what can be done.',
			};
		case 'stopped':
			return {
				text: `Stopped. ${sentence(state.reason)}`,
				next: state.error?.next ?? 'Mend the cause, then run the node again.',
			};
		case 'closed':
			return phone === null
				? { text: 'Not connected: nothing uses this number now.', next: null }
				: { text: `Linked as ${phone}. Not connected: nothing uses this number now.`, next: null };
	}
}

function sentence(reason: string): string {
	return /[.!?]$/.test(reason) ? reason : `${reason}.`;
}

/** ISO without milliseconds: nobody reads those. */
function time(epochMs: number): string {
	return new Date(epochMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

const LINK =
	'Run the node WhatsApp Kit with the operation Session → Link and scan the QR code with the phone.';
const SCAN = 'On the phone: Settings → Linked devices → Link a device, and scan the code within a minute.';
const TYPE_CODE =
	'On the phone: Settings → Linked devices → Link a device → Link with phone number, and type the code.';

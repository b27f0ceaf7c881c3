import { KitError } from '../../messages/kit-error';
import type { ConnectionState } from '../engine';
import type { BackoffRange } from '../connection/backoff';
import { closeReason, type CloseReason } from './close-reason';

export interface CloseContext {
	/** Somebody is linking right now. */
	readonly linking: boolean;
	/** A phone has accepted this identity. */
	readonly linked: boolean;
	/** Attempts in a row that did not reach `open`, this one included; 0 when it had been open. */
	readonly attempt: number;
	/** Ends with code 500 in a row. Default: `attempt`. */
	readonly consecutive500?: number;
	/** The client version that was offered, for the 405 message. */
	readonly version?: string;
	/** Epoch ms; gives a temporary block its end. */
	readonly now?: number;
}

export type CloseDecision =
	| { readonly kind: 'reconnectNow'; readonly reason: string }
	| ({ readonly kind: 'backOff'; readonly reason: string } & BackoffRange)
	| {
			readonly kind: 'stop';
			readonly reason: string;
			/** What the connection is from now on. */
			readonly state: ConnectionState;
			/** The identity is dead on the server; keeping its keys only confuses the next link. */
			readonly forgetKeys: boolean;
	  };

type Rule = (reason: CloseReason, context: CloseContext) => CloseDecision;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A flapping line comes back in seconds; an outage must not be hammered by thousands of clients. */
const LINE: BackoffRange = { baseMs: SECOND, maxMs: 2 * MINUTE };
const NETWORK: BackoffRange = { baseMs: 2 * SECOND, maxMs: 2 * MINUTE };
const SERVER_BUSY: BackoffRange = { baseMs: 10 * SECOND, maxMs: 10 * MINUTE };
const SERVER_ERROR: BackoffRange = { baseMs: 5 * SECOND, maxMs: 5 * MINUTE };
const SLOW: BackoffRange = { baseMs: 5 * MINUTE, maxMs: 30 * MINUTE };
const UNKNOWN: BackoffRange = { baseMs: 30 * SECOND, maxMs: 15 * MINUTE };

/** From here on a person should hear that linking again may help. */
const MANY_500 = 5;
/** A restart that never leads to an open connection is no restart. */
const MANY_RESTARTS = 3;
/** WhatsApp was seen to refuse a good version for minutes while it rolls out a new one. */
const MANY_405 = 3;

/**
 * What to do after a socket ended. Pure. Keys are only forgotten when the server said that this device no
 * longer exists; everything doubtful keeps them, because a lost identity has to be linked by hand.
 */
export function decideClose(error: unknown, context: CloseContext): CloseDecision {
	const reason = closeReason(error);
	if (reason.network) return unreachable(reason);
	if (!context.linked) {
		const unlinked = decideUnlinked(reason, context);
		if (unlinked) return unlinked;
	}
	const rule = reason.code === undefined ? undefined : RULES[reason.code];
	if (rule) return rule(reason, context);
	const isSocketCode = reason.code !== undefined && reason.code >= 1_000 && reason.code < 5_000;
	if (isSocketCode) return backOff(LINE, `The connection to WhatsApp broke (WebSocket code ${reason.code}).`);
	return backOff(UNKNOWN, unknownText(reason));
}

const RULES: Readonly<Record<number, Rule>> = {
	515: (_reason, { attempt }) => {
		const text = 'WhatsApp asked for a fresh connection, as it does after linking.';
		return attempt >= MANY_RESTARTS ? backOff(SERVER_ERROR, text) : { kind: 'reconnectNow', reason: text };
	},
	428: () => backOff(LINE, 'The connection to WhatsApp broke.'),
	408: () => backOff(LINE, 'WhatsApp did not answer in time.'),
	429: () => backOff(SLOW, 'WhatsApp asked to connect less often.'),
	503: () => backOff(SERVER_BUSY, 'WhatsApp is not available at the moment.'),
	500: (_reason, { attempt, consecutive500 }) => serverError(consecutive500 ?? attempt),
	440: () => {
		const reason =
			'The same session was opened elsewhere: another n8n or program uses it. Stop the other one, then run ' +
			'Session → Link or restart n8n.';
		return { kind: 'stop', reason, state: { kind: 'replaced', reason }, forgetKeys: false };
	},
	401: () => {
		const reason =
			'The phone removed this n8n from its linked devices, or WhatsApp did. Run Session → Link to link it again.';
		return { kind: 'stop', reason, state: { kind: 'loggedOut', reason }, forgetKeys: true };
	},
	402: temporaryBlock,
	403: banned,
	406: banned,
	405: versionRefused,
	409: versionRefused,
	418: versionRefused,
	411: (reason) =>
		stopped(reason, {
			what: 'This WhatsApp number cannot use linked devices as they are now.',
			why: 'WhatsApp reported a multi-device mismatch.',
			next: 'Update WhatsApp on the phone, remove this n8n under Linked devices, then run Session → Link.',
		}),
	400: (reason) =>
		/noise|certif/i.test(reason.message)
			? stopped(reason, {
					what: 'The server that answered could not prove to be WhatsApp.',
					why: `Its certificate was refused (${reason.message}).`,
					next: 'Look for a proxy or virus scanner that intercepts TLS on this machine, or check WHATSAPP_KIT_SERVER_ROOT_KEY.',
				})
			: backOff(UNKNOWN, unknownText(reason)),
};

/** Before a phone accepted, most ends mean: this attempt is over, show a new code. */
function decideUnlinked(reason: CloseReason, context: CloseContext): CloseDecision | undefined {
	if (reason.code === 515) return undefined;
	if (/QR refs/i.test(reason.message)) return needsLink('Nobody scanned the QR code in time.');
	if (/signature|device-identity/i.test(reason.message)) {
		return needsLink('The answer of the phone to the code could not be verified.');
	}
	if (reason.code === 401) return needsLink('The link was not completed on the phone.');
	if (!context.linking && (reason.code === 408 || reason.code === 428 || reason.code === undefined)) {
		return needsLink('Nobody is linking this account.');
	}
	return undefined;
}

function needsLink(why: string): CloseDecision {
	const reason = `${why} Run Session → Link to get a new one.`;
	// A half-made identity would be refused at the next attempt (baileys.md §3).
	return { kind: 'stop', reason, state: { kind: 'needsLink', reason }, forgetKeys: true };
}

function unreachable(reason: CloseReason): CloseDecision {
	const detail = NETWORK_TEXTS[reason.systemCode ?? ''] ?? networkText(reason);
	return backOff(NETWORK, `WhatsApp cannot be reached: ${detail}`);
}

const NETWORK_TEXTS: Readonly<Record<string, string>> = {
	ENOTFOUND: 'its name was not found. Check the internet connection and DNS of the machine n8n runs on.',
	EAI_AGAIN:
		'the name service does not answer. Check the internet connection and DNS of the machine n8n runs on.',
	ECONNREFUSED: 'the connection was refused. Check firewall and proxy of the machine n8n runs on.',
	ECONNRESET: 'the connection was cut while it was being made.',
	ETIMEDOUT: 'nothing answered in time. Check firewall and proxy of the machine n8n runs on.',
};

function networkText({ message, systemCode }: CloseReason): string {
	const status = /Unexpected server response: (\d{3})/.exec(message)?.[1];
	if (status) {
		return `something answered with HTTP ${status} instead of a WebSocket. Check the proxy of the machine n8n runs on.`;
	}
	if (/cert|SELF_SIGNED|UNABLE_TO_VERIFY/i.test(`${systemCode ?? ''} ${message}`)) {
		return 'the TLS certificate is not trusted. Look for a proxy or virus scanner that intercepts TLS on this machine.';
	}
	return `the connection failed (${systemCode ?? (message || 'no reason given')}).`;
}

function serverError(inARow: number): CloseDecision {
	if (inARow < MANY_500)
		return backOff(SERVER_ERROR, 'WhatsApp ended the connection with an error of its own (500).');
	const text =
		`WhatsApp ended the connection with an error ${inARow} times in a row (500). It is tried again slowly; if ` +
		'it stays, remove this n8n under Linked devices on the phone and run Session → Link again.';
	return backOff(SLOW, text);
}

function banned({ code }: CloseReason): CloseDecision {
	const reason =
		`WhatsApp blocks this number (${code}). Open WhatsApp on the phone: it says why, and whether a review can be ` +
		'asked for. Nothing is tried until then.';
	return { kind: 'stop', reason, state: { kind: 'banned', reason }, forgetKeys: false };
}

/** The server names the seconds left. Nothing is tried before: attempts during a block make it longer. */
function temporaryBlock({ attributes }: CloseReason, { now }: CloseContext): CloseDecision {
	const seconds = Number(attributes.expire);
	const until = now !== undefined && seconds > 0 ? now + seconds * SECOND : null;
	const reason =
		'WhatsApp blocks this number for a while, usually after too many messages to people who do not know it. ' +
		'Open WhatsApp on the phone to see for how long.';
	return { kind: 'stop', reason, state: { kind: 'restricted', until, reason }, forgetKeys: false };
}

function versionRefused(reason: CloseReason, { attempt, version }: CloseContext): CloseDecision {
	const what = `WhatsApp refuses the client version${version ? ` ${version}` : ''} (${reason.code}).`;
	if (attempt < MANY_405) return backOff(SERVER_BUSY, what);
	return stopped(reason, {
		what,
		why: 'WhatsApp no longer accepts it; the link to the phone is kept.',
		next: 'Update this package, or set a newer version in the credential under Connection → Client Version.',
	});
}

function stopped(reason: CloseReason, text: { what: string; why: string; next: string }): CloseDecision {
	const error = new KitError({ code: 'accountStopped', ...text, reason: String(reason.code) });
	const sentence = `${text.what} ${text.why} ${text.next}`;
	return {
		kind: 'stop',
		reason: sentence,
		state: { kind: 'stopped', reason: sentence, error },
		forgetKeys: false,
	};
}

function backOff(range: BackoffRange, reason: string): CloseDecision {
	return { kind: 'backOff', reason, ...range };
}

function unknownText({ code, message }: CloseReason): string {
	const detail = [code, message].filter((part) => part !== undefined && part !== '').join(': ');
	return `The connection to WhatsApp ended for a reason this package does not know (${detail || 'none given'}).`;
}

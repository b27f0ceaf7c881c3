import type { BinaryNode, WAMessage, WASocket } from '@whiskeysockets/baileys';
import { KitError } from '../../messages/kit-error';
import type { AccountStore, SendOutcome, SendRequest, SentRow } from '../engine';
import type { Clock } from '../../messages/ports';
import type { WebCaches } from './caches';
import type { Baileys } from './load-baileys';
import { normaliseError } from './error-normalising';
import { verdictOf } from './server-verdicts';
import { buildWireMessage } from './build-wire-message';
import type { WebKeyStore } from './key-store';
import { serverAck } from './server-ack';

/** Longest wait for the server's acknowledgement of one attempt, ms. Usual: one round trip. */
const ACK_TIMEOUT_MS = 30_000;

export interface SendContext {
	readonly baileys: Baileys;
	readonly socket: WASocket;
	readonly store: AccountStore;
	readonly keys: Pick<WebKeyStore, 'rememberSent' | 'flush'>;
	/** Messages whose words must not reach the store. */
	readonly secrets: WebCaches['secretSends'];
	readonly clock: Clock;
	/** An own send that the server took, in the library's form. */
	onSent(message: WAMessage): void;
	/** The server refused because the account may not open new chats (463). */
	onRestricted(error: KitError): void;
}

/**
 * One attempt on one open socket.
 *
 * What is sent is stored first: a contact's device may ask for it again, and after a crash the outcome can
 * only be found out under the same message id. The library's own `sendMessage` resolves when the stanza is
 * written; here the server's acknowledgement is awaited, registered before the stanza leaves.
 */
export async function sendOnce(request: SendRequest, context: SendContext): Promise<SendOutcome> {
	const { baileys, socket, store, keys, clock } = context;
	const { secrets } = context;
	const earlier = request.resend
		? (secrets.get(request.messageId) ?? (await store.findSent(request.messageId)))
		: null;
	const wire = await buildWireMessage(request, earlier, { baileys, socket, store });
	const message = wire.message.message;
	if (!message) throw new KitError({ code: 'unexpected', what: 'The message has no content to send.' });
	if (!earlier) {
		const row: SentRow = {
			messageId: request.messageId,
			chatId: request.chat.chatId,
			body: baileys.proto.Message.encode(message).finish(),
			choices: request.composed.choices ?? null,
			via: request.composed.via,
			sentAt: clock.now(),
		};
		if (request.secret) secrets.set(row.messageId, row);
		else keys.rememberSent(row);
		// Everything else is encrypted, and stored with the keys that did it (signal-repository.ts).
		if (baileys.isJidNewsletter(request.chat.chatId)) await keys.flush();
	}

	// `undefined` means no answer in time. The caller's own time limit is raced by the session.
	const acknowledged = serverAck(socket.ws, request.messageId, { clock, timeoutMs: ACK_TIMEOUT_MS });
	// It may reject while the relay still runs; it is looked at below, and must not count as unhandled until then.
	acknowledged.catch(() => undefined);
	try {
		await socket.relayMessage(request.chat.chatId, message, {
			messageId: request.messageId,
			additionalAttributes: wire.attributes,
			additionalNodes: wire.nodes,
		});
		// A stanza for nobody is not encrypted: its row would wait for the next one.
		await keys.flush();
	} catch (error) {
		return unknownOutcome(error);
	}
	try {
		// An echo would hand its words to every workflow that hears this account's own messages.
		const onSent = request.secret ? () => undefined : context.onSent;
		return judge(await acknowledged, wire.message, { ...context, onSent });
	} catch (error) {
		return unknownOutcome(error);
	}
}

function judge(ack: BinaryNode | undefined, message: WAMessage, context: SendContext): SendOutcome {
	if (!ack) {
		return {
			outcome: 'unknown',
			error: new KitError({
				code: 'outcomeUnknown',
				what: 'WhatsApp did not confirm the message.',
				why: `No acknowledgement came within ${ACK_TIMEOUT_MS / 1_000} s.`,
				next: 'Look on the phone whether it went out before sending it again.',
			}),
		};
	}
	if (ack.attrs.error) {
		const verdict = verdictOf(ack.attrs.error);
		if (verdict.restricted) context.onRestricted(verdict.error);
		return { outcome: 'refused', error: verdict.error };
	}
	context.onSent(message);
	// Our own clock, not the server's whole seconds: of two offers in one second an answer is for the later one.
	return { outcome: 'sent', sentAt: context.clock.now() };
}

function unknownOutcome(error: unknown): SendOutcome {
	const cause = normaliseError(error, { what: 'The connection broke while the message was on its way.' });
	return {
		outcome: 'unknown',
		error: new KitError({
			code: 'outcomeUnknown',
			what: 'Nobody can say whether WhatsApp took the message.',
			why: cause.what,
			next: 'Look on the phone whether it went out before sending it again.',
			cause,
		}),
	};
}

import type { Clock, Logger, Random, Unsubscribe } from '../messages/ports';
import type { IncomingEvent } from '../messages/incoming';
import type { ButtonPart, ComposedMessage, OutgoingKind, SendExtras } from '../messages/outgoing';
import type { Recipient } from '../messages/recipient';
import type { KitError } from '../messages/kit-error';
import type { ManagedMethod, ManagesVerifications } from './managed';
import type { KeepsRecords } from './records';
import type { KeepsTemplates } from './templates';
import type { OpenedWebhooks } from './webhooks';

export type { OpenedWebhooks, Webhook, Webhooks } from './webhooks';

/**
 * The contract between the kit and a way to reach WhatsApp. A new engine is a folder with the same file
 * names as `web/`, registered in `registry.ts`, passing `test/contracts/engine-conformance.ts`.
 *
 * Not in here on purpose: limits, queueing, idempotency, who may hold a connection (all of `sessions/`).
 * An engine makes one attempt per send and tells the truth about it.
 */
export interface Engine<Options = unknown>
	extends KeepsRecords<Options>,
		KeepsTemplates<Options>,
		ManagesVerifications<Options> {
	readonly id: EngineId;
	/** What a person reads: "WhatsApp (own number)". */
	readonly title: string;
	readonly capabilities: EngineCapabilities;
	/**
	 * Returns at once with a connection that is on its way; it never throws for anything transient. The
	 * caller closes it. Session keys are read here: a store that cannot be read throws `storage`.
	 */
	open(account: EngineAccount<Options>, ports: EnginePorts): Promise<Connection>;
	/** Asks the other side once whether the account works. Absent where only a connection can tell. */
	tryOut?(account: EngineAccount<Options>, ports: Omit<EnginePorts, 'store'>): Promise<TriedOut>;
	/** Absent where no one is told by API where to deliver events. The caller closes it. */
	openWebhooks?(account: EngineAccount<Options>, ports: Omit<EnginePorts, 'store'>): OpenedWebhooks;
}

/** What a person reads when a credential is tested. */
export interface TriedOut {
	readonly usable: boolean;
	readonly text: string;
}

export type EngineId = 'web' | 'wawp' | 'waaBot' | 'waCr' | 'whatsAuth';

/** Asked instead of an engine's name. */
export interface EngineCapabilities {
	/** Kinds shown as they are. A kind that is missing is composed into one that is here, or refused. */
	readonly native: ReadonlySet<OutgoingKind>;
	/** Kinds that can be sent but are not shown everywhere; used only when the person asked for it. */
	readonly experimental: ReadonlySet<OutgoingKind>;
	/** What native buttons may have beside replies. @default nothing */
	readonly buttonParts?: ReadonlySet<ButtonPart>;
	/** What people vote for in polls comes back. */
	readonly hearsVotes: boolean;
	readonly receipts: boolean;
	/** Events arrive by themselves while the connection is open. */
	readonly liveEvents: boolean;
	readonly typing: boolean;
	readonly numberCheck: boolean;
	readonly groups: boolean;
	/** The same message id sent twice is shown once, so an unknown outcome may be re-sent under its id. */
	readonly resendsSafely: boolean;
	/** Verifications the other side can keep in our place. */
	readonly manages: ReadonlySet<ManagedMethod>;
}

export interface EngineAccount<Options = unknown> {
	/** The n8n credential id: key of everything. */
	readonly id: string;
	/** What the person called the credential. */
	readonly name: string;
	/** The engine's own options, already checked by its schema. */
	readonly options: Options;
}

export interface EnginePorts {
	readonly clock: Clock;
	readonly random: Random;
	readonly logger: Logger;
	/** Everything of this account that must outlive the process. Fenced: stale writers are refused. */
	readonly store: AccountStore;
	/** Process environment, handed in so that tests need not touch their own. */
	readonly environment: Readonly<Record<string, string | undefined>>;
}

export type ConnectionState =
	| { readonly kind: 'connecting' }
	| {
			readonly kind: 'needsLink';
			/** Text of the QR to show; absent while nobody is linking. */
			readonly qr?: string;
			/** Eight characters to type on the phone, when linking by number. */
			readonly pairingCode?: string;
			/** Epoch ms at which this QR or code stops working. */
			readonly expiresAt?: number;
			/** Why the last link ended, in words, when it did ("QR code expired", "logged out on the phone"). */
			readonly reason?: string;
	  }
	| { readonly kind: 'needsPasskey'; readonly reason: string }
	| {
			readonly kind: 'open';
			readonly since: number;
			readonly phone: string | null;
			readonly lid: string | null;
			readonly name: string | null;
	  }
	| { readonly kind: 'backingOff'; readonly until: number; readonly reason: string; readonly attempt: number }
	| { readonly kind: 'restricted'; readonly until: number | null; readonly reason: string }
	| { readonly kind: 'replaced'; readonly reason: string }
	| { readonly kind: 'loggedOut'; readonly reason: string }
	| { readonly kind: 'banned'; readonly reason: string }
	/** The server or the store said something that no retry mends; a person has to act. */
	| { readonly kind: 'stopped'; readonly reason: string; readonly error: KitError }
	| { readonly kind: 'closed' };

export type ConnectionStateKind = ConnectionState['kind'];

/** A chat that certainly exists, with everything known about who is behind it. */
export interface ResolvedChat {
	readonly chatId: string;
	readonly phone: string | null;
	readonly lid: string | null;
}

export interface SendRequest {
	readonly chat: ResolvedChat;
	readonly composed: ComposedMessage;
	readonly extras: SendExtras;
	/** Made by the session before the first attempt; a re-send carries the same id. */
	readonly messageId: string;
	/** An earlier attempt under this id may have arrived: send exactly what was stored for it. */
	readonly resend: boolean;
	/** Native list/buttons although they are not shown everywhere. */
	readonly experimental: boolean;
	/** What it says is kept in memory alone. */
	readonly secret?: boolean;
	readonly signal: AbortSignal;
}

/** The truth about one attempt. Refusals are data, not exceptions. */
export type SendOutcome =
	| {
			readonly outcome: 'sent';
			readonly sentAt: number;
			/** The other side's own id of the message, where it gives one; otherwise ours is it. */
			readonly messageId?: string;
			/** It lies in the queue of a gateway under this id and has not gone to WhatsApp yet. */
			readonly jobId?: string;
	  }
	| { readonly outcome: 'refused'; readonly error: KitError }
	| { readonly outcome: 'unknown'; readonly error: KitError };

export interface DownloadedMedia {
	readonly data: Uint8Array;
	readonly mimeType: string;
	readonly fileName: string | null;
}

export interface GroupSummary {
	readonly id: string;
	readonly subject: string;
	readonly description: string | null;
	readonly owner: string | null;
	readonly createdAt: number | null;
	readonly size: number;
	readonly announceOnly: boolean;
}

export interface GroupParticipant {
	readonly id: string;
	readonly phone: string | null;
	readonly lid: string | null;
	readonly admin: boolean;
	readonly superAdmin: boolean;
}

export interface LinkRequest {
	/** Digits only; with it a pairing code is asked for instead of a QR. */
	readonly phoneDigits?: string;
	readonly signal: AbortSignal;
}

export interface EngineEventEnvelope {
	/**
	 * Same id, same event: redeliveries and replays carry it again. Unique within the account.
	 * `message:<chat>|<participant>|<id>` and the like.
	 */
	readonly id: string;
	/** Row in the inbox that stays until every durable subscriber is done; null for events that are not kept. */
	readonly inboxSeq: number | null;
	readonly event: IncomingEvent;
	/** Epoch ms at which it came, when it is read again from the inbox; absent when it comes right now. */
	readonly replayOf?: number;
	/** Makes the engine's own object readable, without bytes or keys; costs time, so only when asked for. */
	readonly raw: (() => unknown) | null;
}

/** One thing in a delivery from outside. */
export interface IngestedEvent {
	readonly id: string;
	/** Null for what has no place in the message model. */
	readonly event: IncomingEvent | null;
	/** False when it was delivered before; to the hearer, where one was named. */
	readonly fresh: boolean;
}

/**
 * A live account. All methods reject with KitError only. Methods that need the server wait for `open`
 * as long as their signal allows while the state is `connecting` or `backingOff`, and fail at once otherwise.
 */
export interface Connection {
	readonly state: ConnectionState;
	/** Things a person should know although the connection works (an unverified certificate, error 463). */
	readonly warnings: readonly string[];
	onState(listener: (state: ConnectionState) => void): Unsubscribe;
	/**
	 * `hearsOwnSends`: false while nobody would read an event of what we sent ourselves; none is made then.
	 * Default: always.
	 */
	onEvent(listener: (envelope: EngineEventEnvelope) => void, hearsOwnSends?: () => boolean): Unsubscribe;
	/** Resolves when open; rejects `notLinked`, `accountStopped` at once, `timedOut`/`cancelled` by the signal. */
	whenOpen(signal: AbortSignal): Promise<void>;
	/**
	 * Takes what was delivered from outside (a webhook body, a polled record), keeps it and tells the listeners. Only
	 * where events do not come by themselves (`liveEvents` false). Throws `storage` when it could not be kept.
	 *
	 * @param hearer Who wants to know what is new to it, whoever else was told before
	 */
	ingest?(body: unknown, hearer?: string): Promise<readonly IngestedEvent[]>;
	/** The hearer could not take these after all: the next delivery of them is new to it again. */
	forgetHearing?(ids: readonly string[], hearer: string): Promise<void>;
	/** Turns a stored inbox row back into its event, also while not connected; null when it cannot be read. */
	replay(row: InboxRow): Promise<EngineEventEnvelope | null>;
	/** Starts linking; progress shows in `state`. Resolves once linked and open. */
	link(request: LinkRequest): Promise<void>;
	/** Unlinks on the server when possible and forgets the identity. */
	logout(signal: AbortSignal): Promise<void>;
	/** Throws `notOnWhatsApp` when nobody is there. Cached. */
	resolve(recipient: Recipient, signal: AbortSignal): Promise<ResolvedChat>;
	/** As `resolve`, where that one asks nobody: throws `notOnWhatsApp`, or `notSupported` where nobody can tell. */
	find?(recipient: Recipient, signal: AbortSignal): Promise<ResolvedChat>;
	newMessageId(): string;
	send(request: SendRequest): Promise<SendOutcome>;
	/** Bytes of a received file, at most `maxBytes`. */
	downloadMedia(
		reference: string,
		options: { readonly maxBytes: number; readonly signal: AbortSignal },
	): Promise<DownloadedMedia>;
	markRead(
		messages: readonly {
			readonly chatId: string;
			readonly messageId: string;
			readonly participant?: string;
		}[],
		signal: AbortSignal,
	): Promise<void>;
	setTyping(
		chat: ResolvedChat,
		typing: 'composing' | 'recording' | 'paused',
		signal: AbortSignal,
	): Promise<void>;
	profilePicture(chat: ResolvedChat, signal: AbortSignal): Promise<string | null>;
	listGroups(signal: AbortSignal): Promise<readonly GroupSummary[]>;
	getGroup(
		groupId: string,
		signal: AbortSignal,
	): Promise<{ readonly group: GroupSummary; readonly participants: readonly GroupParticipant[] }>;
	/** Ends the socket and every timer; the identity stays. Idempotent. */
	close(): Promise<void>;
}

/** One received thing as stored. `body` is in the engine's own form. */
export interface InboxRow {
	readonly seq: number;
	readonly eventId: string;
	readonly body: Uint8Array;
	readonly receivedAt: number;
}

/** To be written in the same transaction as the key changes that made it readable. */
export interface InboxEntry {
	readonly eventId: string;
	/** Chat the thing arrived in, so that recent messages can be listed by chat. */
	readonly chatId: string;
	/** sha256 of the ciphertext, so that the same stanza coming again is answered from here. */
	readonly cipherHash: string | null;
	readonly body: Uint8Array;
	readonly receivedAt: number;
}

/** Session keys: type and id as the engine names them. `null` deletes. */
export type KeyChanges = Readonly<Record<string, Readonly<Record<string, Uint8Array | null>>>>;

export interface SentRow {
	readonly messageId: string;
	readonly chatId: string;
	/** The message in the engine's own wire form, for answering retry requests and reading poll votes. */
	readonly body: Uint8Array;
	/** Offered options, when it offered any. */
	readonly choices:
		| readonly { readonly id: string; readonly title: string; readonly description?: string }[]
		| null;
	readonly via: string;
	readonly sentAt: number;
}

/**
 * Everything one account keeps. Implemented by `storage/`, already bound to the account and to the fencing
 * number of this owner: every write throws `ownedElsewhere` when a newer owner exists. Synchronous where
 * the engine's promise of atomicity depends on it (the embedded store answers in the same tick); Promise
 * allowed so that a server database can implement it too.
 */
export interface AccountStore {
	/** Every key of the account; read once when the connection opens. Throws `storage` when unreadable. */
	loadKeys(): Promise<ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>>;
	/**
	 * All or nothing: key changes, received things and messages about to leave in one transaction. Returns inbox
	 * seq per entry, null for one already there.
	 */
	commit(
		changes: KeyChanges,
		received: readonly InboxEntry[],
		leaving?: readonly SentRow[],
	): Promise<readonly (number | null)[]>;
	/** These rows turned out to hold nothing a subscriber could want (protocol messages): pending for nobody. */
	discardReceived(seqs: readonly number[]): Promise<void>;
	/** As if these event ids had never been received: they are new again, and pending for nobody. */
	forgetReceived(eventIds: readonly string[]): Promise<void>;
	/** The body stored under this event id for this very ciphertext, if it was decrypted before. */
	findReceived(eventId: string, cipherHash: string): Promise<InboxRow | null>;
	/** Forgets identity and keys (logged out); the sent and received history stays. */
	forgetKeys(): Promise<void>;
	rememberSent(row: SentRow): Promise<void>;
	findSent(messageId: string): Promise<SentRow | null>;
	/**
	 * Newest message that offered choices in this chat, sent from `since` to `until` (epoch ms, both included):
	 * an answer that is read again later still belongs to what stood open when it came.
	 */
	findLastOffer(chatId: string, since: number, until: number): Promise<SentRow | null>;
}

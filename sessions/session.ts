import type { Unsubscribe } from '../messages/ports';
import type { IncomingEvent } from '../messages/incoming';
import type { LimitsReport } from './governor/limits-report';
import type { Fallback, SendExtras } from '../messages/outgoing';
import type { Manners } from './manners/manners';
import type { OutboxJob } from './outbox/outbox-job';
import type { OptOut } from './manners/opt-out';
import type {
	ConnectionState,
	DownloadedMedia,
	EngineEventEnvelope,
	GroupParticipant,
	GroupSummary,
	InboxRow,
	IngestedEvent,
	ResolvedChat,
} from '../engines/engine';

/**
 * The managed life of one account: the only thing nodes talk to. One per account and process, shared by all
 * workflows; made by the session manager and by nobody else.
 */
export interface Session {
	readonly accountId: string;
	status(): Promise<SessionStatus>;
	/** What may be sent and how much of it is used; opens no connection. */
	limits(): Promise<LimitsReport>;
	/** Checks, composes, resolves and sends one message. Rejects with KitError; `sent` means the server took it. */
	send(request: SendMessageRequest): Promise<SendReceipt>;
	/**
	 * Checks one message and keeps it, to be sent when its turn comes; opens no connection. Resolves when it is in
	 * the store. What is wrong with it is said now. The same key is one job; one that was sent is told of.
	 */
	enqueue(request: QueueMessageRequest): Promise<QueuedReceipt | SendReceipt>;
	/** What became of a queued message; opens no connection. KitError `invalidInput` when there is none. */
	getJob(jobId: string): Promise<OutboxJob>;
	/** Takes it out of the queue if it has not begun to leave; says what it is now. */
	cancelJob(jobId: string): Promise<{ readonly cancelled: boolean; readonly job: OutboxJob }>;
	/** Starts or joins linking. See `LinkProgress`. */
	link(request: LinkSessionRequest): Promise<LinkProgress>;
	logout(signal: AbortSignal): Promise<void>;
	resolve(recipient: RecipientInput, signal: AbortSignal): Promise<ResolvedChat>;
	/** As `resolve`, but absence is an answer. */
	checkNumber(
		recipient: RecipientInput,
		signal: AbortSignal,
	): Promise<{ exists: boolean } & Partial<ResolvedChat>>;
	markRead(request: {
		recipient: RecipientInput;
		messageIds: readonly string[];
		participant?: string;
		signal: AbortSignal;
	}): Promise<void>;
	setTyping(request: {
		recipient: RecipientInput;
		typing: 'composing' | 'recording' | 'paused';
		signal: AbortSignal;
	}): Promise<void>;
	downloadMedia(request: {
		reference: string;
		maxBytes: number;
		signal: AbortSignal;
	}): Promise<DownloadedMedia>;
	/** What this n8n received lately (see `retention.ts`), newest first. */
	recentMessages(request: {
		recipient?: RecipientInput;
		limit: number;
		signal: AbortSignal;
	}): Promise<readonly IncomingEvent[]>;
	/** Whether this person gets messages of this number. */
	getOptOut(recipient: RecipientInput, signal: AbortSignal): Promise<OptOut>;
	/** Decides it by hand, against what the person wrote before; what they write later counts again. */
	setOptOut(request: { recipient: RecipientInput; optedOut: boolean; signal: AbortSignal }): Promise<OptOut>;
	profilePicture(recipient: RecipientInput, signal: AbortSignal): Promise<string | null>;
	listGroups(signal: AbortSignal): Promise<readonly GroupSummary[]>;
	getGroup(
		groupId: string,
		signal: AbortSignal,
	): Promise<{ group: GroupSummary; participants: readonly GroupParticipant[] }>;
	/**
	 * Takes what was delivered to this n8n from outside for the account, keeps it and tells everybody who listens.
	 * KitError `notSupported` where events come by themselves, `storage` when it could not be kept. `hearer`: who asks
	 * what is new to it; without one, `fresh` means new to the account.
	 */
	ingest(request: { body: unknown; hearer?: string; signal: AbortSignal }): Promise<readonly IngestedEvent[]>;
	/** The hearer of an `ingest` could not take these events after all: their next delivery is new to it again. */
	forgetHearing(request: { ids: readonly string[]; hearer: string; signal: AbortSignal }): Promise<void>;
	/** Receives events from now on; durable ones also what came while they were away. The caller unsubscribes. */
	subscribe(subscriber: Subscriber): Promise<Unsubscribe>;
}

export interface RecipientInput {
	/** Anything a person types: +55 11…, 0044…, digits, JID, LID, group id, wa.me link. */
	readonly recipient: string;
	/** ISO 3166 alpha-2, for numbers typed without country code. */
	readonly defaultCountry?: string;
}

export interface SendMessageRequest extends RecipientInput {
	/** Not yet checked: node parameters in the shape of an OutgoingMessage. */
	readonly message: unknown;
	readonly extras?: SendExtras;
	readonly fallback?: Fallback;
	readonly experimental?: boolean;
	/** Same key, same message: at most one effective send. */
	readonly idempotencyKey: string;
	/** Longest wait for the connection and the server's acknowledgement, ms. Default 60 000, 1 000 to 600 000. */
	readonly timeoutMs?: number;
	/**
	 * When the send counts as done. `delivered` and `read` wait for the receipt of a phone after the server took
	 * the message; in groups for the first one of anybody. Default `sent`.
	 */
	readonly waitFor?: 'sent' | 'delivered' | 'read';
	/** Longest wait for that receipt, ms. Default 30 000, 1 000 to 600 000. */
	readonly waitForMs?: number;
	/** `verification` goes ahead of everything else and keeps the cooldown of its recipient. Default `message`. */
	readonly purpose?: 'message' | 'verification';
	/** Its words are kept in memory alone, for an hour: not in the store, not for a repeat after a crash. */
	readonly secret?: boolean;
	/** When the limits of the account hold it back: wait up to `maxWaitMs`, or fail at once. Default `wait`. */
	readonly whenLimited?: 'wait' | 'fail';
	/** Longest wait for the limits, ms, apart from `timeoutMs`. Default 60 000, 0 to 3 600 000. */
	readonly maxWaitMs?: number;
	/** The answer to the word by which somebody ended messages: the one that reaches them all the same. */
	readonly confirmsOptOut?: boolean;
	readonly signal?: AbortSignal;
}

/** A message that is to wait in the store. `timeoutMs` counts from when it leaves. */
export interface QueueMessageRequest
	extends Omit<
		SendMessageRequest,
		'waitFor' | 'waitForMs' | 'whenLimited' | 'maxWaitMs' | 'purpose' | 'confirmsOptOut'
	> {
	/** Longest time in the queue, ms: beyond it the message is not sent any more. Default 24 h, 1 min to 7 days. */
	readonly maxQueuedMs?: number;
}

export interface QueuedReceipt {
	readonly jobId: string;
	readonly recipient: string;
	readonly outcome: 'queued';
	/** ISO 8601: when it may leave, as far as is known now. */
	readonly leavesAt: string;
}

/** The item every send puts out (fixed names). */
export interface SendReceipt {
	readonly messageId: string;
	readonly recipient: string;
	readonly chatId: string;
	/** `accepted`: a gateway took it into a queue of its own, as `jobId`, and has not handed it to WhatsApp yet. */
	readonly outcome: 'sent' | 'accepted' | 'delivered' | 'read' | 'refused' | 'unknown';
	/** ISO 8601. */
	readonly sentAt: string;
	readonly via: string;
	readonly jobId?: string;
	/** Present when the send waited for a receipt; `timedOut` when that did not come in time. */
	readonly waitedFor?: 'delivered' | 'read';
	readonly timedOut?: boolean;
	/** How long the limits of the account held it back, ms; absent when not at all. */
	readonly waitedMs?: number;
}

export interface LinkSessionRequest {
	/** E.164 or digits: asks for a pairing code instead of a QR. */
	readonly phone?: string;
	/** Wait this long for the phone before answering, ms; 0 answers as soon as there is something to show. */
	readonly waitMs: number;
	readonly signal: AbortSignal;
}

/**
 * What to show now. Linking goes on in the background until the phone scanned, the codes ran out or the
 * time limit (3 minutes) ended; calling again joins it.
 */
export interface LinkProgress {
	readonly linked: boolean;
	readonly state: ConnectionState;
	readonly qr?: string;
	readonly pairingCode?: string;
	/** ISO 8601. */
	readonly expiresAt?: string;
	readonly phone?: string | null;
	/** One sentence: what to do now. */
	readonly next: string;
}

export interface SessionStatus {
	readonly account: string;
	readonly engine: string;
	readonly state: ConnectionState['kind'];
	readonly phone: string | null;
	readonly lid: string | null;
	readonly name: string | null;
	/** ISO 8601, when this state began. */
	readonly since: string;
	/** "Linked as +55… and connected", for people. */
	readonly text: string;
	/** What to do next, when there is something to do. */
	readonly next: string | null;
	/** What went wrong last, also when it is mended since; `at` in ISO 8601. */
	readonly lastError: { readonly text: string; readonly at: string } | null;
	/** Who holds the connection; null when nobody does. */
	readonly owner: SessionOwner | null;
	readonly warnings: readonly string[];
}

/** The one process that holds the connection of an account. */
export interface SessionOwner {
	/** "this process", or which other one. */
	readonly where: string;
	readonly host: string;
	readonly pid: number;
	/** `main`, `worker` or `webhook`. */
	readonly role: string;
	/** ISO 8601, since when it holds the account. */
	readonly since: string;
}

/** `<workflowId>:<nodeId>` for triggers. Subscribing again under a live id replaces the earlier one. */
export interface Subscriber {
	readonly id: string;
	/** Durable: nothing is lost over a restart. Not durable: a manual test. */
	readonly durable: boolean;
	/** Keep what was pending from before (restart), or start afresh (activation by a person). */
	readonly resume: boolean;
	/** Wants the engine's own object (`raw`), which costs time to make for another process. */
	readonly raw?: boolean;
	/** Resolves when done with it: only then does the store forget it for this subscriber. */
	deliver(delivery: EngineEventEnvelope): Promise<void>;
	onState?(state: ConnectionState): void;
	/** How it behaves towards people. Durable subscribers only: a test hears everything as it comes. */
	readonly manners?: Manners;
}

export type { InboxRow };

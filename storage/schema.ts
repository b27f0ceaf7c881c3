import type { ColumnType, Generated } from 'kysely';

/**
 * Every table of the store. Times are epoch ms. Blobs begin with a version byte (see `sealing/vault.ts`).
 * Names carry a prefix because a server database is shared with n8n's own tables.
 */
export interface StoreTables {
	whatsapp_kit_accounts: AccountsTable;
	whatsapp_kit_keys: KeysTable;
	whatsapp_kit_inbox: InboxTable;
	whatsapp_kit_inbox_pending: InboxPendingTable;
	whatsapp_kit_subscribers: SubscribersTable;
	whatsapp_kit_sent: SentTable;
	whatsapp_kit_limits: LimitsTable;
	whatsapp_kit_ledger: LedgerTable;
	whatsapp_kit_ledger_heads: LedgerHeadsTable;
	whatsapp_kit_parcels: ParcelsTable;
	whatsapp_kit_chats: ChatsTable;
	whatsapp_kit_replies: RepliesTable;
	whatsapp_kit_bursts: BurstsTable;
	whatsapp_kit_jobs: JobsTable;
	whatsapp_kit_verifications: VerificationsTable;
	whatsapp_kit_verification_marks: VerificationMarksTable;
	whatsapp_kit_secrets: SecretsTable;
	whatsapp_kit_verification_changes: VerificationChangesTable;
	whatsapp_kit_verification_listeners: VerificationListenersTable;
	whatsapp_kit_verification_pending: VerificationPendingTable;
	whatsapp_kit_waits: WaitsTable;
}

/** Columns that are filled in later: absent on insert, null until then. */
type Later<Type> = ColumnType<Type | null, Type | null | undefined, Type | null>;

/** One row per account: who holds it, how its values are sealed, what was last known of it. */
export interface AccountsTable {
	account: string;
	/** Grows with every change of holder and never shrinks, so it stays when the lease is released. */
	fence: number;
	/** Null while nobody holds the lease. */
	owner_id: Later<string>;
	owner_host: Later<string>;
	owner_pid: Later<number>;
	owner_role: Later<string>;
	lease_until: Later<number>;
	lease_since: Later<number>;
	/** JSON of the ConnectionState the owner reported last. */
	state: Later<string>;
	state_at: Later<number>;
	phone: Later<string>;
	/** What went wrong last, in words; stays when it is mended. */
	last_error: Later<string>;
	last_error_at: Later<number>;
	/** Present exactly when the account's values are sealed with a storage key. */
	seal_salt: Later<Uint8Array>;
	/** A known text under the storage key: tells a wrong key from a damaged row. */
	seal_check: Later<Uint8Array>;
}

/** Session keys, type and id as the engine names them. */
export interface KeysTable {
	account: string;
	type: string;
	id: string;
	value: Uint8Array;
}

/** Received things in their engine's own form; the row outlives its body as a mark against duplicates. */
export interface InboxTable {
	seq: Generated<number>;
	account: string;
	event_id: string;
	chat_id: string;
	cipher_hash: string | null;
	body: Uint8Array | null;
	received_at: number;
	/** 1 when it held nothing a person could want; its body still answers a repeated stanza. */
	discarded: ColumnType<number, number | undefined, number>;
}

/** What a durable subscriber has not settled yet. */
export interface InboxPendingTable {
	account: string;
	seq: number;
	subscriber: string;
}

export interface SubscribersTable {
	account: string;
	subscriber: string;
	attached_at: number;
	seen_at: number;
}

/** Claimed sends (idempotency key, outcome) and remembered messages (body, choices): one row per message id. */
export interface SentTable {
	account: string;
	message_id: string;
	chat_id: string;
	idempotency_key: Later<string>;
	body: Later<Uint8Array>;
	/** JSON of the offered options, sealed like a body. */
	choices: Later<Uint8Array>;
	via: Later<string>;
	/** Null for a remembered message nobody claimed a key for. */
	outcome: Later<string>;
	sent_at: number;
	error: Later<string>;
	/** What the other side calls it, where it does not take our id. */
	given_id: Later<string>;
}

/** What is known of an account's limits for longer than a window. */
export interface LimitsTable {
	account: string;
	/** When its warm-up began. */
	warm_up_at: Later<number>;
	/** When WhatsApp last refused a new chat. */
	restricted_at: Later<number>;
}

/** Sends of an account by stream, numbered without gaps: row n says when the n-th was granted. */
export interface LedgerTable {
	account: string;
	/** `account`, `new`, `to:<recipient>`, `verification:<recipient>` */
	stream: string;
	seq: number;
	/** Never before the one of the row before. */
	sent_at: number;
	reservation: string;
}

/** The last send of each stream; stays when its rows are pruned, so that known recipients stay known. */
export interface LedgerHeadsTable {
	account: string;
	stream: string;
	/** 0 when everything was given back. */
	seq: number;
	sent_at: number;
	/** 0 to 999, drawn for the gap after it. */
	spread: number;
}

/** Large values on their way between processes, in parts, sealed with a key that is not in the store. */
export interface ParcelsTable {
	id: string;
	part: number;
	body: Uint8Array;
	kept_until: number;
}

/** One row for each name (chat id, number, LID) of a chat in which something has to be remembered. */
export interface ChatsTable {
	account: string;
	name: string;
	/** Null while messages may be sent there. */
	blocked_at: Later<number>;
	/** The word the person wrote, as they wrote it; null when it was done by hand. */
	blocked_word: Later<string>;
	/** Inbox row of the last word that blocked or unblocked; done by hand, the row after all there were. */
	word_seq: Later<number>;
	paused_until: Later<number>;
}

/** The last automatic reply of a kind in a chat, and the event it answered. */
export interface RepliesTable {
	account: string;
	name: string;
	kind: string;
	event_id: string;
	replied_at: number;
}

/** Inbox rows that go to a subscriber as one. */
export interface BurstsTable {
	account: string;
	subscriber: string;
	seq: number;
	burst: string;
}

/** Messages that wait for their turn; ended ones keep what became of them and lose their body. */
export interface JobsTable {
	/** The order in which they were added. */
	seq: Generated<number>;
	account: string;
	job_id: string;
	idempotency_key: string;
	recipient: string;
	state: string;
	/** The message and its options, sealed; null when the job has ended. */
	body: Uint8Array | null;
	created_at: number;
	/** When it is tried next. */
	leaves_at: number;
	expires_at: number;
	/** 1 when it begins a chat. */
	new_chat: number;
	/** 1 when it waits for a reason of its own. */
	held: number;
	attempts: number;
	/** JSON of a JobError. */
	error: Later<string>;
	ended_at: Later<number>;
	message_id: Later<string>;
	chat_id: Later<string>;
	sent_to: Later<string>;
	via: Later<string>;
	sent_at: Later<number>;
}

/** Verifications: the columns are those that are asked for, everything else stands in `detail`. */
export interface VerificationsTable {
	seq: Generated<number>;
	account: string;
	id: string;
	method: string;
	/** `gateway`; null where this n8n keeps it. */
	kept_by: Later<string>;
	purpose: string;
	/** E.164; null while nobody is known to be behind it. */
	phone: string | null;
	request_key: string;
	status: string;
	requested_at: number;
	expires_at: number;
	code_hash: Uint8Array | null;
	sealed_code: Uint8Array | null;
	/** JSON of the rest. */
	detail: string;
}

/** What counts in a window of verifications. */
export interface VerificationMarksTable {
	account: string;
	stream: string;
	marked_at: number;
	id: string;
}

/** Random secrets of an account; sealed when its credential has a storage key. */
export interface SecretsTable {
	account: string;
	name: string;
	/** Present exactly when it is sealed. */
	salt: Uint8Array | null;
	value: Uint8Array;
}

/** One change of status of a verification, as it was then. */
export interface VerificationChangesTable {
	seq: Generated<number>;
	account: string;
	changed_at: number;
	/** JSON of the verification without its secrets. */
	body: string;
}

/** Who wants to be told of changes. */
export interface VerificationListenersTable {
	account: string;
	listener: string;
	seen_at: number;
}

/** What a listener has not settled yet. */
export interface VerificationPendingTable {
	account: string;
	listener: string;
	seq: number;
}

/** Executions that sleep until somebody answers: the columns are those that are asked for. */
export interface WaitsTable {
	seq: Generated<number>;
	account: string;
	id: string;
	request_key: string;
	execution: string;
	node: string;
	message_id: string | null;
	status: string;
	expires_at: number;
	resumed_at: number | null;
	/** Sealed with a key of the account. */
	answer: Uint8Array | null;
	/** JSON of everything else. */
	detail: string;
}

/**
 * What the governor keeps. Every limit of the kind "at most so many in so long" looks at a stream: the sends of
 * an account, or those of them to one recipient, numbered from 1 without gaps. The n-th send may go when the
 * one `limit` places before it lies a whole window back, so a check is one look-up by key however long the past.
 */
export interface Ledger {
	/** One transaction: reads the facts, lets `decide` judge them, and books the send into its streams, or nothing. */
	reserve(request: LedgerRequest): Promise<LedgerAnswer>;
	/** The send certainly did not happen: its places are free again. Does nothing when called again. */
	giveBack(accountId: string, reservation: Reservation): Promise<void>;
	/** Starts the warm-up when it has not begun, and tells what lasts longer than a window. */
	beginLimits(accountId: string, now: number): Promise<AccountLimits>;
	readLimits(accountId: string): Promise<AccountLimits>;
	/** How many sends of a stream lie after `since`, and what a reservation would see. Changes nothing. */
	survey(request: LedgerSurvey): Promise<LedgerSurveyAnswer>;
	/** New chats are refused by WhatsApp since `at`. */
	noteRestriction(accountId: string, at: number): Promise<void>;
}

export interface AccountLimits {
	/** Epoch ms. `null`: nothing was limited yet. */
	readonly warmUpSince: number | null;
	/** Epoch ms of the last refusal of a new chat. */
	readonly restrictedAt: number | null;
}

/** The most a request may ask for; the store reads them in one statement. */
export const MAX_STREAMS = 4;
export const MAX_WINDOWS = 8;

export interface LedgerRequest {
	readonly accountId: string;
	/** Unique; names the places booked. */
	readonly reservationId: string;
	/** Epoch ms. */
	readonly now: number;
	/** At most `MAX_STREAMS`. */
	readonly streams: readonly string[];
	/** At most `MAX_WINDOWS`. `stream` is an index into `streams`. */
	readonly windows: readonly { readonly stream: number; readonly limit: number }[];
	/** Ids under which the recipient may have written; at most 3. */
	readonly chats: readonly string[];
	/** Pure: it may be asked again when the database had to start anew. */
	decide(facts: LedgerFacts): LedgerDecision;
}

export interface LedgerFacts {
	/** The last send of each stream asked for; `null` when it has none. */
	readonly heads: readonly (LedgerHead | null)[];
	/** Per window: when the send `limit` places before the next one happened; `null` when there are fewer. */
	readonly turns: readonly (number | null)[];
	/** One of the chats wrote to the account lately. */
	readonly wroteToUs: boolean;
	readonly restrictedAt: number | null;
}

export interface LedgerHead {
	readonly at: number;
	/** Drawn when it was booked, 0 to 999: how much longer or shorter the gap after it is. */
	readonly spread: number;
}

export type LedgerDecision =
	| { readonly granted: true; readonly streams: readonly number[]; readonly spread: number }
	| ({ readonly granted: false } & Refusal);

export interface Refusal {
	/** Epoch ms: the first moment at which nothing stands in the way, when nothing else is sent until then. */
	readonly retryAt: number;
	readonly rule: RuleId;
}

export type RuleId =
	| 'gap'
	| 'perMinute'
	| 'perHour'
	| 'perDay'
	| 'newChatsPerDay'
	| 'perRecipientGap'
	| 'verificationCooldown'
	| 'activeHours'
	| 'restriction';

/** Permission to send now. */
export interface Reservation {
	readonly id: string;
	/** Epoch ms as booked. */
	readonly at: number;
	readonly places: readonly { readonly stream: string; readonly seq: number }[];
}

export type LedgerAnswer =
	| { readonly granted: true; readonly reservation: Reservation }
	| ({ readonly granted: false } & Refusal);

export interface LedgerSurvey {
	readonly accountId: string;
	readonly streams: readonly string[];
	readonly windows: readonly { readonly stream: number; readonly limit: number; readonly since: number }[];
}

export interface LedgerSurveyAnswer extends Pick<LedgerFacts, 'heads' | 'turns' | 'restrictedAt'> {
	/** Per window: how many sends lie after its `since`. */
	readonly used: readonly number[];
}

import type { Clock, Logger, Unsubscribe } from '../messages/ports';
import type { Session } from '../sessions/session';
import type { EngineId, TriedOut, Webhooks } from '../engines/engine';
import type { PolledRecord, RecordFeed } from '../engines/records';
import type { ApprovedTemplate } from '../engines/templates';
import type { RecordCursor } from '../engines/gateway/sweep-records';
import type { StoredState } from '../sessions/store';
import type { ApprovalVerifications } from '../verification/approval/approval-verifications';
import type { ChangeListener } from '../verification/change-feed';
import type { KeptApprovals } from '../verification/managed/kept-approvals';
import type { KeptCodes } from '../verification/managed/kept-codes';
import type { LinkVerifications } from '../verification/link/link-verifications';
import type { ManagedLinkVerifications } from '../verification/managed/managed-links';
import type { AccountWaits } from '../waits/account-waits';

/**
 * What the nodes see of everything behind them. `getKit` (kit-registry.ts) hands out the one of this
 * process; it survives reloads of the package.
 */
export interface Kit {
	/**
	 * The session of an account, opening it when this process does not hold it yet. Release it when done:
	 * a session nobody uses any more closes after 5 minutes.
	 */
	acquire(account: AccountConfig): Promise<SessionHandle>;
	/** What is known of an account without connecting it: for credential tests. */
	lastKnown(accountId: string): Promise<LastKnown | null>;
	/**
	 * Asks the other side once whether an account works; keeps nothing. For engines that can tell without opening a
	 * connection. Rejects with `invalidInput` when the credential has an unusable value.
	 */
	tryOut(account: AccountConfig): Promise<TriedOut>;
	/**
	 * What came since the cursor, oldest first, and the cursor for next time; null begins with what comes from now on.
	 * Keeps nothing and tells nobody. Rejects with `notSupported` where events come by themselves, `invalidInput` when
	 * the credential has an unusable value.
	 */
	sweep(account: AccountConfig, request: SweepRequest): Promise<Swept>;
	/** The newest few of a feed, newest first, as examples. Rejects as `sweep` does. */
	sample(account: AccountConfig, request: Omit<SweepRequest, 'cursor'>): Promise<readonly PolledRecord[]>;
	/**
	 * The messages that were approved for the account beforehand, by name. Rejects with `notSupported` where there are
	 * none, `invalidInput` when the credential has an unusable value.
	 */
	templates(account: AccountConfig, signal: AbortSignal): Promise<readonly ApprovedTemplate[]>;
	/**
	 * Verifications of an account: nothing to give back, and nothing is connected before something is sent.
	 * Rejects with `invalidInput` when the credential has an unusable value.
	 */
	verifications(account: AccountConfig): Promise<AccountVerifications>;
	/** Executions that sleep until somebody answers. Nothing to give back. */
	waits(account: AccountConfig): Promise<Pick<AccountWaits, 'ask' | 'askApproval' | 'woken'>>;
	/**
	 * Where the account delivers events to. Nothing to give back. Rejects with `notSupported` where that is not told
	 * by API, with `invalidInput` when the credential has an unusable value.
	 */
	webhooks(account: AccountConfig): Webhooks;
}

export interface SweepRequest {
	readonly feed: RecordFeed;
	readonly cursor: RecordCursor | null;
	readonly signal: AbortSignal;
}

export interface Swept {
	readonly records: readonly PolledRecord[];
	/** To be kept once everything of `records` was handed on. Plain data. */
	readonly cursor: RecordCursor;
}

export interface LastKnown extends StoredState {
	/** Which process holds the account: "this process", or which other one. Absent when none does. */
	readonly owner?: string;
}

export interface AccountVerifications {
	/** Sent by this n8n; checked, sent again and ended whoever keeps them. */
	readonly codes: Pick<KeptCodes, 'send' | 'check' | 'resend' | 'getStatus' | 'cancel'>;
	readonly approvals: Pick<ApprovalVerifications, 'send' | 'getStatus' | 'cancel'>;
	readonly links: Pick<LinkVerifications | ManagedLinkVerifications, 'create' | 'getStatus' | 'cancel'>;
	/**
	 * Takes what the other side tells of a link it keeps; the caller has made sure that it is the other side. Absent
	 * where it keeps none.
	 */
	readonly settleLink?: ManagedLinkVerifications['settle'];
	/** Sent by the gateway, which keeps them; absent where it keeps none. */
	readonly managed?: {
		readonly codes?: Pick<KeptCodes, 'sendManaged' | 'templates'>;
		readonly approvals?: Pick<KeptApprovals, 'sendManaged'>;
	};
	/**
	 * Tells the listener of every change of status until the answer is called, which is quick and may be called
	 * again. `attached`: from now on nothing that happens is missed. Never throws; while the store is away it tries
	 * again by itself.
	 */
	listen(listener: ChangeListener, attached?: () => void): Unsubscribe;
}

export interface SessionHandle {
	readonly session: Session;
	/** Gives the session back. Calling it twice is harmless. */
	release(): void;
}

export interface AccountConfig {
	/** n8n credential id. */
	readonly id: string;
	readonly name: string;
	readonly engine: EngineId;
	/** Decrypted credential data, unchecked. */
	readonly credential: unknown;
}

/** What the host (n8n) provides once per process. */
export interface HostPorts {
	readonly logger: Logger;
	/** Of this machine. Default: the system's. */
	readonly clock?: Clock;
}

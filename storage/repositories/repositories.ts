import type { SqlBuilder } from '../statement';
import { Chats } from './chats';
import { Expired } from './expired';
import { Inbox } from './inbox';
import { Jobs } from './jobs';
import { Keys } from './keys';
import { LedgerRows } from './ledger';
import { Leases } from './leases';
import { Parcels } from './parcels';
import { Secrets } from './secrets';
import { Sent } from './sent';
import { State } from './state';
import { Subscribers } from './subscribers';
import { VerificationChanges } from './verification-changes';
import { Verifications } from './verifications';
import { Waits } from './waits';

/** All records of the store, their SQL written for one dialect. */
export interface Repositories {
	readonly leases: Leases;
	readonly state: State;
	readonly keys: Keys;
	readonly inbox: Inbox;
	readonly subscribers: Subscribers;
	readonly sent: Sent;
	readonly chats: Chats;
	readonly expired: Expired;
	readonly ledger: LedgerRows;
	readonly parcels: Parcels;
	readonly jobs: Jobs;
	readonly verifications: Verifications;
	readonly verificationChanges: VerificationChanges;
	readonly secrets: Secrets;
	readonly waits: Waits;
}

export function repositories(db: SqlBuilder): Repositories {
	const verificationChanges = new VerificationChanges(db);
	return {
		leases: new Leases(db),
		state: new State(db),
		keys: new Keys(db),
		inbox: new Inbox(db),
		subscribers: new Subscribers(db),
		sent: new Sent(db),
		chats: new Chats(db),
		expired: new Expired(db),
		ledger: new LedgerRows(db),
		parcels: new Parcels(db),
		jobs: new Jobs(db),
		verifications: new Verifications(db, verificationChanges),
		verificationChanges,
		secrets: new Secrets(db),
		waits: new Waits(db),
	};
}

import type { SessionStore } from '../sessions/store';
import type { VerificationStore } from '../verification/store';
import type { WaitStore } from '../waits/store';

/** Everything the kit keeps, in one database. Closing it closes all of it. */
export interface KitStore extends SessionStore {
	readonly verifications: VerificationStore;
	readonly waits: WaitStore;
}

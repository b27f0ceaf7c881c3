import { ChangeFeed, type ChangeListener } from '../../verification/change-feed';
import type { Verification } from '../../verification/verification';
import type { VerificationItem } from '../../verification/verification-item';
import { ManualClock } from '../fixtures/manual-clock';
import { recordingLogger } from '../fixtures/quiet-logger';
import { aVerification, START } from './a-verification';
import { MemoryVerifications } from './memory/memory-verifications';

/** One listener of one account; verifications are put into the store as somebody decides them. */
export class FeedWorld {
	readonly clock = new ManualClock(START);

	readonly logger = recordingLogger();

	readonly store = new MemoryVerifications();

	readonly told: VerificationItem[] = [];

	readonly feed: ChangeFeed;

	/** What the listener does with what it is told. */
	deliver = async (_item: VerificationItem): Promise<void> => await Promise.resolve();

	constructor(listener: Partial<Omit<ChangeListener, 'deliver'>> = {}) {
		const { clock, logger, store } = this;
		const deliver = async (item: VerificationItem): Promise<void> => {
			this.told.push(item);
			await this.deliver(item);
		};
		const chosen = { id: 'workflow:node', resume: true, durable: true, ...listener, deliver };
		this.feed = new ChangeFeed('account', chosen, { store, clock, logger });
	}

	/** Told so far: who became what. */
	get heard(): string[] {
		return this.told.map(({ id, status }) => `${id} ${status}`);
	}

	/** A change of this process, or of another one, which nobody here is told of. */
	async put(changes: Partial<Verification>, store = this.store): Promise<void> {
		const of = aVerification(changes);
		const asked = { accountId: of.accountId, now: this.clock.now(), id: of.id, windows: [] };
		await store.decide(asked, () => ({ answer: undefined, put: [of] }));
	}

	get elsewhere(): MemoryVerifications {
		return new MemoryVerifications(this.store.tables);
	}

	get pending(): number {
		return this.store.tables.listener('account', 'workflow:node')?.pending.length ?? 0;
	}
}

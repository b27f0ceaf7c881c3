import type { SessionStore } from '../../sessions/store';
import { chats } from '../storage/conformance/chats';
import { claims } from '../storage/conformance/claims';
import { closing } from '../storage/conformance/closing';
import { commitModel } from '../storage/conformance/commit-model';
import { fencing } from '../storage/conformance/fencing';
import { inbox } from '../storage/conformance/inbox';
import { jobs } from '../storage/conformance/jobs';
import { keys } from '../storage/conformance/keys';
import { leases } from '../storage/conformance/leases';
import { parcels } from '../storage/conformance/parcels';
import { retentionLimits } from '../storage/conformance/retention';
import { sentMessages } from '../storage/conformance/sent-messages';
import { state } from '../storage/conformance/state';
import { storageKey } from '../storage/conformance/storage-key';
import { subscribers } from '../storage/conformance/subscribers';
import type { Context } from '../storage/conformance/records';

/**
 * What every session store must do, whatever database is under it. Called once per dialect:
 * `sessionStoreConformance({ name: 'embedded', open: async () => … })`.
 */
export interface StoreDialectUnderTest {
	readonly name: string;
	/** A store over an empty database of its own. */
	open(): Promise<StoreUnderTest>;
}

export interface StoreUnderTest {
	readonly store: SessionStore;
	/** A further store over the same data, as another process or a restarted one has it. */
	reopen(): Promise<SessionStore>;
	/** Closes every store handed out and removes the data. */
	close(): Promise<void>;
}

export function sessionStoreConformance(dialect: StoreDialectUnderTest): void {
	describe(`session store: ${dialect.name}`, () => {
		let under: StoreUnderTest;
		let store: SessionStore;

		beforeEach(async () => {
			under = await dialect.open();
			store = under.store;
		});
		afterEach(async () => await under.close());

		const context: Context = {
			store: () => store,
			reopen: () => under.reopen(),
		};
		describe('leases', () => leases(context));
		describe('fencing', () => fencing(context));
		describe('keys', () => keys(context));
		describe('inbox', () => inbox(context));
		describe('subscribers', () => subscribers(context));
		describe('sent messages', () => sentMessages(context));
		describe('claims', () => claims(context));
		describe('chats', () => chats(context));
		describe('jobs', () => jobs(context));
		describe('state', () => state(context));
		describe('storage key', () => storageKey(context));
		describe('histories', () => commitModel(context));
		describe('parcels', () => parcels(context));
		describe('retention', () => retentionLimits(context));
		describe('closing', () => closing(context));
	});
}

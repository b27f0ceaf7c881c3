import type { KitStore } from '../../storage/kit-store';
import { changes } from '../verification/store-conformance/changes';
import { decisions } from '../verification/store-conformance/decisions';
import { guesses } from '../verification/store-conformance/guesses';
import { secrets } from '../verification/store-conformance/secrets';

type Kept = Pick<KitStore, 'verifications' | 'prune'>;

export interface VerificationStoreUnderTest {
	readonly store: Kept;
	/** A further store over the same data, as another process or a restarted one has it. */
	reopen(): Promise<Kept>;
	/** Everything in the database that can be read without a key, as one text. */
	dump(): Promise<string>;
	close(): Promise<void>;
}

export interface VerificationContext {
	store(): Kept;
	reopen(): Promise<Kept>;
	dump(): Promise<string>;
}

/** What every verification store must do: `verificationStoreConformance({ name: 'embedded', open })`. */
export function verificationStoreConformance(dialect: {
	readonly name: string;
	open(): Promise<VerificationStoreUnderTest>;
}): void {
	describe(`verification store: ${dialect.name}`, () => {
		let under: VerificationStoreUnderTest;

		beforeEach(async () => {
			under = await dialect.open();
		});
		afterEach(async () => await under.close());

		const context: VerificationContext = {
			store: () => under.store,
			reopen: () => under.reopen(),
			dump: () => under.dump(),
		};
		describe('decisions', () => decisions(context));
		describe('changes', () => changes(context));
		describe('secrets', () => secrets(context));
		describe('guesses', () => guesses(context));
	});
}

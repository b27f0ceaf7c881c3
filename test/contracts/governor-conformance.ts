import type { SessionStore } from '../../sessions/store';
import { books } from '../sessions/governor/conformance/books';
import { races } from '../sessions/governor/conformance/races';
import { sequences } from '../sessions/governor/conformance/sequences';
import type { StoreDialectUnderTest, StoreUnderTest } from './session-store-conformance';

export interface GovernorUnderTest extends StoreDialectUnderTest {
	/** Random requests of the property test; `WHATSAPP_KIT_REQUESTS` overrides it. */
	readonly requests: number;
}

/** What the governor must do on every database: `governorConformance({ name: 'embedded', requests: 60_000, open })`. */
export function governorConformance(dialect: GovernorUnderTest): void {
	describe(`governor: ${dialect.name}`, () => {
		let under: StoreUnderTest;
		let store: SessionStore;

		beforeEach(async () => {
			under = await dialect.open();
			store = under.store;
		});
		afterEach(async () => await under.close());

		const context = { store: () => store, reopen: () => under.reopen() };
		describe('books', () => books(context));
		describe('races', () => races(context));
		describe('sequences', () =>
			sequences(context, Number(process.env.WHATSAPP_KIT_REQUESTS ?? dialect.requests)));
	});
}

import { cancelling } from '../sessions/outbox/conformance/cancelling';
import { keys } from '../sessions/outbox/conformance/keys';
import { owners } from '../sessions/outbox/conformance/owners';
import { OutboxWorld, type OutboxParts } from '../sessions/outbox/conformance/outbox-world';

export interface OutboxUnderTest {
	readonly name: string;
	/** A store of its own for one test, and the way to other processes where this outbox has them. */
	open(): Promise<OutboxParts>;
}

/** What every outbox must do: `outboxConformance({ name: 'embedded', open: async () => … })`. */
export function outboxConformance(outbox: OutboxUnderTest): void {
	describe(`outbox: ${outbox.name}`, () => {
		let world: OutboxWorld;

		beforeEach(async () => {
			world = new OutboxWorld(await outbox.open());
		});
		afterEach(async () => await world.dispose());

		describe('keys', () => keys(() => world));
		describe('cancelling', () => cancelling(() => world));
		describe('owners', () => owners(() => world));
	});
}

import type { GatewayContext } from '../../contracts/gateway-conformance';
import { messageOf, messages, text } from './messages';

export function sends(world: GatewayContext): void {
	it('sends each kind it shows with one request', async () => {
		const { gateway } = world();
		const connection = await world().open();
		const { native } = gateway.engine.capabilities;
		expect(native.size).toBeGreaterThan(0);
		for (const message of messages.filter(({ kind }) => native.has(kind))) {
			const [asked, taken] = [gateway.simulator.requests.length, gateway.taken()];
			const outcome = await world().send(connection, message);
			expect({ kind: message.kind, outcome: outcome.outcome }).toEqual({
				kind: message.kind,
				outcome: 'sent',
			});
			expect(gateway.simulator.requests.length - asked).toBe(1);
			expect(gateway.taken() - taken).toBe(1);
		}
	});

	it('shows lists and buttons in one form or another', async () => {
		const { gateway } = world();
		const connection = await world().open();
		for (const kind of ['list', 'buttons']) {
			const taken = gateway.taken();
			expect(await world().send(connection, messageOf(kind))).toMatchObject({ outcome: 'sent' });
			expect(gateway.taken() - taken).toBe(1);
		}
	});

	it('sends 50 at once, each once', async () => {
		const { gateway } = world();
		const connection = await world().open();
		const outcomes = await Promise.all(
			Array.from({ length: 50 }, async () => await world().send(connection, text)),
		);
		expect(outcomes.filter(({ outcome }) => outcome === 'sent')).toHaveLength(50);
		expect(gateway.taken()).toBe(50);
	});
}

/** Of a gateway that only does other things. */
export function sendsNothing(world: GatewayContext): void {
	it('refuses each kind of message in a sentence, and asks nobody', async () => {
		const { gateway } = world();
		const connection = await world().open();
		expect(gateway.engine.capabilities.native.size).toBe(0);
		for (const message of messages) {
			const outcome = await world()
				.send(connection, message)
				.catch((error: unknown) => ({ outcome: 'refused', error }));
			expect([message.kind, outcome]).toEqual([
				message.kind,
				{ outcome: 'refused', error: expect.objectContaining({ code: 'notSupported' }) as unknown },
			]);
		}
		expect(gateway.simulator.requests).toEqual([]);
		expect(gateway.taken()).toBe(0);
	});
}

import type { GatewayContext } from '../../contracts/gateway-conformance';
import { until } from '../../fixtures/until';
import { text } from './messages';

export function faults(world: GatewayContext): void {
	it('says that nobody knows when the connection breaks after the body was taken, and sends it once', async () => {
		const { gateway } = world();
		const connection = await world().open();
		gateway.simulator.failNext(gateway.pathOf('text'), { kind: 'reset' });
		const outcome = await world().send(connection, text);
		expect(outcome).toMatchObject({ outcome: 'unknown', error: { code: 'outcomeUnknown' } });
		expect(gateway.taken()).toBe(1);
		expect(gateway.simulator.asked(gateway.pathOf('text'))).toHaveLength(1);
	});

	it('says that nobody knows after a server error and after an answer it cannot read', async () => {
		const { gateway } = world();
		const connection = await world().open();
		const path = gateway.pathOf('text');
		gateway.simulator.failNext(path, { kind: 'text', status: 502, text: '<html>Bad gateway' });
		gateway.simulator.failNext(path, { kind: 'text', status: 200, text: '{"half":', after: true });
		for (const time of ['502', 'half'])
			expect([time, (await world().send(connection, text)).outcome]).toEqual([time, 'unknown']);
		expect(gateway.simulator.asked(path)).toHaveLength(2);
	});

	it('says that nothing was sent when it is too fast, and when it may go on', async () => {
		const { gateway, clock } = world();
		const connection = await world().open();
		const answer = { status: 429, body: { message: 'Too many' }, headers: { 'retry-after': '17' } };
		gateway.simulator.failNext(gateway.pathOf('text'), { kind: 'answer', answer });
		expect(await world().send(connection, text)).toMatchObject({
			outcome: 'refused',
			error: { code: 'limited', retryAt: clock.now() + 17_000 },
		});
		expect(gateway.taken()).toBe(0);
		expect(await world().send(connection, text)).toMatchObject({ outcome: 'sent' });
	});

	it('says that nothing was sent when nobody is there', async () => {
		const { gateway } = world();
		const connection = await world().open();
		await gateway.simulator.close();
		// Until it has noticed that the connection kept from before is dead, nobody can know.
		let outcome = await world().send(connection, text);
		await until(async () => {
			if (outcome.outcome === 'unknown') outcome = await world().send(connection, text);
			return outcome.outcome !== 'unknown';
		});
		expect(outcome).toMatchObject({ outcome: 'refused', error: { code: 'notConnected' } });
	});

	it('does not outlive the patience of whoever sends', async () => {
		const { gateway } = world();
		const connection = await world().open();
		let release = (): void => undefined;
		const held = new Promise<void>((resolve) => (release = resolve));
		gateway.simulator.failNext(gateway.pathOf('text'), { kind: 'slow', until: held });
		const sending = world().send(connection, text);
		await until(() => gateway.simulator.asked(gateway.pathOf('text')).length === 1);
		await connection.close();
		expect(await sending).toMatchObject({ outcome: 'unknown' });
		release();
	});
}

import type { ConnectionState } from '../../../engines/engine';
import { isKitError } from '../../../messages/kit-error';
import type { GatewayContext, GatewayGap } from '../../contracts/gateway-conformance';
import { until } from '../../fixtures/until';
import { limit, wordsOf } from '../gateway-world';

export function lives(world: GatewayContext, gaps: Partial<Record<GatewayGap, string>>): void {
	it('is open with the right credential, and closed for good afterwards', async () => {
		const connection = await world().open();
		const states: ConnectionState['kind'][] = [];
		connection.onState(({ kind }) => states.push(kind));
		expect(connection.state.kind).toBe('open');
		await connection.close();
		await connection.close();
		expect(states).toEqual(['closed']);
		await expect(connection.whenOpen(limit())).rejects.toMatchObject({ code: 'notConnected' });
	});

	if (gaps.check === undefined) {
		it('stops at a wrong credential with a reason, and says no secret of it', async () => {
			const { gateway } = world();
			const connection = await world().connect(gateway.wrongCredential);
			const error: unknown = await connection.whenOpen(limit()).catch((thrown: unknown) => thrown);
			expect(error).toMatchObject({ code: 'accountStopped' });
			for (const secret of [...gateway.secrets, 'wrong-secret-of-somebody'])
				expect(wordsOf(error) + world().logged).not.toContain(secret);
		});

		it('waits for a gateway that is away, and is open when it is back', async () => {
			const { gateway, clock } = world();
			gateway.simulator.failNext(/./u, { kind: 'answer', answer: { status: 503 } });
			const connection = await world().connect();
			await until(() => connection.state.kind === 'backingOff');
			await until(() => clock.sleeping > 0);
			await clock.advance(60_000);
			await connection.whenOpen(limit());
			expect(connection.state.kind).toBe('open');
		});
	}

	it('says what it cannot do instead of pretending', async () => {
		const connection = await world().open();
		const tries = [
			connection.link({ signal: limit() }),
			connection.logout(limit()),
			connection.listGroups(limit()),
			connection.getGroup('120363000000000000@g.us', limit()),
		];
		for (const one of tries) {
			const error: unknown = await one.catch((thrown: unknown) => thrown);
			expect(isKitError(error) && error.code).toBe('notSupported');
		}
	});
}

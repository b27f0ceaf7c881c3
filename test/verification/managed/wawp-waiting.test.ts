import { KeyRing } from '../../../verification/verifier';
import { WaitKeys } from '../../../waits/wait-keys';
import type { Wait } from '../../../waits/wait';
import type { WawpSimulator } from '../../gateways/wawp/wawp-simulator';
import { MINUTE } from '../a-verification';
import { ANA, ManagedWorld } from './managed-world';

describe('an execution that sleeps until Wawp has heard the answer', () => {
	let world: ManagedWorld<WawpSimulator>;
	let told: string[];

	beforeEach(async () => {
		world = await ManagedWorld.wawp();
		told = [];
	});
	afterEach(async () => await world.close());

	const sleeper = { executionId: '42', nodeId: 'node-1', resumeUrl: 'http://n8n/resume' };
	const ask = async (): Promise<Wait> => {
		const approval = { recipient: ANA, fields: { title: 'Pay?' }, requestKey: world.item() };
		const asked = { approval, sleeper, lead: [], keptBy: 'gateway' as const };
		return (await world.waits(told).askApproval(asked)).wait;
	};
	/** What the node goes on with. */
	const wokenBy = async ({ id }: Wait) => {
		const keys = await new KeyRing(world.store).of({ id: 'account', storageKey: undefined });
		const proof = new WaitKeys(keys).prove(id);
		return await world.waits(told).woken({ ...sleeper, waitId: id, proof });
	};
	const isTold = async () => await Promise.resolve(told.length > 0);
	const tap = (row: 'approve' | 'reject') =>
		world.simulator.verifications.tap(world.simulator.verifications.lastList(), row);

	it.each([
		['approve', 'validated'],
		['reject', 'rejected'],
	] as const)('goes on with a tap to %s', async (row, status) => {
		const wait = await ask();
		tap(row);
		await world.pass(10_000, isTold);
		expect(await wokenBy(wait)).toMatchObject({
			kind: 'ended',
			answer: { kind: 'approval', verification: { status, phone_number: ANA } },
		});
	});

	it('goes on without an answer when nobody tapped in time', async () => {
		const wait = await ask();
		expect(wait.expiresAt).toBe(world.clock.now() + 15 * MINUTE);
		await world.clock.advance(15 * MINUTE);
		await world.pass(10_000, isTold);
		tap('approve');
		expect(await wokenBy(wait)).toEqual({
			...{ kind: 'ended', question: wait.question, answer: null },
		});
	});

	it('goes on at once with a no when nobody could ever hear of the answer', async () => {
		world.simulator.failNext(/list\/send$/u, { kind: 'reset' });
		const wait = await ask();
		await world.pass(5_000, isTold);
		expect(await wokenBy(wait)).toMatchObject({
			kind: 'ended',
			answer: { verification: { status: 'failed', error: 'lost' } },
		});
	});

	it('is woken after a restart', async () => {
		const wait = await ask();
		await world.restart();
		tap('approve');
		world.waits(told);
		world.useWaits();
		await world.pass(10_000, isTold);
		expect(await wokenBy(wait)).toMatchObject({ answer: { verification: { status: 'validated' } } });
	});
});

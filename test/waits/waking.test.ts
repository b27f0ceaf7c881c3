import { verificationItem } from '../../verification/verification-item';
import type { KitStore } from '../../storage/kit-store';
import { IDLE_LOOK_MS, LINGER_MS } from '../../waits/wait-keeper';
import { settle } from '../fixtures/manual-clock';
import { temporaryStore } from '../fixtures/temporary-store';
import { until } from '../fixtures/until';
import { aVerification } from '../verification/a-verification';
import { MINUTE, START } from './a-wait';
import { picked, WaitWorld, written } from './wait-world';

const DESK = { executionId: '7', nodeId: 'n' };
const SLEEPER = { ...DESK, resumeUrl: 'http://localhost/webhook-waiting/7/n' };
const asked = { accountId: 'account', now: START, windows: [] };

let opened: Awaited<ReturnType<typeof temporaryStore>>;
let store: KitStore;
let world: WaitWorld;

beforeEach(async () => {
	opened = await temporaryStore();
	store = opened.store as KitStore;
	world = new WaitWorld(store);
});
afterEach(async () => {
	await world.keeper.close();
	await opened.dispose();
});

const claim = (call = 0) => {
	const { waitId, proof } = world.calls[call]!;
	return { waitId, proof, ...DESK };
};
const called = async (times: number): Promise<void> => await until(() => world.calls.length >= times);
const isTold = async (id: string): Promise<boolean> => {
	const wait = await store.waits.find('account', id);
	return wait !== null && wait.resumedAt !== null;
};

describe('time running out', () => {
	test('wakes the execution without an answer, when it expires and not before', async () => {
		const { wait } = await world.ask({ waitMs: 5 * MINUTE });
		await world.clock.advance(5 * MINUTE - 1);
		expect(world.calls).toEqual([]);
		await world.clock.advance(1_001);
		await called(1);
		expect(await world.waits.woken(claim())).toMatchObject({ kind: 'ended', answer: null });
		await until(async () => await isTold(wait.id));
		await world.hear(picked('yes'));
		expect(world.said).toEqual(['Too late']);
		expect(await world.waits.woken(claim())).toMatchObject({ answer: null });
	});

	test('an answer at the very moment of the expiry is too late, whoever looks first', async () => {
		await world.ask({ waitMs: 5 * MINUTE });
		await world.clock.advance(0);
		const late = new WaitWorld(store, world.clock);
		await world.keeper.close();
		await world.clock.advance(5 * MINUTE);
		await late.keeper.listen();
		await late.hear(picked('yes'));
		await until(() => late.calls.length === 1);
		expect(late.said).toEqual(['Too late']);
		await late.keeper.close();
	});
});

describe('n8n that does not take it', () => {
	test('is told again, with longer pauses, until it does', async () => {
		world.outcomes.push(new Error('409'), new Error('409'), new Error('connection refused'));
		const { wait } = await world.ask();
		await world.hear(picked('yes'));
		await called(1);
		await until(async () => {
			await world.clock.advance(1_000);
			return await isTold(wait.id);
		});
		expect(world.calls).toHaveLength(4);
		expect(new Set(world.calls.map(({ proof }) => proof)).size).toBe(1);
	});

	test('is not told for ever: it has long gone on by itself then', async () => {
		const { wait } = await world.ask({ waitMs: MINUTE });
		world.outcomes.push(...Array.from({ length: 500 }, () => new Error('gone')));
		await world.hear(picked('yes'));
		await until(async () => {
			await world.clock.advance(MINUTE);
			return await isTold(wait.id);
		});
		expect(world.logger.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
		expect(JSON.stringify(world.logger.lines)).not.toContain('webhook-waiting');
	});

	test('is left alone where nobody sleeps any more', async () => {
		world.outcomes.push('over');
		const { wait } = await world.ask();
		await world.hear(picked('yes'));
		await until(async () => await isTold(wait.id));
		expect(world.calls).toHaveLength(1);
	});
});

describe('who may wake an execution', () => {
	test('only who knows the proof, for this very wait, execution and node', async () => {
		await world.ask();
		await world.hear(picked('yes'));
		await called(1);
		const right = claim();
		const denied = { kind: 'denied' };
		const wrong = [
			{ proof: undefined },
			{ proof: '' },
			{ proof: `${right.proof.slice(0, -1)}_` },
			{ waitId: undefined },
			{ waitId: 'another' },
			{ executionId: '8' },
			{ nodeId: 'other' },
		];
		for (const part of wrong) expect(await world.waits.woken({ ...right, ...part })).toEqual(denied);
		expect(await world.waits.woken(right)).toMatchObject({ kind: 'ended' });
	});

	test('nobody as long as it is open, not even with the proof', async () => {
		const { wait } = await world.ask();
		const open = await store.waits.find('account', wait.id);
		await store.waits.change('account', wait.id, (known) => ({ ...known, status: 'answered' }));
		await called(1);
		await store.waits.change('account', wait.id, () => open);
		expect(await world.waits.woken(claim())).toEqual({ kind: 'denied' });
	});

	test('not the question before, when the node of a loop waits for its next answer', async () => {
		await world.ask();
		await world.hear(picked('yes'));
		await called(1);
		await world.ask({ accepts: 'text' });
		expect(await world.waits.woken(claim())).toEqual({ kind: 'over' });
	});

	test('the answer is not in clear in the store', async () => {
		const { wait } = await world.ask({ accepts: 'text' });
		await world.hear(written('my secret word'));
		const kept = await store.waits.find('account', wait.id);
		expect(Buffer.from(kept!.answer!).toString('latin1')).not.toContain('secret');
	});
});

describe('approvals', () => {
	const approval = { method: 'approval', id: 'v-1', codeHash: null } as const;
	const put = async (changes: Parameters<typeof aVerification>[0] = {}): Promise<void> =>
		await store.verifications.decide(asked, () => ({
			answer: undefined,
			put: [aVerification({ ...approval, ...changes })],
		}));
	const askApproval = async (): Promise<string> => {
		const expiresAt = new Date(START + 10 * MINUTE).toISOString();
		world.approval = {
			verificationId: 'v-1',
			status: 'requested',
			expiresAt,
			resendAt: expiresAt,
			outcome: 'sent',
		};
		const { wait } = await world.waits.askApproval({
			approval: { recipient: '+5511987654321', fields: {}, requestKey: 'item' },
			sleeper: SLEEPER,
			lead: [],
		});
		return wait.id;
	};

	test('wake the execution with what they came to, and are listened for meanwhile', async () => {
		await put();
		const id = await askApproval();
		await until(() => world.watched > 0);
		await put({ status: 'rejected', endedAt: START + 5, error: 'rejected', profileName: 'Ana' });
		await called(1);
		expect(await world.waits.woken(claim())).toEqual({
			kind: 'ended',
			question: { kind: 'approval', verificationId: 'v-1' },
			answer: {
				kind: 'approval',
				endedAt: START + 5,
				verification: verificationItem(
					aVerification({ ...approval, status: 'rejected', error: 'rejected', profileName: 'Ana' }),
				),
			},
		});
		await until(async () => await isTold(id));
	});

	test('answered before anybody waits wake it as well', async () => {
		await put({ status: 'validated', endedAt: START, validatedAt: START });
		await askApproval();
		await called(1);
		expect(await world.waits.woken(claim())).toMatchObject({
			answer: { verification: { status: 'validated' } },
		});
	});

	test('expire where nobody else looks at them', async () => {
		await put();
		await askApproval();
		await world.clock.advance(10 * MINUTE + 1_000);
		await called(1);
		expect(await world.waits.woken(claim())).toMatchObject({ kind: 'ended', answer: null });
		expect(await store.verifications.find('account', 'v-1')).toMatchObject({ status: 'expired' });
	});

	test('that are gone are as good as expired', async () => {
		await askApproval();
		await called(1);
		expect(await world.waits.woken(claim())).toMatchObject({ kind: 'ended', answer: null });
	});
});

describe('another process', () => {
	test('goes on with what was open, by being used, and hears answers from before', async () => {
		const { wait } = await world.ask();
		await world.keeper.close();
		const next = new WaitWorld(store, world.clock);
		const stop = next.keeper.use();
		await until(() => next.subscribers.length === 1);
		expect(next.subscribers[0]).toMatchObject({ durable: true, resume: true });
		await next.hear(picked('yes'));
		await until(() => next.calls.length === 1);
		expect(next.calls[0]).toMatchObject({ waitId: wait.id, resumeUrl: SLEEPER.resumeUrl });
		stop();
		await next.keeper.close();
	});

	test('tells n8n what the one before could not', async () => {
		world.outcomes.push(...Array.from({ length: 50 }, () => new Error('n8n is ending')));
		await world.ask();
		await world.hear(picked('yes'));
		await called(1);
		await world.keeper.close();
		const next = new WaitWorld(store, world.clock);
		next.keeper.use();
		await until(() => next.calls.length === 1);
		await next.keeper.close();
	});

	test('sees what begins elsewhere while it is used', async () => {
		const next = new WaitWorld(store, world.clock);
		next.keeper.use();
		await settle();
		await world.clock.advance(IDLE_LOOK_MS);
		await world.ask();
		await until(async () => {
			await world.clock.advance(1_000);
			return next.subscribers.length === 1;
		});
		await next.keeper.close();
	});
});

test('it is listened for a while after the last answer, and then nothing is kept for it', async () => {
	await world.ask();
	await world.hear(picked('yes'));
	await called(1);
	await world.clock.advance(LINGER_MS - MINUTE);
	expect([world.subscribers.length, world.forgotten]).toEqual([1, []]);
	await until(async () => {
		await world.clock.advance(MINUTE);
		return world.forgotten.length === 1;
	});
	expect(world.subscribers).toHaveLength(0);
});

import type { Unsubscribe } from '../../messages/ports';
import type { Subscriber } from '../../sessions/session';
import { IncomingWatch } from '../../verification/incoming-watch';
import { ManualClock, settle } from '../fixtures/manual-clock';
import { recordingLogger } from '../fixtures/quiet-logger';
import { aVerification, MINUTE, START } from './a-verification';
import { MemoryVerifications } from './memory/memory-verifications';

let watch: IncomingWatch;

afterEach(async () => await watch.close());

function world() {
	const clock = new ManualClock(START);
	const logger = recordingLogger();
	const store = new MemoryVerifications();
	const listening: Subscriber[] = [];
	const forgotten: string[] = [];
	const asked = { times: 0, failure: undefined as unknown };
	const seen: unknown[] = [];
	watch = new IncomingWatch('account', {
		store,
		clock,
		logger,
		see: async (envelope) => await Promise.resolve(void seen.push(envelope)),
		forget: async (id) => await Promise.resolve(void forgotten.push(id)),
		subscribe: async (subscriber): Promise<Unsubscribe> => {
			asked.times += 1;
			if (asked.failure !== undefined) throw await Promise.resolve(asked.failure);
			listening.push(subscriber);
			return () => void listening.splice(listening.indexOf(subscriber), 1);
		},
	});
	const put = async (expiresAt: number, method: 'link' | 'code' = 'link') => {
		const of = aVerification({ method, expiresAt, id: `v-${expiresAt}` });
		const question = { accountId: 'account', now: clock.now(), windows: [] };
		await store.decide(question, () => ({ answer: undefined, put: [of] }));
	};
	return { clock, logger, store, listening, forgotten, asked, seen, put };
}

describe('listening for answers', () => {
	test('is one subscription, kept over restarts, that hands everything on', async () => {
		const { put, listening, asked, seen } = world();
		await put(START + 10 * MINUTE);
		watch.wake();
		watch.wake();
		await settle();
		expect([listening.length, asked.times]).toEqual([1, 1]);
		expect(listening[0]).toMatchObject({ id: 'verification:incoming', durable: true, resume: true });
		const envelope = { id: 'e' } as unknown as Parameters<Subscriber['deliver']>[0];
		await listening[0]!.deliver(envelope);
		expect(seen).toEqual([envelope]);
	});

	test('goes on for a minute after the last ran out, and is forgotten then', async () => {
		const { put, listening, asked, forgotten, clock } = world();
		await put(START + MINUTE);
		await put(START + 2 * MINUTE);
		watch.wake();
		await clock.advance(3 * MINUTE - 1);
		expect([listening.length, forgotten]).toEqual([1, []]);
		await clock.advance(1);
		expect([listening.length, forgotten]).toEqual([0, ['verification:incoming']]);
		expect([asked.times, clock.sleeping]).toEqual([1, 0]);
	});

	test('goes on as long as new ones come', async () => {
		const { put, listening, clock } = world();
		await put(START + MINUTE);
		watch.wake();
		await clock.advance(90_000);
		await put(START + 20 * MINUTE);
		await clock.advance(10 * MINUTE);
		expect(listening).toHaveLength(1);
	});

	test('is not needed for codes, nor for what ran out before', async () => {
		const { put, listening, clock } = world();
		await put(START + 60 * MINUTE, 'code');
		await put(START);
		watch.wake();
		await clock.advance(MINUTE + 5_000);
		expect(listening).toHaveLength(0);
	});

	test('begins anew when it is woken after its end', async () => {
		const { put, listening, clock } = world();
		watch.wake();
		await clock.advance(2 * MINUTE);
		expect(listening).toHaveLength(0);
		await put(START + 60 * MINUTE);
		watch.wake();
		await settle();
		expect(listening).toHaveLength(1);
	});

	test('ends also when nobody can be told to forget it', async () => {
		const { clock, listening, forgotten, put } = world();
		forgotten.push = () => {
			throw new Error('The store is away');
		};
		watch.wake();
		await clock.advance(2 * MINUTE);
		await put(START + 60 * MINUTE);
		watch.wake();
		await settle();
		expect(listening).toHaveLength(1);
	});
});

describe('when it cannot be listened', () => {
	test.each([
		[new Error('not linked'), 'not linked'],
		['gone', 'gone'],
	])('it is tried again every five seconds, and said', async (failure, error) => {
		const { put, asked, clock, logger, listening } = world();
		await put(START + 10 * MINUTE);
		asked.failure = failure;
		watch.wake();
		await clock.advance(4_999);
		expect(asked.times).toBe(1);
		expect(logger.lines).toEqual([
			{
				level: 'warn',
				message: 'Nobody listens for verifications now; it is tried again',
				details: { error },
			},
		]);
		asked.failure = undefined;
		await clock.advance(1);
		expect([asked.times, listening.length]).toEqual([2, 1]);
	});

	test('because the store is away, what listens goes on', async () => {
		const { put, asked, clock, store, logger, listening } = world();
		await put(START + 10 * MINUTE);
		watch.wake();
		await settle();
		store.lastHeardExpiry = async () => await Promise.reject(new Error('The store is away'));
		await clock.advance(5_000);
		expect(logger.lines).toHaveLength(1);
		await clock.advance(20_000);
		expect([asked.times, listening.length]).toEqual([1, 1]);
	});
});

describe('closing', () => {
	test('ends it at once, keeps what is pending, and lets nobody wake it', async () => {
		const { put, asked, clock, listening, forgotten } = world();
		await put(START + 10 * MINUTE);
		watch.wake();
		await settle();
		await watch.close();
		expect([listening.length, forgotten, clock.sleeping]).toEqual([0, [], 0]);
		watch.wake();
		await settle();
		expect(asked.times).toBe(1);
	});

	test('before it ever listened is no matter', async () => {
		const { asked } = world();
		await watch.close();
		watch.wake();
		await settle();
		expect(asked.times).toBe(0);
	});
});

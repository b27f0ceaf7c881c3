import { KitError } from '../../messages/kit-error';
import { ManagedSession } from '../../sessions/managed-session';
import type { LimitPolicy } from '../../sessions/governor/limit-policy';
import type { SendMessageRequest } from '../../sessions/session';
import { ManualClock, settle } from '../fixtures/manual-clock';
import { recordingLogger } from '../fixtures/quiet-logger';
import { scriptedEngine } from '../fixtures/scripted-connection';
import { temporaryStore } from '../fixtures/temporary-store';
import { countedRandom } from './governor/conformance/test-governor';
import { policyOf } from './governor/policies';

describe('sends of a number with limits', () => {
	let clock: ManualClock;
	let temporary: Awaited<ReturnType<typeof temporaryStore>>;
	const opened: ManagedSession[] = [];

	const start = (rules: Partial<LimitPolicy>) => {
		const engine = scriptedEngine();
		const logger = recordingLogger();
		const account = { id: 'cred-1', name: 'Shop', options: {} };
		const session = new ManagedSession(
			{ account, engine, storageKey: undefined, limits: policyOf(rules) },
			{
				store: temporary.store,
				clock,
				logger,
				owner: { id: `process-${opened.length}`, host: 'host', pid: 1, role: 'main' },
				isAlive: () => false,
				random: countedRandom(),
				environment: {},
				fetchMedia: async () => await Promise.reject(new Error('no network in this test')),
			},
		);
		opened.push(session);
		return { engine, session, logger };
	};

	const text = (idempotencyKey: string, more: Partial<SendMessageRequest> = {}): SendMessageRequest => ({
		recipient: '+49 151 23456789',
		message: { kind: 'text', text: 'Hello' },
		idempotencyKey,
		...more,
	});

	/** Answers `sending`, so that a test can look before time goes on. */
	const begun = async <T>(sending: Promise<T>): Promise<{ now(): T | undefined; all: Promise<T> }> => {
		let result: T | undefined;
		void sending.then(
			(value) => (result = value),
			() => undefined,
		);
		await settle();
		return { now: () => result, all: sending };
	};

	beforeEach(async () => {
		clock = new ManualClock();
		temporary = await temporaryStore();
	});

	afterEach(async () => {
		const closing = Promise.all(opened.splice(0).map(async (session) => await session.close()));
		await clock.advance(1_000);
		await closing;
		await temporary.dispose();
	});

	it('waits for its turn, leaves then, and says how long it waited', async () => {
		const { engine, session } = start({ perMinute: 1 });
		const first = await session.send(text('a'));
		expect(first).not.toHaveProperty('waitedMs');
		const second = await begun(session.send(text('b')));
		await clock.advance(59_999);
		expect(engine.made[0]!.sends).toHaveLength(1);
		expect(second.now()).toBeUndefined();
		await clock.advance(1);
		expect(await second.all).toMatchObject({ outcome: 'sent', waitedMs: 60_000 });
		expect(engine.made[0]!.sends).toHaveLength(2);
	});

	it('gives WhatsApp its whole time after a wait', async () => {
		const { engine, session } = start({ perMinute: 1 });
		await session.send(text('a'));
		engine.made[0]!.outcomes.push('never');
		const second = await begun(session.send(text('b', { timeoutMs: 5_000 })));
		await clock.advance(60_000);
		const failing = expect(second.all).rejects.toMatchObject({ code: 'outcomeUnknown' });
		await clock.advance(4_999);
		expect(engine.made[0]!.sends).toHaveLength(2);
		await clock.advance(1);
		await failing;
	});

	it('fails at once when asked to, with the time and the rule in words, and can be run again', async () => {
		const { engine, session } = start({ perHour: 1 });
		await session.send(text('a'));
		const began = clock.now();
		await expect(session.send(text('b', { whenLimited: 'fail' }))).rejects.toMatchObject({
			code: 'limited',
			reason: 'perHour',
			retryAt: began + 3_600_000,
			why: expect.stringContaining('at most 1 message per hour') as string,
			what: expect.stringContaining(new Date(began + 3_600_000).toISOString()) as string,
		});
		await clock.advance(3_600_000);
		expect(await session.send(text('b', { whenLimited: 'fail' }))).toMatchObject({ outcome: 'sent' });
		expect(engine.made[0]!.sends).toHaveLength(2);
	});

	it('fails at once when it cannot come within the longest wait', async () => {
		const { session } = start({ perMinute: 1 });
		await session.send(text('a'));
		await expect(session.send(text('b', { maxWaitMs: 59_999 }))).rejects.toMatchObject({ code: 'limited' });
		await expect(session.send(text('c', { maxWaitMs: 3_600_001 }))).rejects.toMatchObject({
			code: 'invalidInput',
		});
	});

	it('a key sent before costs no place', async () => {
		const { session } = start({ perHour: 2 });
		const first = await session.send(text('a'));
		expect(await session.send(text('a'))).toMatchObject({ messageId: first.messageId });
		expect(await session.send(text('b', { whenLimited: 'fail' }))).toMatchObject({ outcome: 'sent' });
	});

	it('a cancelled wait sends nothing and leaves the key free', async () => {
		const { engine, session } = start({ perMinute: 1 });
		await session.send(text('a'));
		const cancelling = new AbortController();
		const second = session.send(text('b', { signal: cancelling.signal }));
		const failing = expect(second).rejects.toMatchObject({ code: 'cancelled' });
		await settle();
		cancelling.abort();
		await failing;
		await clock.advance(60_000);
		expect(await session.send(text('b'))).toMatchObject({ outcome: 'sent' });
		expect(engine.made[0]!.sends).toHaveLength(2);
	});

	it('what certainly was not sent costs no place', async () => {
		const { engine, session } = start({ perHour: 2 });
		await session.send(text('a'));
		engine.made[0]!.outcomes.push({
			outcome: 'refused',
			error: new KitError({ code: 'refused', what: 'no', reason: '479' }),
		});
		await expect(session.send(text('b'))).rejects.toMatchObject({ reason: '479' });
		expect(await session.send(text('c', { whenLimited: 'fail' }))).toMatchObject({ outcome: 'sent' });
		await expect(session.send(text('d', { whenLimited: 'fail' }))).rejects.toMatchObject({ code: 'limited' });
	});

	it.each(['429', '463'])('what WhatsApp refused with %s stays counted', async (reason) => {
		const { engine, session } = start({ perHour: 2 });
		await session.send(text('a'));
		engine.made[0]!.outcomes.push({
			outcome: 'refused',
			error: new KitError({ code: 'refused', what: 'no', reason }),
		});
		await expect(session.send(text('b'))).rejects.toMatchObject({ reason });
		await expect(session.send(text('c', { whenLimited: 'fail' }))).rejects.toMatchObject({ code: 'limited' });
	});

	it('an outcome nobody knows stays counted, and its repetition costs no second place', async () => {
		const { engine, session } = start({ perHour: 2 });
		await session.send(text('a'));
		engine.made[0]!.outcomes.push('never');
		const unknown = session.send(text('b', { timeoutMs: 1_000 }));
		const failing = expect(unknown).rejects.toMatchObject({ code: 'outcomeUnknown' });
		await clock.advance(1_000);
		await failing;
		expect(await session.send(text('b', { whenLimited: 'fail' }))).toMatchObject({ outcome: 'sent' });
		await expect(session.send(text('c', { whenLimited: 'fail' }))).rejects.toMatchObject({ code: 'limited' });
	});

	it('after error 463 nobody new is written to, also by the next process', async () => {
		const { engine, session } = start({ restrictionMs: 3_600_000 });
		await session.send(text('a'));
		engine.made[0]!.outcomes.push({
			outcome: 'refused',
			error: new KitError({ code: 'refused', what: 'no', reason: '463' }),
		});
		await expect(session.send(text('b'))).rejects.toMatchObject({ reason: '463' });
		const began = clock.now();
		await session.close();
		const next = start({ restrictionMs: 3_600_000 });
		await expect(next.session.send(text('c', { whenLimited: 'fail' }))).rejects.toMatchObject({
			code: 'limited',
			reason: 'restriction',
			retryAt: began + 3_600_000,
		});
		expect((await next.session.limits()).restriction).toMatchObject({
			since: new Date(began).toISOString(),
			until: new Date(began + 3_600_000).toISOString(),
		});
	});

	it('taking a message back is not counted, an edit and a reaction are', async () => {
		const { engine, session } = start({ perHour: 2 });
		for (const kind of ['edit', 'delete', 'reaction'] as const)
			(engine.capabilities.native as Set<string>).add(kind);
		const { messageId } = await session.send(text('a'));
		const target = { messageId, fromMe: true };
		const fail = { whenLimited: 'fail' } as const;
		await session.send(text('edit', { message: { kind: 'edit', text: 'Hi', target }, ...fail }));
		await session.send(text('delete', { message: { kind: 'delete', target }, ...fail }));
		const reaction = text('like', { message: { kind: 'reaction', emoji: '👍', target }, ...fail });
		await expect(session.send(reaction)).rejects.toMatchObject({ code: 'limited' });
	});

	it('a number without limits asks the store for nothing, but keeps the cooldown of verification', async () => {
		const { session } = start({});
		const reserve = jest.spyOn(temporary.store, 'reserve');
		for (const key of ['a', 'b', 'c']) await session.send(text(key));
		expect(reserve).not.toHaveBeenCalled();
		const code = { purpose: 'verification', whenLimited: 'fail' } as const;
		await session.send(text('code 1', code));
		await expect(session.send(text('code 2', code))).rejects.toMatchObject({
			reason: 'verificationCooldown',
			retryAt: clock.now() + 60_000,
		});
		expect(await session.send(text('d'))).toMatchObject({ outcome: 'sent' });
	});

	it('whom a number without limits wrote to is known when it gets some', async () => {
		const { session } = start({});
		await session.send(text('a'));
		await session.close();
		const limited = start({ newChatsPerDay: 1 });
		const fail = { whenLimited: 'fail' } as const;
		await limited.session.send(text('b', { recipient: '+49 152 11111111', ...fail }));
		expect(await limited.session.send(text('c', fail))).toMatchObject({ outcome: 'sent' });
		const third = text('d', { recipient: '+49 152 22222222', ...fail });
		await expect(limited.session.send(third)).rejects.toMatchObject({ reason: 'newChatsPerDay' });
	});

	it('new limits of the credential hold for those who wait already', async () => {
		const { engine, session } = start({ perMinute: 1 });
		await session.send(text('a'));
		const second = await begun(session.send(text('b')));
		const account = { id: 'cred-1', name: 'Shop', options: {} };
		await session.reconfigure({ account, engine, storageKey: undefined, limits: policyOf({ perMinute: 2 }) });
		await settle();
		expect(await second.all).toMatchObject({ outcome: 'sent' });
	});

	it('closing ends the waits with a reason', async () => {
		const { session } = start({ perMinute: 1 });
		await session.send(text('a'));
		const failing = expect(session.send(text('b'))).rejects.toMatchObject({ code: 'cancelled' });
		await settle();
		await session.close();
		await failing;
	});

	it('tells what is used of each rule without opening a connection', async () => {
		const before = start({ perMinute: 2, perHour: 5, gapMs: 2_000, newChatsPerDay: 3, warmUpDays: 0 });
		await before.session.send(text('a'));
		await clock.advance(10_000);
		await before.session.send(text('b'));
		const began = clock.now();
		await before.session.close();
		const { engine, session } = start({ perMinute: 2, perHour: 5, gapMs: 2_000, newChatsPerDay: 3 });
		const report = await session.limits();
		expect(engine.made).toEqual([]);
		expect(report).toMatchObject({
			account: 'Shop',
			preset: 'unlimited',
			nextFree: new Date(began + 50_000).toISOString(),
			restriction: null,
			warmUp: null,
		});
		const shown = report.rules.map(({ rule, used, limit, nextFree }) => [rule, used, limit, nextFree]);
		expect(shown).toEqual([
			['perMinute', 2, 2, new Date(began + 50_000).toISOString()],
			['perHour', 2, 5, null],
			['newChatsPerDay', 1, 3, null],
			['gap', 1, 1, new Date(began + 2_000).toISOString()],
			['verificationCooldown', null, 1, null],
		]);
	});

	it('tells the day of the warm-up', async () => {
		const { session } = start({ perDay: 900, warmUpDays: 3 });
		expect((await session.limits()).warmUp).toEqual({ day: 1, days: 3 });
		await session.send(text('a'));
		await clock.advance(24 * 3_600_000);
		expect((await session.limits()).warmUp).toEqual({ day: 2, days: 3 });
	});
});

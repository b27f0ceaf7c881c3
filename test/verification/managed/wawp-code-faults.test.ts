import type { AccountVerifications } from '../../../runtime/kit';
import { fc } from '../../fixtures/properties';
import type { WawpSimulator } from '../../gateways/wawp/wawp-simulator';
import { MINUTE } from '../a-verification';
import { wrong } from '../code-world';
import { ANA, DIGITS, ManagedWorld } from './managed-world';

const BEA = '+5511987654322';
const VERIFY = /otp\/verify$/u;
const SEND = /otp\/send$/u;
/** `WHATSAPP_KIT_FEWER_EXAMPLES` is for runs that repeat the suite many times. */
const EXAMPLES = process.env.WHATSAPP_KIT_FEWER_EXAMPLES ? 50 : 500;

describe('a code that Wawp keeps, when things go wrong', () => {
	let world: ManagedWorld<WawpSimulator>;
	let verifications: AccountVerifications;

	beforeEach(async () => {
		world = await ManagedWorld.wawp();
		verifications = world.process();
	});
	afterEach(async () => await world.close());

	const send = async (requestKey = world.item(), more: object = {}) =>
		await verifications.managed!.codes!.sendManaged({ recipient: ANA, fields: {}, requestKey, ...more });
	const check = async (code: string) => await verifications.codes.check({ recipient: ANA, code });
	const shown = (): string => world.simulator.verifications.codeOf(DIGITS)!;
	const status = async () => await verifications.codes.getStatus({ recipient: ANA });
	const answerNext = (path: RegExp, code: number, body: unknown, headers = {}) =>
		world.simulator.failNext(path, { kind: 'answer', answer: { status: code, body, headers } });

	it('a send whose way nobody knows counts as sent, and the same item never sends again', async () => {
		world.simulator.failNext(SEND, { kind: 'reset' });
		const first = await send('one item');
		expect(first).toMatchObject({ status: 'requested', outcome: 'unknown' });
		await world.clock.advance(2 * MINUTE);
		expect(await send('one item')).toEqual(first);
		expect(world.simulator.asked(SEND)).toHaveLength(1);
		expect(await check(shown())).toMatchObject({ verified: true });
	});

	it('a send Wawp has no time for is refused with the time, and counts nowhere', async () => {
		answerNext(SEND, 429, { message: 'Rate Limit' }, { 'retry-after': '30' });
		const failing = send(world.item(), { whenLimited: 'fail' });
		await expect(failing).rejects.toMatchObject({
			...{ code: 'limited', reason: 'gatewayRecipient', retryAt: world.clock.now() + 30_000 },
		});
		// Not before it said, whoever asks.
		await expect(send(world.item(), { whenLimited: 'fail' })).rejects.toMatchObject({
			reason: 'gatewayRecipient',
		});
		expect(world.simulator.asked(SEND)).toHaveLength(1);
		// It protects this one person; others need not wait.
		expect(await send(world.item(), { recipient: BEA, whenLimited: 'fail' })).toMatchObject({
			...{ outcome: 'sent' },
		});
		await world.clock.advance(30_000);
		expect(await send()).toMatchObject({ outcome: 'sent' });
	});

	it('a send with a wrong token is refused in words, and counts nowhere', async () => {
		answerNext(SEND, 401, { code: 'invalid_access_token', message: 'Unauthorized' });
		await expect(send()).rejects.toMatchObject({ code: 'accountStopped' });
		await world.clock.advance(11_000);
		expect(await send()).toMatchObject({ outcome: 'sent' });
	});

	it('an answer nobody can read lets nobody in, is told, and uses up the try', async () => {
		await send();
		const code = shown();
		world.simulator.failNext(VERIFY, { kind: 'reset' });
		await expect(check(wrong(code))).rejects.toMatchObject({
			code: 'outcomeUnknown',
			next: expect.stringContaining('4 are left'),
		});
		answerNext(VERIFY, 500, { message: 'Oops' });
		await expect(check(wrong(code))).rejects.toMatchObject({ code: 'outcomeUnknown', why: 'Oops' });
		expect(await status()).toMatchObject({ status: 'requested', attemptsRemaining: 3 });
		expect(await check(code)).toMatchObject({ verified: true });
	});

	it('answers nobody can read end it when the tries are used up', async () => {
		await send();
		for (let left = 4; left >= 0; left -= 1) {
			answerNext(VERIFY, 200, '<html>');
			await expect(check('000000')).rejects.toMatchObject({
				next: expect.stringContaining(left === 0 ? 'none is left' : String(left)),
			});
		}
		expect(await status()).toMatchObject({ status: 'failed', error: 'tooManyTries' });
		expect(await check(shown())).toMatchObject({ verified: false, reason: 'locked' });
	});

	it('what Wawp says of a code is told without the code', async () => {
		await send();
		answerNext(VERIFY, 500, { message: 'Cannot compare 123456 with anything' });
		const error = (await check('123456').catch((thrown: unknown) => thrown)) as { why: string };
		expect(error.why).toBe('Cannot compare *** with anything');
	});

	it('a wrong token is told, and uses up no try', async () => {
		await send();
		answerNext(VERIFY, 401, { message: 'Unauthorized - Invalid access_token' });
		await expect(check(shown())).rejects.toMatchObject({ code: 'accountStopped' });
		expect(await status()).toMatchObject({ attemptsRemaining: 5 });
		expect(await check(shown())).toMatchObject({ verified: true });
	});

	it('a check Wawp has no time for is data with the time, uses up no try, and is not repeated before', async () => {
		await send();
		answerNext(VERIFY, 429, { message: 'Brute force protection' }, { 'retry-after': '20' });
		const retryAt = new Date(world.clock.now() + 20_000).toISOString();
		const held = { verified: false, reason: 'tooManyChecks', rule: 'gateway', retryAt };
		expect(await check(shown())).toMatchObject({ ...held, attemptsRemaining: 5 });
		expect(await check(shown())).toMatchObject(held);
		expect(world.simulator.asked(VERIFY)).toHaveLength(1);
		await world.clock.advance(20_000);
		expect(await check(shown())).toMatchObject({ verified: true });
	});

	it('a check while Wawp cannot be reached uses up no try', async () => {
		await send();
		const code = shown();
		const { baseUrl } = world.config.credential as { baseUrl: string };
		const away = { ...world.config, credential: { ...(world.config.credential as object), baseUrl: closed } };
		expect(baseUrl).not.toBe(closed);
		const { codes } = world.process(away);
		await expect(codes.check({ recipient: ANA, code })).rejects.toMatchObject({ code: 'notConnected' });
		expect(await status()).toMatchObject({ attemptsRemaining: 5 });
		expect(await check(code)).toMatchObject({ verified: true });
	});

	it('whoever asked and ended without a word has used up the try, and others wait for no longer than that', async () => {
		await send();
		const code = shown();
		const store = world.store;
		const decide = store.decide.bind(store);
		let decisions = 0;
		// The process ends between the question and its answer.
		store.decide = async (...request) => {
			decisions += 1;
			if (decisions === 2) throw new Error('The process has ended');
			return (await decide(...(request as Parameters<typeof decide>))) as never;
		};
		await expect(check(wrong(code))).rejects.toThrow('The process has ended');
		store.decide = decide;
		expect(await status()).toMatchObject({ attemptsRemaining: 4 });
		await world.clock.advance(76_000);
		expect(await check(code)).toMatchObject({ verified: true });
	});

	it('what ended meanwhile is not proven by a late answer', async () => {
		await send();
		const code = shown();
		let answer = (): void => undefined;
		const until = new Promise<void>((resolve) => (answer = resolve));
		world.simulator.failNext(VERIFY, { kind: 'slow', until });
		const checking = check(code);
		while (world.simulator.asked(VERIFY).length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
		await verifications.codes.cancel({ recipient: ANA });
		answer();
		expect(await checking).toMatchObject({ verified: false, status: 'failed', reason: 'cancelled' });
	});

	it.each([
		['marks of success', { code: 'success', verified: true }, true],
		['the word alone', { code: 'success' }, true],
		['the mark alone', { verified: true }, true],
		['in data', { success: true, data: { verified: true, chatId: `${DIGITS}@c.us` } }, true],
		['success alone', { success: true, message: 'Operation completed successfully' }, true],
		['of another number', { code: 'success', verified: true, chatId: '5511900000000@c.us' }, false],
		['a contradiction', { code: 'success', verified: false }, false],
		['two that differ', { verified: true, data: { verified: false } }, false],
		['a text for a mark', { code: 'success', verified: 'true' }, false],
		['another word', { code: 'otp_expired', verified: true }, false],
		['a status that waits', { code: 'success', status: 'pending' }, false],
		['an error beside it', { verified: true, error: 'nope' }, false],
		['nothing', {}, false],
		['a list', [], false],
		['words', 'OK', false],
	])('is proven by %s: %j is %s', async (_name, body, verified) => {
		await send();
		answerNext(VERIFY, 200, body);
		const result = await check('123456').catch(() => ({ verified: false }));
		expect(result.verified).toBe(verified);
		expect((await status())?.status === 'validated').toBe(verified);
	});

	it(`no answer of ${EXAMPLES} without a mark of success proves a number`, async () => {
		await send();
		const { store } = world;
		const found = (await store.findLatest('account', {
			...{ method: 'code', phone: ANA, purpose: 'authentication' },
		}))!;
		const renew = async () =>
			await store.decide({ accountId: 'account', now: world.clock.now(), windows: [] }, () => ({
				answer: undefined,
				put: [found],
			}));
		await fc.assert(
			fc.asyncProperty(anyAnswer, async ({ code, text }) => {
				await renew();
				await world.clock.advance(10_000);
				world.simulator.failNext(VERIFY, { kind: 'text', status: code, text });
				const result = await check('123456').catch((error: Error) => {
					expect(error.name).toBe('KitError');
					expect(error.message).not.toContain('token-of-the-shop');
					return { verified: false };
				});
				expect(result.verified).toBe(false);
			}),
			{ numRuns: EXAMPLES },
		);
	}, 120_000);
});

/** Port 1 of this machine: nobody listens there. */
const closed = 'http://127.0.0.1:1';

const word = fc.constantFrom('approved', 'pending', 'error', 'failed', 'token-of-the-shop', 'true', '1');
const leaf = fc.oneof(fc.string(), fc.integer(), fc.constantFrom(false, null), word);
const members = fc.dictionary(
	fc.constantFrom('code', 'verified', 'success', 'status', 'message', 'data', 'error', 'chatId'),
	fc.oneof(leaf, fc.dictionary(fc.constantFrom('verified', 'status', 'code'), leaf)),
);
/** JSON in the words Wawp uses, but without `true` and `success`; broken JSON; plain text. */
const anyAnswer = fc.record({
	code: fc.constantFrom(200, 201, 204, 400, 404, 422, 500, 503),
	text: fc
		.oneof(
			members.map((value) => JSON.stringify(value)),
			members.map((value) => JSON.stringify(value).slice(0, -1)),
			fc.string(),
		)
		.filter((text) => !text.includes('"success"')),
});

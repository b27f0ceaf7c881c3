import type { AccountVerifications } from '../../../runtime/kit';
import { fc } from '../../fixtures/properties';
import { refusalLayouts } from '../../gateways/waCr/wa-cr-refusal';
import type { WaCrSimulator } from '../../gateways/waCr/wa-cr-simulator';
import { MINUTE } from '../a-verification';
import { wrong } from '../code-world';
import { ANA, DIGITS, ManagedWorld } from './managed-world';

const VERIFY = /auth\/verify$/u;
const EXAMPLES = process.env.WHATSAPP_KIT_FEWER_EXAMPLES ? 50 : 500;
const template = 'login_code';

describe('a code that WA.cr keeps', () => {
	let world: ManagedWorld<WaCrSimulator>;
	let verifications: AccountVerifications;

	beforeEach(async () => {
		world = await ManagedWorld.waCr();
		verifications = world.process();
	});
	afterEach(async () => await world.close());

	const send = async (fields: object = {}, requestKey = world.item()) =>
		await verifications.managed!.codes!.sendManaged({
			...{ recipient: ANA, fields: { template, ...fields }, requestKey },
		});
	const which = (purpose?: string) => ({ recipient: ANA, ...(purpose !== undefined && { purpose }) });
	const check = async (code: string, purpose?: string) =>
		await verifications.codes.check({ ...which(purpose), code });
	const shown = (purpose?: string): string => world.simulator.otp.codeOf(DIGITS, purpose)!;
	const status = async (purpose?: string) => await verifications.codes.getStatus(which(purpose));
	const refuse = (code: string, details: object = {}, status_ = 422) =>
		world.simulator.failNext(VERIFY, {
			kind: 'answer',
			answer: { status: status_, body: { success: false, error: { code, message: code, details } } },
		});

	it('leaves by its template with a code of this n8n, and proves the number that types it', async () => {
		await send({ language: 'pt_BR', expiryMinutes: 5, purpose: 'pay', parameters: ['Shop'] });
		const [sent] = world.simulator.otp.sent;
		expect(sent).toEqual({
			path: '/auth/send-otp',
			fields: {
				...{ phone: ANA, template_name: template, language: 'pt_BR', expiry_minutes: 5, purpose: 'pay' },
				...{ code: expect.stringMatching(/^\d{6}$/u), additional_params: ['Shop'] },
			},
		});
		expect(await check(wrong(shown('pay')), 'pay')).toMatchObject({
			...{ verified: false, reason: 'wrongCode', attemptsRemaining: 4 },
		});
		expect(await check(shown('pay'), 'pay')).toMatchObject({ verified: true, reason: null });
		expect(await status('pay')).toMatchObject({ status: 'validated', purpose: 'pay', phone_number: ANA });
	});

	it('takes a code of the workflow’s own', async () => {
		await send({ code: 'ab-cd12' });
		expect(shown()).toBe('ABCD12');
		expect(await check('abcd12')).toMatchObject({ verified: true });
	});

	it('has one code per purpose', async () => {
		await send({ code: '111111' });
		await world.clock.advance(MINUTE);
		await send({ code: '222222', purpose: 'pay' });
		expect(await check('222222')).toMatchObject({ verified: false, reason: 'wrongCode' });
		expect(await check('222222', 'pay')).toMatchObject({ verified: true });
		expect(await check('111111')).toMatchObject({ verified: true });
	});

	it('is sent again as another code, under the same template and purpose; tries stay counted', async () => {
		await send({ code: '111111', language: 'de', purpose: 'pay' });
		await check('000000', 'pay');
		await world.clock.advance(MINUTE);
		const again = await verifications.codes.resend(which('pay'));
		expect(again).toMatchObject({ status: 'requested', outcome: 'sent' });
		expect(world.simulator.otp.sent[1]).toEqual({
			path: '/auth/resend',
			fields: {
				...{ phone: ANA, template_name: template, language: 'de', expiry_minutes: 10, purpose: 'pay' },
			},
		});
		expect(await check('111111', 'pay')).toMatchObject({ verified: false, attemptsRemaining: 3 });
		expect(await check(shown('pay'), 'pay')).toMatchObject({ verified: true });
	});

	it('tells what WA.cr keeps, and uses up nothing by that', async () => {
		await send();
		await check('000000');
		expect(await status()).toMatchObject({
			...{ status: 'requested', attemptsRemaining: 4 },
			gateway: { active: true, attempts_remaining: 4, expires_at: expect.any(String) },
		});
		await check(shown());
		expect(await status()).not.toHaveProperty('gateway');
	});

	it('tells what is known here when WA.cr cannot be asked', async () => {
		await send();
		world.simulator.failNext(/auth\/status$/u, { kind: 'text', status: 500, text: '<html>' });
		expect(await status()).toMatchObject({
			...{ status: 'requested', attemptsRemaining: 5 },
			gateway: { error: 'WA.cr has trouble of its own.' },
		});
	});

	it('waits alone when it was sent again too often to one person', async () => {
		await send();
		await world.clock.advance(MINUTE);
		const body = { error: { code: 'RATE_LIMIT_EXCEEDED', details: { retry_after: 200 } } };
		world.simulator.failNext(/auth\/resend$/u, { kind: 'answer', answer: { status: 429, body } });
		const resend = async () => await verifications.codes.resend({ ...which(), whenLimited: 'fail' });
		const limited = { code: 'limited', reason: 'gatewayRecipient', retryAt: world.clock.now() + 200_000 };
		await expect(resend()).rejects.toMatchObject(limited);
		await world.clock.advance(100_000);
		await expect(resend()).rejects.toMatchObject(limited);
		const other = await verifications.managed!.codes!.sendManaged({
			...{ recipient: '+5511987654322', fields: { template }, requestKey: world.item() },
			whenLimited: 'fail',
		});
		expect(other).toMatchObject({ outcome: 'sent' });
		await world.clock.advance(100_000);
		expect(await resend()).toMatchObject({ outcome: 'sent' });
	});

	it('answers the browser that asked for it alone', async () => {
		const browserSecret = 'only this browser knows it';
		await send({ code: '111111', browserSecret });
		expect(await check('111111')).toMatchObject({ verified: false, reason: 'notFound' });
		expect(world.simulator.asked(VERIFY)).toHaveLength(0);
		const { codes } = verifications;
		expect(await codes.check({ ...which(), code: '111111', browserSecret })).toMatchObject({
			verified: true,
		});
	});

	it.each([
		['OTP_EXPIRED', { status: 'expired', reason: 'expired' }],
		['MAX_ATTEMPTS_EXCEEDED', { status: 'failed', reason: 'locked', rule: 'locked' }],
		['OTP_NOT_FOUND', { status: 'failed', reason: 'lost' }],
	])('ends when WA.cr says %s', async (code, told) => {
		await send();
		refuse(code);
		expect(await check(shown())).toMatchObject({ verified: false, ...told });
		expect(await check(shown())).toMatchObject({ verified: false });
		expect(world.simulator.asked(VERIFY)).toHaveLength(1);
	});

	it.each(refusalLayouts)('understands a wrong code in the layout %s', async (layout) => {
		world.simulator.layout = layout;
		await send({ code: '111111' });
		expect(await check('000000')).toMatchObject({ reason: 'wrongCode', attemptsRemaining: 4 });
	});

	it('is not asked about again before WA.cr said so', async () => {
		await send();
		refuse('RATE_LIMIT_EXCEEDED', { retry_after: 45 }, 429);
		const retryAt = new Date(world.clock.now() + 45_000).toISOString();
		expect(await check(shown())).toMatchObject({ reason: 'tooManyChecks', rule: 'gateway', retryAt });
		await check(shown());
		expect(world.simulator.asked(VERIFY)).toHaveLength(1);
		await world.clock.advance(45_000);
		expect(await check(shown())).toMatchObject({ verified: true });
	});

	it('says what the account lacks, and uses up no try', async () => {
		await send();
		refuse('INSUFFICIENT_SCOPE', {}, 403);
		await expect(check(shown())).rejects.toMatchObject({ reason: 'INSUFFICIENT_SCOPE' });
		expect(await status()).toMatchObject({ attemptsRemaining: 5 });
	});

	it('needs a template, and one that is approved', async () => {
		await expect(send({ template: '' })).rejects.toMatchObject({ code: 'invalidInput' });
		await expect(send({ template: 'sale' })).rejects.toMatchObject({ reason: 'VALIDATION_ERROR' });
		expect(await send()).toMatchObject({ outcome: 'sent' });
	});

	it('is in no error, although WA.cr repeats it', async () => {
		const body = { success: false, error: { code: 'VALIDATION_ERROR', message: 'The code 111111 is odd' } };
		world.simulator.failNext(/send-otp$/u, { kind: 'answer', answer: { status: 422, body } });
		const error: unknown = await send({ code: '111111' }).catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({ why: 'The code *** is odd' });
		expect(JSON.stringify(world.logger.lines)).not.toContain('111111');
	});

	it('lists the templates of the account', async () => {
		world.simulator.scopes = new Set([...world.simulator.scopes, 'templates:read']);
		const templates = await verifications.managed!.codes!.templates(AbortSignal.timeout(20_000));
		expect(templates).toEqual([{ name: template, language: 'en' }]);
	});

	it('is not sent twice when the answer was lost, and may be right all the same', async () => {
		world.simulator.failNext(/send-otp$/u, { kind: 'reset' });
		const sent = await send({ code: '111111' }, 'one item');
		expect(sent).toMatchObject({ outcome: 'unknown' });
		await world.clock.advance(2 * MINUTE);
		expect(await send({ code: '222222' }, 'one item')).toEqual(sent);
		expect(world.simulator.otp.sent).toHaveLength(1);
		expect(await check('111111')).toMatchObject({ verified: true });
	});

	it('keeps to codes of its own: those of this n8n are compared here', async () => {
		await verifications.codes.send({
			...{ recipient: ANA, fields: { code: '424242' }, requestKey: world.item() },
		});
		expect(await check('424242')).toMatchObject({ verified: true });
		expect(world.simulator.asked(VERIFY)).toHaveLength(0);
	});

	it('takes the place of one of this n8n, and the other way round', async () => {
		const own = await verifications.codes.send({
			...{ recipient: ANA, fields: { code: '424242' }, requestKey: world.item() },
		});
		await world.clock.advance(MINUTE);
		const managed = await send({ code: '111111' });
		expect(await check('424242')).toMatchObject({ verified: false, verificationId: managed.verificationId });
		const replaced = await verifications.codes.getStatus({ verificationId: own.verificationId });
		expect(replaced).toMatchObject({ status: 'failed', error: 'replaced' });
	});

	it.each([
		['the time it was', { success: true, data: { verified_at: '2026-01-07T08:00:00+00:00' } }, true],
		['its number', { success: true, data: { phone: DIGITS, verified_at: '2026-01-07T08:00:00Z' } }, true],
		['no envelope', { verified_at: '2026-01-07T08:00:00Z' }, true],
		['another number', { success: true, data: { phone: '49', verified_at: '2026-01-07T08:00:00Z' } }, false],
		['another purpose', { data: { purpose: 'pay', verified_at: '2026-01-07T08:00:00Z' } }, false],
		['success without a time', { success: true, data: {} }, false],
		['no success', { success: false, data: { verified_at: '2026-01-07T08:00:00Z' } }, false],
		['an error beside it', { error: 'x', data: { verified_at: '2026-01-07T08:00:00Z' } }, false],
		['a time that is none', { success: true, data: { verified_at: true } }, false],
		['nothing', {}, false],
	])('is proven by %s: %j is %s', async (_name, body, verified) => {
		await send();
		world.simulator.failNext(VERIFY, { kind: 'answer', answer: { status: 200, body } });
		const result = await check('123456').catch(() => ({ verified: false }));
		expect(result.verified).toBe(verified);
	});

	it(`no answer of ${EXAMPLES} without the time it was proves a number`, async () => {
		await send();
		const slot = { method: 'code', phone: ANA, purpose: 'authentication' } as const;
		const found = (await world.store.findLatest('account', slot))!;
		await fc.assert(
			fc.asyncProperty(anyAnswer, async ({ code, text }) => {
				const question = { accountId: 'account', now: world.clock.now(), windows: [] };
				await world.store.decide(question, () => ({ answer: undefined, put: [found] }));
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

describe('a country the credential leaves out', () => {
	it('gets no verification of the gateway either', async () => {
		const world = await ManagedWorld.waCr({ verification: { blockedCountries: 'BR' } });
		try {
			const sending = world.process().managed!.codes!.sendManaged({
				...{ recipient: ANA, fields: { template }, requestKey: world.item() },
			});
			await expect(sending).rejects.toMatchObject({ code: 'limited', reason: 'country' });
			expect(world.simulator.requests).toHaveLength(0);
		} finally {
			await world.close();
		}
	});
});

describe('a number of the test list', () => {
	it('gets nothing from the gateway, and its own code is right', async () => {
		const verification = { testNumbers: { number: [{ phone: ANA, code: '424242' }] } };
		const world = await ManagedWorld.waCr({ verification });
		try {
			const { codes, managed } = world.process();
			const sent = await managed!.codes!.sendManaged({
				...{ recipient: ANA, fields: { template }, requestKey: world.item() },
			});
			expect(sent).toMatchObject({ outcome: 'test' });
			expect(world.simulator.requests).toHaveLength(0);
			expect(await codes.check({ recipient: ANA, code: '424242' })).toMatchObject({ verified: true });
		} finally {
			await world.close();
		}
	});
});

const word = fc.constantFrom('INVALID_CODE', 'OTP_EXPIRED', 'X', 'token-of-the-shop', 'authentication');
const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), word);
const members = fc.dictionary(
	fc.constantFrom('success', 'data', 'error', 'message', 'code', 'phone', 'purpose', 'meta'),
	fc.oneof(leaf, fc.dictionary(fc.constantFrom('code', 'message', 'phone', 'purpose', 'details'), leaf)),
);
const anyAnswer = fc.record({
	code: fc.constantFrom(200, 201, 204, 400, 401, 403, 404, 422, 429, 500, 503),
	text: fc.oneof(
		members.map((value) => JSON.stringify(value)),
		members.map((value) => JSON.stringify(value).slice(0, -1)),
		fc.string(),
	),
});

import { KitError } from '../../messages/kit-error';
import type { CodeSendInput } from '../../verification/code/code-verifications';
import type { WhichInput } from '../../verification/code/which-code';
import type { CheckResult } from '../../verification/code/judge-check';
import { fakeKit } from './fake-kit';
import { failure, items, verifyType } from './run-node';

jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'));

beforeEach(() => fakeKit.reset());

const settings = { type: verifyType };
const run = async (parameters: object, more: object = {}) =>
	await items({ resource: 'code', ...parameters }, { settings: { ...settings, ...more } });

const wrongCode: CheckResult = {
	verified: false,
	status: 'requested',
	reason: 'wrongCode',
	attemptsRemaining: 4,
	lockedUntil: null,
	verificationId: 'v-1',
	retryAt: null,
	rule: null,
};

describe('Code: Send', () => {
	const sent = {
		verificationId: 'v-1',
		status: 'requested',
		expiresAt: '2026-01-01T00:10:00.000Z',
		resendAt: '2026-01-01T00:01:00.000Z',
		outcome: 'sent',
	};

	it('puts out what was sent, opening no session', async () => {
		let asked: CodeSendInput | undefined;
		fakeKit.codes.send = (request: CodeSendInput) => {
			asked = request;
			return sent;
		};
		const output = await run({ operation: 'send', recipient: '+5511987654321' });
		expect(output).toEqual([{ json: sent, pairedItem: { item: 0 } }]);
		expect(asked).toMatchObject({
			recipient: '+5511987654321',
			fields: { purpose: 'authentication' },
			includeCode: false,
			requestKey: expect.stringContaining('node-1'),
		});
		expect(fakeKit.released).toBe(0);
	});

	it('hands every option on under its own name', async () => {
		let asked: CodeSendInput | undefined;
		fakeKit.codes.send = (request: CodeSendInput) => {
			asked = request;
			return sent;
		};
		const options = {
			alphabet: 'letters',
			brand: 'Shop',
			codeLength: 8,
			expiryMinutes: 3,
			footer: 'Bye',
			language: 'de',
			onResend: 'sameCode',
			ownCode: 'ABCD',
			template: '{code}',
			callerKey: '203.0.113.7',
			lockMinutes: 1,
			maxTries: 2,
			includeCode: true,
			whenLimited: 'fail',
			idempotencyKey: 'mine',
		};
		await run({ operation: 'send', recipient: '11 98765-4321', purpose: 'pay', options });
		const { codeLength, ownCode, ...same } = options;
		const { includeCode, whenLimited, idempotencyKey, ...fields } = same;
		expect(asked).toMatchObject({ includeCode, whenLimited, requestKey: idempotencyKey });
		expect(asked?.fields).toEqual({ ...fields, purpose: 'pay', length: codeLength, code: ownCode });
	});

	it('cannot be queued', async () => {
		const parameters = { operation: 'send', recipient: '+5511987654321', options: { whenLimited: 'queue' } };
		const error = await failure({ resource: 'code', ...parameters }, { settings });
		expect(error.message).toMatch(/takes one of wait, fail/);
	});

	it('tells rule and time of a refusal, and that some never may', async () => {
		const refuse = (retryAt: number | undefined, reason: string) => () => {
			throw new KitError({ code: 'limited', reason, retryAt, what: 'No.' });
		};
		const more = { onError: 'continueRegularOutput' };
		fakeKit.codes.send = refuse(0, 'verificationCooldown');
		const [held] = await run({ operation: 'send', recipient: '+5511987654321' }, more);
		expect(held!.json).toMatchObject({
			errorCode: 'limited',
			rule: 'verificationCooldown',
			retryAt: '1970-01-01T00:00:00.000Z',
		});
		fakeKit.codes.send = refuse(undefined, 'country');
		const [never] = await run({ operation: 'send', recipient: '+5511987654321' }, more);
		expect(never!.json).toMatchObject({ rule: 'country', retryAt: null });
	});
});

describe('Code: Check', () => {
	it('gives a wrong code as an item', async () => {
		let asked: WhichInput | undefined;
		fakeKit.codes.check = (request: WhichInput) => {
			asked = request;
			return wrongCode;
		};
		const parameters = { operation: 'check', recipient: '+5511987654321', code: '={{ 123456 }}' };
		expect((await run(parameters))[0]!.json).toEqual(wrongCode);
		expect(asked).toEqual({
			...{ recipient: '+5511987654321', purpose: 'authentication', code: '123456' },
			signal: expect.anything(),
		});
	});

	it('makes it an error when that was asked for, without the code', async () => {
		fakeKit.codes.check = () => wrongCode;
		const parameters = {
			resource: 'code',
			operation: 'check',
			verificationId: 'v-1',
			code: '123456',
			options: { failWhenNotVerified: true },
		};
		const error = await failure(parameters, { settings });
		expect(error.message).toBe('The code was not verified: wrongCode');
		expect(JSON.stringify([error.message, error.description])).not.toContain('123456');
	});
});

describe('Code: Get Status and Cancel', () => {
	it('say that there is none', async () => {
		fakeKit.codes.getStatus = () => null;
		fakeKit.codes.cancel = () => ({ cancelled: false, status: null });
		const parameters = { recipient: '+5511987654321' };
		expect((await run({ operation: 'getStatus', ...parameters }))[0]!.json).toEqual({
			id: null,
			status: null,
		});
		expect((await run({ operation: 'cancel', ...parameters }))[0]!.json).toEqual({
			cancelled: false,
			id: null,
			status: null,
		});
	});
});

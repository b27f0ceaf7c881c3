import { KitError } from '../../messages/kit-error';
import { MINUTE } from './a-verification';
import { ANA, CodeWorld, wrong } from './code-world';
import { textOf } from './sent-texts';
import { openVerifications, type OpenVerifications } from './open-verifications';

let opened: OpenVerifications;
let world: CodeWorld;

const withCredential = (credential: ConstructorParameters<typeof CodeWorld>[1]) =>
	new CodeWorld(opened.store, credential);

beforeEach(async () => {
	opened = await openVerifications();
	world = withCredential({});
});
afterEach(async () => await opened.dispose());

describe('sending a code', () => {
	it('sends six digits that work for ten minutes and tells everything but the code', async () => {
		const sent = await world.codes.send({ recipient: '+55 11 98765-4321', fields: {}, requestKey: 'one' });
		const now = world.clock.now();
		expect(sent).toEqual({
			verificationId: expect.any(String),
			status: 'requested',
			expiresAt: new Date(now + 10 * MINUTE).toISOString(),
			resendAt: new Date(now + MINUTE).toISOString(),
			outcome: 'sent',
		});
		expect(world.sends).toHaveLength(1);
		expect(world.sends[0]).toMatchObject({ recipient: ANA, purpose: 'verification', secret: true });
		expect(textOf(world.sends[0]!)).toMatch(/^\*\d{6}\* is your verification code/);
	});

	it('says the code only when asked', async () => {
		const { code } = await world.send({ alphabet: 'letters', length: 8 });
		expect(code).toMatch(/^[A-Z]{8}$/);
		expect(textOf(world.sends[0]!)).toContain(code);
	});

	it('sends once for one item, however often that runs', async () => {
		const again = { recipient: ANA, fields: {}, requestKey: 'same' };
		const first = await world.codes.send(again);
		expect(await world.codes.send(again)).toEqual(first);
		expect(world.sends).toHaveLength(1);
	});

	it('takes an own code', async () => {
		expect(await world.send({ code: ' open-42 ' })).toMatchObject({ code: 'OPEN42' });
		expect(await world.check('open 42')).toMatchObject({ verified: true });
	});

	it.each([
		[{ length: 3 }, /Code Length/],
		[{ length: 11 }, /Code Length/],
		[{ code: '123' }, /Own Code/],
		[{ code: '12345678901' }, /Own Code/],
		[{ code: '12*4' }, /Own Code/],
		[{ expiryMinutes: 0 }, /Expiry/],
		[{ expiryMinutes: 61 }, /Expiry/],
		[{ template: 'no place' }, /Template/],
		[{ language: 'xx' }, /Language/],
		[{ maxTries: 11 }, /Max Tries/],
		[{ purpose: 'p'.repeat(51) }, /Purpose/],
	])('refuses %j', async (fields, what) => {
		const error = await world.send(fields).catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({ code: 'invalidInput', what: expect.stringMatching(what) });
		expect(world.sends).toHaveLength(0);
	});

	it.each(['123456789012345@lid', '120363000000000000@g.us', 'status@broadcast'])(
		'refuses %s: it proves nobody',
		async (recipient) => {
			await expect(world.send({}, recipient)).rejects.toMatchObject({ code: 'invalidInput' });
		},
	);

	it('leaves the code before good until the new one has left, and gives back what a failed send counted', async () => {
		const first = await world.send({ code: '111111' });
		await world.clock.advance(MINUTE);
		world.failures.push(new KitError({ code: 'notConnected', what: 'Not connected.' }));
		await expect(world.send()).rejects.toMatchObject({ code: 'notConnected' });
		const second = await world.send({ code: '222222' });
		expect(second.status).toBe('requested');
		expect(await world.check(first.code!)).toMatchObject({ verified: false, reason: 'wrongCode' });
		expect(await world.check(second.code!)).toMatchObject({ verified: true });
		expect(await world.codes.getStatus({ verificationId: first.verificationId })).toMatchObject({
			status: 'failed',
			error: 'replaced',
		});
	});

	it('keeps a code nobody knows the fate of: the person may have it', async () => {
		world.failures.push(new KitError({ code: 'outcomeUnknown', what: 'Nobody can say.' }));
		const sent = await world.send();
		expect(sent.outcome).toBe('unknown');
		expect(await world.check(sent.code!)).toMatchObject({ verified: true });
	});
});

describe('checking a code', () => {
	it('verifies the right one once', async () => {
		const { code, verificationId } = await world.send();
		expect(await world.check(code!)).toEqual({
			verified: true,
			status: 'validated',
			reason: null,
			attemptsRemaining: 0,
			lockedUntil: null,
			verificationId,
			retryAt: null,
			rule: null,
		});
		expect(await world.check(code!)).toMatchObject({
			verified: false,
			status: 'validated',
			reason: 'alreadyUsed',
		});
	});

	it('finds it by its id, and not for another number, purpose or account', async () => {
		const { code, verificationId } = await world.send({ purpose: 'pay' });
		expect(await world.check(code!)).toMatchObject({ verified: false, status: null, reason: 'notFound' });
		expect(await world.check(code!, { verificationId, recipient: '+442079460123' })).toMatchObject({
			verified: false,
			reason: 'notFound',
		});
		expect(await world.check(code!, { verificationId: 'another' })).toMatchObject({ reason: 'notFound' });
		expect(await world.check(code!, { verificationId })).toMatchObject({ verified: true });
	});

	it('fails and locks number and purpose after five wrong ones, for fifteen minutes', async () => {
		const { code } = await world.send();
		const left: unknown[] = [];
		for (let tries = 1; tries <= 5; tries += 1) {
			left.push((await world.check(wrong(code!, tries))).attemptsRemaining);
			await world.clock.advance(1_000);
		}
		expect(left).toEqual([4, 3, 2, 1, 0]);
		const lockedUntil = new Date(world.clock.now() - 1_000 + 15 * MINUTE).toISOString();
		expect(await world.check(code!)).toMatchObject({
			verified: false,
			status: 'failed',
			reason: 'locked',
			lockedUntil,
			retryAt: lockedUntil,
			rule: 'locked',
		});
		await world.clock.advance(2 * MINUTE);
		await expect(world.send()).rejects.toMatchObject({ code: 'limited', reason: 'locked' });
		await expect(world.codes.resend({ recipient: ANA })).rejects.toMatchObject({ reason: 'locked' });
		expect(await world.send({ purpose: 'pay' })).toMatchObject({ status: 'requested' });
		await world.clock.advance(13 * MINUTE);
		expect(await world.send()).toMatchObject({ status: 'requested' });
	});

	it('takes other tries and another lock', async () => {
		const { code } = await world.send({ maxTries: 1, lockMinutes: 0 });
		expect(await world.check(wrong(code!))).toMatchObject({
			status: 'failed',
			reason: 'tooManyTries',
			attemptsRemaining: 0,
			lockedUntil: null,
		});
	});

	it('carries wrong tries over to a code that replaces a live one', async () => {
		const first = await world.send();
		for (let tries = 1; tries <= 3; tries += 1) await world.check(wrong(first.code!, tries));
		await world.clock.advance(MINUTE);
		const second = await world.send();
		expect(await world.check(wrong(second.code!))).toMatchObject({ attemptsRemaining: 1 });
		await world.codes.cancel({ recipient: ANA });
		await world.clock.advance(MINUTE);
		const third = await world.send();
		expect(await world.check(wrong(third.code!))).toMatchObject({ status: 'failed', reason: 'locked' });
	});

	it('does not verify after the expiry', async () => {
		const { code } = await world.send({ expiryMinutes: 1 });
		await world.clock.advance(MINUTE);
		expect(await world.check(code!)).toMatchObject({ verified: false, status: 'expired', reason: 'expired' });
	});

	it('compares nothing beyond ten checks a minute per recipient, and says when it will', async () => {
		const { code } = await world.send({ maxTries: 10 });
		const began = world.clock.now();
		for (let check = 0; check < 10; check += 1)
			await world.check('0000', { recipient: ANA, purpose: 'none' });
		expect(await world.check(code!)).toMatchObject({
			verified: false,
			status: 'requested',
			reason: 'tooManyChecks',
			rule: 'checksPerMinute',
			retryAt: new Date(began + MINUTE).toISOString(),
			attemptsRemaining: 10,
		});
		await world.clock.advance(MINUTE);
		expect(await world.check(code!)).toMatchObject({ verified: true });
	});
});

describe('sending it again', () => {
	it('sends a new code, counts tries on and lets the old one go', async () => {
		const { code, verificationId } = await world.send();
		await world.check(wrong(code!));
		await world.clock.advance(MINUTE);
		const again = await world.codes.resend({ recipient: ANA, includeCode: true });
		expect(again).toMatchObject({
			verificationId,
			status: 'requested',
			expiresAt: new Date(world.clock.now() + 10 * MINUTE).toISOString(),
		});
		if (again.code !== code)
			expect(await world.check(code!)).toMatchObject({ reason: 'wrongCode', attemptsRemaining: 3 });
		expect(await world.check(again.code!)).toMatchObject({ verified: true });
	});

	it('sends the same code where that was asked for', async () => {
		const { code } = await world.send({ onResend: 'sameCode', language: 'de', brand: 'Laden' });
		await world.clock.advance(MINUTE);
		const again = await world.codes.resend({ recipient: ANA, includeCode: true });
		expect(again.code).toBe(code);
		expect(textOf(world.sends[1]!)).toContain('*Laden*');
		expect(await world.check(code!)).toMatchObject({ verified: true });
	});

	it('waits for the cooldown, and refuses the sixth within an hour', async () => {
		await world.send();
		const early = await world.codes.resend({ recipient: ANA }).catch((thrown: unknown) => thrown);
		expect(early).toMatchObject({
			code: 'limited',
			reason: 'verificationCooldown',
			retryAt: world.clock.now() + MINUTE,
		});
		for (let sends = 2; sends <= 5; sends += 1) {
			await world.clock.advance(MINUTE);
			await world.codes.resend({ recipient: ANA });
		}
		await world.clock.advance(MINUTE);
		await expect(world.codes.resend({ recipient: ANA })).rejects.toMatchObject({ reason: 'recipientWindow' });
		await expect(world.send({ purpose: 'pay' })).rejects.toMatchObject({ reason: 'recipientWindow' });
		expect(world.sends).toHaveLength(5);
	});

	it('has nothing to send when none is live', async () => {
		await expect(world.codes.resend({ recipient: ANA })).rejects.toMatchObject({ code: 'invalidInput' });
		const { code } = await world.send();
		await world.check(code!);
		await world.clock.advance(MINUTE);
		await expect(world.codes.resend({ recipient: ANA })).rejects.toMatchObject({ code: 'invalidInput' });
	});
});

describe('looking and cancelling', () => {
	it('looking consumes nothing', async () => {
		const { code, verificationId } = await world.send();
		for (let looks = 0; looks < 30; looks += 1) await world.codes.getStatus({ recipient: ANA });
		expect(await world.codes.getStatus({ recipient: ANA })).toMatchObject({
			id: verificationId,
			status: 'requested',
			method: 'code',
			purpose: 'authentication',
			phone_number: ANA,
			authorized_numbers: [ANA],
			attemptsRemaining: 5,
			lockedUntil: null,
			error: null,
		});
		expect(await world.check(code!)).toMatchObject({ verified: true });
		expect(await world.codes.getStatus({ recipient: '+442079460123' })).toBeNull();
	});

	it('a cancelled code does not work', async () => {
		const { code } = await world.send();
		expect(await world.codes.cancel({ recipient: ANA })).toMatchObject({
			cancelled: true,
			status: { status: 'failed', error: 'cancelled' },
		});
		expect(await world.check(code!)).toMatchObject({ verified: false, reason: 'cancelled' });
		expect(await world.codes.cancel({ recipient: ANA })).toMatchObject({ cancelled: false });
	});
});

describe('the rules of the credential', () => {
	const sendTo = async (verification: object, recipient: string) =>
		await withCredential({ verification }).send({}, recipient);

	it.each([
		[{ allowedCountries: 'BR, DE' }, '+442079460123'],
		[{ allowedCountries: '+55' }, '+442079460123'],
		[{ blockedCountries: 'gb' }, '+442079460123'],
		[{ blockedCountries: '0044' }, '+442079460123'],
		[{ allowedCountries: 'GB', blockedCountries: '44' }, '+442079460123'],
	])('%j leaves out %s', async (verification, recipient) => {
		await expect(sendTo(verification, recipient)).rejects.toMatchObject({
			code: 'limited',
			reason: 'country',
		});
	});

	it.each([
		[{ allowedCountries: 'GB' }, '+442079460123'],
		[{ blockedCountries: 'BR' }, '+442079460123'],
	])('%j lets %s through', async (verification, recipient) => {
		expect(await sendTo(verification, recipient)).toMatchObject({ outcome: 'sent' });
	});

	it('bound callers and days', async () => {
		const limited = withCredential({ verification: { callerSendsPerWindow: 2, maxPerDay: 3 } });
		const numbers = ['+442079460001', '+442079460002', '+442079460003', '+442079460004'];
		await limited.send({ callerKey: '203.0.113.7' }, numbers[0]);
		await limited.send({ callerKey: '203.0.113.7' }, numbers[1]);
		await expect(limited.send({ callerKey: '203.0.113.7' }, numbers[2])).rejects.toMatchObject({
			reason: 'callerWindow',
			retryAt: limited.clock.now() + 60 * MINUTE,
		});
		await limited.send({ callerKey: 'another' }, numbers[2]);
		await expect(limited.send({}, numbers[3])).rejects.toMatchObject({ reason: 'verificationsPerDay' });
	});

	it.each([
		{ allowedCountries: 'Brazil' },
		{ maxPerDay: 0 },
		{ sendsPerWindow: 'many' },
		{ testNumbers: { number: [{ phone: 'x', code: '123456' }] } },
		{ testNumbers: { number: [{ phone: ANA, code: '12' }] } },
	])('%j is refused', (verification) => {
		expect(() => withCredential({ verification })).toThrow(KitError);
	});

	it('give test numbers their code, send nothing, and let them try as often as they like', async () => {
		const verification = { testNumbers: { number: [{ phone: ANA, code: '424242' }] }, sendsPerWindow: 1 };
		const tested = withCredential({ verification });
		for (let round = 0; round < 3; round += 1) {
			expect(await tested.send({ code: '111111' })).toMatchObject({ outcome: 'test', code: '424242' });
			expect(await tested.check('111111')).toMatchObject({ verified: false });
			expect(await tested.check('424242')).toMatchObject({ verified: true });
		}
		expect(tested.sends).toHaveLength(0);
	});
});

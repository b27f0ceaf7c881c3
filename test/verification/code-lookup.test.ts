import { aVerification, MINUTE } from './a-verification';
import { ANA, CodeWorld, wrong } from './code-world';
import { openVerifications, type OpenVerifications } from './open-verifications';

let opened: OpenVerifications;
let world: CodeWorld;

beforeEach(async () => {
	opened = await openVerifications();
	world = new CodeWorld(opened.store);
});
afterEach(async () => await opened.dispose());

const at = (ms: number) => new Date(ms).toISOString();
const put = async (verification: object) => {
	const asked = { accountId: 'account', now: world.clock.now(), windows: [] };
	await world.store.decide(asked, () => ({ answer: undefined, put: [aVerification(verification)] }));
};

describe('which code is meant', () => {
	test.each([{}, { recipient: '' }, { recipient: '  ', purpose: 'pay' }])(
		'is not said by %j',
		async (which) => {
			const unsaid = {
				code: 'invalidInput',
				what: 'Neither "Recipient" nor "Verification ID" was given.',
				why: expect.stringContaining('which verification is meant'),
				next: 'Fill in one of the two fields.',
			};
			await expect(world.check('123456', which)).rejects.toMatchObject(unsaid);
			await expect(world.codes.getStatus(which)).rejects.toMatchObject(unsaid);
			await expect(world.codes.cancel(which)).rejects.toMatchObject(unsaid);
			await expect(world.codes.resend(which)).rejects.toMatchObject(unsaid);
		},
	);

	test('is said by its id, with an empty recipient or the right one', async () => {
		const { verificationId } = await world.send({ purpose: 'pay' });
		for (const recipient of ['', ANA, undefined]) {
			expect(await world.codes.getStatus({ verificationId, recipient })).toMatchObject({
				id: verificationId,
			});
		}
		const another = { verificationId, recipient: '+442079460123' };
		expect(await world.codes.getStatus(another)).toBeNull();
		expect(await world.codes.cancel(another)).toEqual({ status: null, cancelled: false });
		expect(await world.codes.cancel({ verificationId })).toMatchObject({ cancelled: true });
	});

	test('is the latest of number and purpose', async () => {
		const auth = await world.send();
		await world.clock.advance(MINUTE);
		const pay = await world.send({ purpose: ' pay ' });
		const idOf = async (purpose?: string) => (await world.codes.getStatus({ recipient: ANA, purpose }))?.id;
		expect(await idOf()).toBe(auth.verificationId);
		expect(await idOf('authentication')).toBe(auth.verificationId);
		expect(await idOf('pay')).toBe(pay.verificationId);
		expect(await idOf('other')).toBeUndefined();
		await expect(idOf('p'.repeat(51))).rejects.toMatchObject({ code: 'invalidInput' });
	});

	test('is never a link or an approval', async () => {
		await put({ method: 'link' });
		expect(await world.codes.getStatus({ verificationId: 'v-1' })).toBeNull();
		expect(await world.check('123456', { verificationId: 'v-1' })).toMatchObject({ reason: 'notFound' });
		expect(await world.codes.cancel({ verificationId: 'v-1' })).toEqual({ status: null, cancelled: false });
		expect((await world.store.find('account', 'v-1'))?.status).toBe('requested');
	});
});

describe('checks', () => {
	test('by id and by number are counted together', async () => {
		const { code, verificationId } = await world.send({ maxTries: 10 });
		for (let by = 1; by <= 5; by += 1) {
			await world.check(wrong(code!, by), { verificationId });
			await world.check('0000', { recipient: ANA, purpose: 'none' });
		}
		expect(await world.check(code!)).toMatchObject({ reason: 'tooManyChecks', attemptsRemaining: 5 });
		expect(await world.check(code!, { verificationId })).toMatchObject({ reason: 'tooManyChecks' });
		expect(await world.check('0000', { recipient: '+442079460123' })).toMatchObject({ reason: 'notFound' });
	});

	test('of an id that is none are counted for nobody', async () => {
		for (let check = 0; check < 12; check += 1)
			expect(await world.check('1234', { verificationId: 'none' })).toMatchObject({ reason: 'notFound' });
	});

	test('of a code whose secret is gone find it wrong', async () => {
		await put({ codeHash: null });
		expect(await world.check('123456')).toMatchObject({ verified: false, reason: 'wrongCode' });
	});

	test('take a code as people type it', async () => {
		const { code } = await world.send();
		expect(await world.check(` ${code!.slice(0, 3)}-${code!.slice(3)} `)).toMatchObject({ verified: true });
	});
});

describe('the status of a code', () => {
	test('says when it may be sent again, as long as it is live', async () => {
		const { code, verificationId } = await world.send();
		const resendAt = at(world.clock.now() + MINUTE);
		expect(await world.codes.getStatus({ verificationId })).toMatchObject({ resendAt });
		await world.check(code!);
		expect(await world.codes.getStatus({ verificationId })).toMatchObject({
			status: 'validated',
			validated_at: at(world.clock.now()),
			resendAt: null,
			attemptsRemaining: 0,
		});
	});

	test('says how long it is locked', async () => {
		const { code } = await world.send({ maxTries: 1, lockMinutes: 2 });
		await world.check(wrong(code!));
		const lockedUntil = at(world.clock.now() + 2 * MINUTE);
		expect(await world.codes.getStatus({ recipient: ANA })).toMatchObject({ status: 'failed', lockedUntil });
		await world.clock.advance(2 * MINUTE);
		expect(await world.codes.getStatus({ recipient: ANA })).toMatchObject({ lockedUntil: null });
	});

	test('says that it ran out, before anybody has written that down', async () => {
		const { verificationId } = await world.send({ expiryMinutes: 1 });
		await world.clock.advance(MINUTE);
		expect(await world.codes.getStatus({ verificationId })).toMatchObject({
			status: 'expired',
			error: 'expired',
			attemptsRemaining: 0,
			resendAt: null,
		});
		expect((await world.store.find('account', verificationId))?.status).toBe('requested');
	});
});

describe('cancelling', () => {
	test('ends a code by its number, and tells what became of it', async () => {
		const { code, verificationId } = await world.send();
		expect(await world.codes.cancel({ recipient: ANA })).toEqual({
			cancelled: true,
			status: expect.objectContaining({ id: verificationId, status: 'failed', error: 'cancelled' }),
		});
		expect(await world.check(code!)).toMatchObject({ reason: 'cancelled' });
	});

	test('what ran out leaves it so', async () => {
		const { verificationId } = await world.send({ expiryMinutes: 1 });
		await world.clock.advance(MINUTE);
		expect(await world.codes.cancel({ verificationId })).toMatchObject({
			cancelled: false,
			status: { status: 'expired' },
		});
		expect((await world.store.find('account', verificationId))?.status).toBe('expired');
	});

	test('what was proven leaves it so', async () => {
		const { code } = await world.send();
		await world.check(code!);
		expect(await world.codes.cancel({ recipient: ANA })).toMatchObject({
			cancelled: false,
			status: { status: 'validated' },
		});
	});

	test('what is not there cancels nothing', async () => {
		expect(await world.codes.cancel({ recipient: ANA })).toEqual({ status: null, cancelled: false });
		expect(await world.codes.cancel({ verificationId: 'v-0' })).toEqual({ status: null, cancelled: false });
	});
});

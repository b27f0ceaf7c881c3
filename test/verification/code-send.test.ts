import { MINUTE } from './a-verification';
import { ANA, CodeWorld, wrong } from './code-world';
import { openVerifications, type OpenVerifications } from './open-verifications';
import { textOf } from './sent-texts';

let opened: OpenVerifications;
let world: CodeWorld;

beforeEach(async () => {
	opened = await openVerifications();
	world = new CodeWorld(opened.store);
});
afterEach(async () => await opened.dispose());

const at = (ms: number) => new Date(ms).toISOString();
const inAMinute = async () => await world.clock.advance(MINUTE);

async function guessWrong(code: string, times: number): Promise<void> {
	for (let by = 1; by <= times; by += 1) await world.check(wrong(code, by));
}

describe('a code that is sent', () => {
	it('goes with the patience of the item, in the wording that was drawn', async () => {
		const patience = { timeoutMs: 1_000, whenLimited: 'fail', maxWaitMs: 2_000 } as const;
		await world.codes.send({ recipient: ANA, fields: {}, requestKey: 'one', ...patience });
		expect(world.sends[0]).toMatchObject(patience);
		await inAMinute();
		world.wording = 0.99;
		await world.send();
		const [first, second] = world.sends.map((sent) => textOf(sent).replace(/\d{6}/, ''));
		expect(second).not.toBe(first);
	});

	it('goes to a number without country code where the item names the country', async () => {
		const sent = { recipient: '(11) 98765-4321', defaultCountry: 'BR', fields: {}, requestKey: 'one' };
		await world.codes.send(sent);
		expect(world.sends[0]).toMatchObject({ recipient: ANA });
		expect(await world.codes.getStatus({ recipient: '11 98765-4321', defaultCountry: 'BR' })).toMatchObject({
			phone_number: ANA,
		});
	});

	it('lives from the moment the server took it', async () => {
		world.serverDelay = 5_000;
		const { expiresAt, resendAt, verificationId } = await world.send({ expiryMinutes: 2 });
		const taken = world.clock.now() + 5_000;
		expect([expiresAt, resendAt]).toEqual([at(taken + 2 * MINUTE), at(taken + MINUTE)]);
		expect(await world.codes.getStatus({ verificationId })).toMatchObject({ requested_at: at(taken) });
	});

	it('is not told again when its item runs again, nor counted', async () => {
		const item = { recipient: ANA, fields: {}, requestKey: 'same', includeCode: true };
		const { code, ...first } = await world.codes.send(item);
		expect(code).toMatch(/^\d{6}$/);
		expect(await world.codes.send(item)).toEqual(first);
		await inAMinute();
		expect(await world.codes.send({ ...item, fields: { purpose: 'pay' } })).toEqual(first);
		expect(world.sends).toHaveLength(1);
	});

	it('is kept sealed only where the same one may have to be sent again', async () => {
		const { verificationId: plain } = await world.send();
		const { verificationId: same } = await world.send({ onResend: 'sameCode' }, '+442079460123');
		expect((await world.store.find('account', plain))?.sealedCode).toBeNull();
		expect((await world.store.find('account', same))?.sealedCode).not.toBeNull();
	});
});

describe('wrong tries', () => {
	it('of a code that was proven, ran out or was locked for do not count for the next', async () => {
		const first = await world.send();
		await guessWrong(first.code!, 3);
		await world.check(first.code!);
		await inAMinute();
		const second = await world.send({ expiryMinutes: 2 });
		expect(await world.codes.getStatus({ recipient: ANA })).toMatchObject({ attemptsRemaining: 5 });
		await guessWrong(second.code!, 2);
		await world.clock.advance(2 * MINUTE);
		const third = await world.send({ lockMinutes: 0, maxTries: 2 });
		expect(await world.codes.getStatus({ recipient: ANA })).toMatchObject({ attemptsRemaining: 2 });
		await guessWrong(third.code!, 2);
		await inAMinute();
		await world.send();
		expect(await world.codes.getStatus({ recipient: ANA })).toMatchObject({ attemptsRemaining: 5 });
	});

	it('that are carried over leave at least one', async () => {
		const { code } = await world.send();
		await guessWrong(code!, 4);
		await inAMinute();
		const next = await world.send({ maxTries: 3 });
		expect(await world.codes.getStatus({ recipient: ANA })).toMatchObject({ attemptsRemaining: 1 });
		expect(await world.check(next.code!)).toMatchObject({ verified: true });
	});
});

describe('a code for a test number', () => {
	const verification = {
		testNumbers: { number: [{ phone: ANA, code: '424242' }] },
		blockedCountries: 'BR',
		maxPerDay: 1,
	};

	beforeEach(() => {
		world = new CodeWorld(opened.store, { verification });
	});

	it('is sent to nobody, bound by no rule, and may be sent again at once', async () => {
		const now = at(world.clock.now());
		expect(await world.send({ callerKey: 'caller' })).toMatchObject({ outcome: 'test', resendAt: now });
		expect(await world.codes.resend({ recipient: ANA, includeCode: true })).toMatchObject({
			outcome: 'test',
			resendAt: now,
			code: '424242',
		});
		expect(await world.check('424242')).toMatchObject({ verified: true });
		await world.send({}, '+442079460123');
		expect(world.sends).toHaveLength(1);
	});

	it('is sent anew also after the last wrong try', async () => {
		await world.send({ maxTries: 1 });
		expect(await world.check('111111')).toMatchObject({ reason: 'locked' });
		await world.send();
		expect(await world.check('424242')).toMatchObject({ verified: true });
	});
});

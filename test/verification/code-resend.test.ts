import { KitError } from '../../messages/kit-error';
import { aVerification, MINUTE } from './a-verification';
import { ANA, CodeWorld } from './code-world';
import { openVerifications, type OpenVerifications } from './open-verifications';
import { textOf } from './sent-texts';

let opened: OpenVerifications;
let world: CodeWorld;

beforeEach(async () => {
	opened = await openVerifications();
	world = new CodeWorld(opened.store);
});
afterEach(async () => await opened.dispose());

const inAMinute = async () => await world.clock.advance(MINUTE);
const resend = async (more: object = {}) => await world.codes.resend({ recipient: ANA, ...more });
const nothingToSend = (why: string) => ({
	code: 'invalidInput',
	what: 'There is no code that could be sent again. Nothing was sent.',
	why,
	next: 'Use the operation "Code: Send".',
});

describe('a code that is sent again', () => {
	it('is told only when asked for, and says all its first message said', async () => {
		await world.send({ brand: 'Shop', footer: 'Bye', length: 8, alphabet: 'letters' });
		await inAMinute();
		expect(await resend({ timeoutMs: 7 })).not.toHaveProperty('code');
		expect(world.sends[1]).toMatchObject({ recipient: ANA, secret: true, timeoutMs: 7 });
		expect(textOf(world.sends[1]!)).toMatch(/^\*Shop\*\n\n\*[A-Z]{8}\*.*\n\n_Bye_$/s);
	});

	it('is found by its id', async () => {
		const { verificationId } = await world.send({ purpose: 'pay' });
		await inAMinute();
		const which = { verificationId };
		expect(await world.codes.resend(which)).toMatchObject({ verificationId, status: 'requested' });
		await inAMinute();
		await expect(resend({ ...which, recipient: '+442079460123' })).rejects.toMatchObject(
			nothingToSend('No verification was requested for it.'),
		);
	});

	it('lives from the moment the server took it', async () => {
		await world.send({ expiryMinutes: 3 });
		await inAMinute();
		world.serverDelay = 5_000;
		const taken = world.clock.now() + 5_000;
		expect(await resend()).toMatchObject({
			expiresAt: new Date(taken + 3 * MINUTE).toISOString(),
			resendAt: new Date(taken + MINUTE).toISOString(),
			outcome: 'sent',
		});
	});

	it('that did not leave may be sent again at once, and the one before is still good', async () => {
		const { code } = await world.send();
		await inAMinute();
		world.failures.push(new KitError({ code: 'notConnected', what: 'Not connected.' }));
		await expect(resend()).rejects.toMatchObject({ code: 'notConnected' });
		expect(await world.check(code!)).toMatchObject({ verified: true });
	});

	it('counts as one more request of the day', async () => {
		world = new CodeWorld(opened.store, { verification: { maxPerDay: 2 } });
		await world.send();
		await inAMinute();
		await resend();
		await inAMinute();
		await expect(resend()).rejects.toMatchObject({ reason: 'verificationsPerDay' });
	});

	it('proves nothing when it was cancelled while it was under way', async () => {
		await world.send();
		await inAMinute();
		world.meanwhile = async () => await world.codes.cancel({ recipient: ANA });
		const again = await resend({ includeCode: true });
		expect(again.status).toBe('failed');
		expect(again).not.toHaveProperty('code');
		const said = /\d{6}/.exec(textOf(world.sends[1]!))![0];
		expect(await world.check(said)).toMatchObject({ verified: false, reason: 'cancelled' });
	});
});

describe('nothing is sent again', () => {
	it('where nothing was sent', async () => {
		const why = 'No verification was requested for it.';
		await expect(resend()).rejects.toMatchObject(nothingToSend(why));
		await expect(world.codes.resend({ verificationId: 'v-0' })).rejects.toMatchObject(nothingToSend(why));
		const link = aVerification({ method: 'link' });
		const asked = { accountId: 'account', now: world.clock.now(), windows: [] };
		await world.store.decide(asked, () => ({ answer: undefined, put: [link] }));
		await expect(world.codes.resend({ verificationId: link.id })).rejects.toMatchObject(nothingToSend(why));
		expect(world.sends).toEqual([]);
	});

	it('after the code was used, cancelled, or ran out', async () => {
		const { code } = await world.send();
		await world.check(code!);
		await expect(resend()).rejects.toMatchObject(nothingToSend('The last one is validated.'));
		await inAMinute();
		await world.send();
		await world.codes.cancel({ recipient: ANA });
		await expect(resend()).rejects.toMatchObject(nothingToSend('The last one is failed (cancelled).'));
		await inAMinute();
		await world.send({ expiryMinutes: 1 });
		await inAMinute();
		await expect(resend()).rejects.toMatchObject(nothingToSend('The last one is expired (expired).'));
		expect(world.sends).toHaveLength(3);
	});
});

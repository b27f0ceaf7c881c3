import { WhatsAuthSimulator } from '../../gateways/whatsAuth/whats-auth-simulator';
import { MINUTE } from '../a-verification';
import { openVerifications, type OpenVerifications } from '../open-verifications';
import { ANA, ManagedLinkWorld } from './managed-link-world';

let opened: OpenVerifications;
let simulator: WhatsAuthSimulator;
let world: ManagedLinkWorld;

beforeEach(async () => {
	opened = await openVerifications();
	simulator = await new WhatsAuthSimulator().listen();
	world = new ManagedLinkWorld(opened.store, simulator);
});
afterEach(async () => {
	await simulator.close();
	await opened.dispose();
	expect(world.closed).toBe(world.opened);
});

const refusalOf = async (fields: object): Promise<unknown> =>
	await world.create(fields).catch((error: unknown) => error);

describe('a link that the other side keeps', () => {
	it('is made there, and kept here without its code', async () => {
		const made = await world.create({ purpose: 'sign-in', expiryMinutes: 3, authorizedNumbers: [ANA] });
		const { code, verificationId } = made;
		const there = simulator.find(code);
		expect(made).toEqual({
			verificationId,
			status: 'requested',
			code,
			link: expect.stringContaining(code) as string,
			deep_link: expect.stringContaining(code) as string,
			expiresAt: new Date(world.clock.now() + 3 * MINUTE).toISOString(),
		});
		expect(there.parameters).toEqual({ expires_at: '3', authorized_numbers: ANA });
		const kept = await world.store.find('account', verificationId);
		expect(kept).toMatchObject({
			method: 'link',
			purpose: 'sign-in',
			status: 'requested',
			phone: null,
			expiresAt: world.clock.now() + 3 * MINUTE,
			authorizedNumbers: [ANA],
		});
		expect(JSON.stringify([...kept!.codeHash!, kept])).not.toContain(code);
		expect(JSON.stringify(world.logger.lines)).not.toContain(code);
	});

	it('ends when the other side says, and here after a day at the latest', async () => {
		const { expiresAt, verificationId } = await world.create();
		expect(expiresAt).toBeNull();
		expect(simulator.requests[0]?.query).toEqual({});
		await world.clock.advance(1_440 * MINUTE - 1);
		expect(await world.links.getStatus(verificationId)).toMatchObject({ status: 'requested' });
		await world.clock.advance(1);
		expect(await world.links.getStatus(verificationId)).toMatchObject({ status: 'expired' });
	});

	it('hands on what belongs to the other side', async () => {
		await world.create({
			callbackUrl: 'https://e.com/hook',
			linkMessage: 'Hello',
			responseMessage: 'Welcome',
			expirationMessage: 'Late',
			failureMessage: 'No',
			qr: true,
			channel: 'sms',
		});
		expect(simulator.requests[0]?.query).toMatchObject({
			callback_url: expect.stringMatching(/^https:\/\/e\.com\/hook\?secret=/u) as string,
			link_message: 'Hello',
			response_message: 'Welcome',
			expiration_message: 'Late',
			failure_message: 'No',
			qr: '1',
			channel: 'sms',
		});
		await world.create({ callbackUrl: 'https://e.com/hook', addCallbackSecret: false });
		expect(simulator.requests[1]?.query).toEqual({ callback_url: 'https://e.com/hook' });
	});

	it('answers only the browser that asked for it, and stops counting when it is cancelled', async () => {
		const browserSecret = 'of this browser alone';
		const { verificationId } = await world.create({ browserSecret });
		expect(await world.links.getStatus(verificationId)).toBeNull();
		expect(await world.links.cancel(verificationId, 'of another browser alone')).toEqual({
			cancelled: false,
			status: null,
		});
		expect(await world.links.cancel(verificationId, browserSecret)).toMatchObject({
			cancelled: true,
			status: { status: 'failed', error: 'cancelled' },
		});
	});
});

describe('a link that the other side keeps is not made', () => {
	it('for a country that is left out', async () => {
		expect(await refusalOf({ authorizedNumbers: ['+4915188776655'] })).toMatchObject({
			code: 'limited',
			reason: 'country',
		});
		expect(simulator.requests).toEqual([]);
	});

	it('more often than a caller may ask, and only what was made counts', async () => {
		const callerKey = '10.0.0.1';
		simulator.failNext(/./u, { kind: 'answer', answer: { status: 500 } });
		expect(await refusalOf({ callerKey })).toMatchObject({ code: 'notConnected' });
		await world.create({ callerKey });
		await world.create({ callerKey });
		expect(await refusalOf({ callerKey })).toMatchObject({ code: 'limited', reason: 'callerWindow' });
		expect(simulator.validations).toHaveLength(2);
	});

	it('twice for one item, and again when the first time failed', async () => {
		const item = { fields: {}, requestKey: 'same' };
		simulator.enabled = false;
		await expect(world.links.create(item)).rejects.toMatchObject({ code: 'accountStopped' });
		simulator.enabled = true;
		const { verificationId } = await world.links.create(item);
		await expect(world.links.create(item)).rejects.toMatchObject({
			code: 'invalidInput',
			why: `It is the verification ${verificationId}.`,
		});
		expect(simulator.validations).toHaveLength(1);
	});

	it('once whoever asks has gone', async () => {
		const gone = AbortSignal.abort(new Error('gone'));
		await expect(world.links.create({ fields: {}, requestKey: 'one', signal: gone })).rejects.toMatchObject({
			code: 'notConnected',
		});
		expect(simulator.validations).toEqual([]);
	});

	it.each([
		[{ expiryMinutes: 0 }, '"Expires After" must be a whole number from 1 to 10080; "0" was given.'],
		[{ expiryMinutes: 1.5 }, '"Expires After" must be a whole number from 1 to 10080; "1.5" was given.'],
		[{ linkMessage: 'x'.repeat(1_001) }, '"Link Message" has more than 1000 characters.'],
		[{ channel: 'x'.repeat(51) }, '"Channel" has more than 50 characters.'],
		[{ authorizedNumbers: Array(101).fill(ANA) }, 'There are more than 100 authorized numbers.'],
	])('of %j', async (fields, what) => {
		expect(await refusalOf(fields)).toMatchObject({ code: 'invalidInput', what });
		expect(simulator.requests).toEqual([]);
	});
});

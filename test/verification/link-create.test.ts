import { ALPHABETS } from '../../verification/code/code-words';
import { MINUTE } from './a-verification';
import { LinkWorld } from './link-world';
import { openVerifications, type OpenVerifications } from './open-verifications';

const ANA = '+5511987654321';
let opened: OpenVerifications;
let world: LinkWorld;

beforeEach(async () => {
	opened = await openVerifications();
	world = new LinkWorld(opened.store);
});
afterEach(async () => await opened.dispose());

const refusalOf = async (fields: object): Promise<unknown> =>
	await world.create(fields).catch((error: unknown) => error);
const unusable = (what: string) => ({ code: 'invalidInput', what });

describe('a link that is created', () => {
	it('is kept as what it is, without its code', async () => {
		const { verificationId, code } = await world.create({ purpose: 'sign-in', expiryMinutes: 2 });
		const now = world.clock.now();
		const { codeHash, ...kept } = (await world.store.find('account', verificationId))!;
		expect(kept).toEqual({
			id: verificationId,
			accountId: 'account',
			method: 'link',
			keptBy: 'kit',
			purpose: 'sign-in',
			status: 'requested',
			phone: null,
			profileName: null,
			requestedAt: now,
			expiresAt: now + 2 * MINUTE,
			validatedAt: null,
			endedAt: null,
			error: null,
			authorizedNumbers: [],
			tries: 0,
			maxTries: 1,
			lockMs: 0,
			lockedUntil: null,
			sealedCode: null,
			sentAt: now,
			outcome: 'sent',
			requestKey: 'item 1',
			settings: {
				responseMessage: 'Welcome',
				expirationMessage: 'Too late',
				failureMessage: 'Not you',
				callbackUrl: '',
				callbackAllowPrivate: false,
			},
		});
		expect(codeHash).toHaveLength(32);
		expect(JSON.stringify([...codeHash!, kept])).not.toContain(code);
	});

	it('has another code each time, of letters and digits that are not taken for each other', async () => {
		const codes = new Set<string>();
		for (let made = 0; made < 20; made += 1) codes.add((await world.create()).code);
		expect(codes.size).toBe(20);
		for (const code of codes) {
			expect(code).toHaveLength(10);
			expect([...code].every((letter) => ALPHABETS.lettersAndDigits.includes(letter))).toBe(true);
		}
	});

	it('opens a chat with our number and the message, code and all', async () => {
		const { code, link, deep_link: deep } = await world.create({ linkMessage: 'Sign me in!' });
		const { host, pathname, searchParams } = new URL(link);
		expect([host, pathname]).toEqual(['wa.me', '/+442079460100']);
		expect(searchParams.get('text')).toMatch(new RegExp(`^Sign me in!\\n\\n[^]*\\| ${code} \\|`));
		expect(new URL(deep).searchParams.get('text')).toBe(searchParams.get('text'));
		expect(deep).toContain('&phone=+442079460100');
	});

	it('takes numbers without country code where the item names the country', async () => {
		const fields = { authorizedNumbers: ['11 98765-4321'] };
		const created = await world.links.create({ fields, defaultCountry: 'BR', requestKey: 'one' });
		expect(await world.links.getStatus(created.verificationId)).toMatchObject({ authorized_numbers: [ANA] });
	});

	it('is listened for from then on, and again when somebody asks for it while it is live', async () => {
		const { verificationId } = await world.create();
		expect(world.watched).toBe(1);
		await world.links.getStatus(verificationId);
		expect(world.watched).toBe(2);
		await world.links.cancel(verificationId);
		await world.links.getStatus(verificationId);
		expect(world.watched).toBe(2);
	});

	it('may need only what is usual', async () => {
		const { verificationId, expiresAt } = await world.links.create({ fields: {}, requestKey: 'one' });
		expect(expiresAt).toBe(new Date(world.clock.now() + 10 * MINUTE).toISOString());
		const kept = await world.store.find('account', verificationId);
		expect(kept?.purpose).toBe('authentication');
		expect(kept?.settings).toEqual({
			responseMessage: '',
			expirationMessage: '',
			failureMessage: '',
			callbackUrl: '',
			callbackAllowPrivate: false,
		});
	});
});

it('a link without callback needs no secret to sign with', async () => {
	world = new LinkWorld(opened.store, '');
	expect(await world.create()).toMatchObject({ status: 'requested' });
});

describe('a link is not created', () => {
	afterEach(() => expect(world.watched).toBe(0));

	it('without a number of our own', async () => {
		world.own = null;
		expect(await refusalOf({})).toMatchObject({
			code: 'notLinked',
			what: '"Shop" is not linked to a phone, so there is no number to send the code to.',
			next: expect.stringContaining('Session: Link'),
		});
	});

	it('with a callback nothing could sign', async () => {
		world = new LinkWorld(opened.store, '');
		expect(await refusalOf({ callbackUrl: 'https://example.com/' })).toMatchObject({
			code: 'invalidInput',
			what: 'A callback needs a secret to be signed with, and the credential has none.',
			why: 'Without a signature anybody could tell that server that a number was proven.',
			next: expect.stringContaining('"Callback Secret"'),
		});
	});

	it('for a country that is left out, whichever of the numbers it is', async () => {
		const authorizedNumbers = [ANA, '+4915188776655'];
		expect(await refusalOf({ authorizedNumbers })).toMatchObject({ code: 'limited', reason: 'country' });
	});

	it.each([
		[{ expiryMinutes: 0 }, '"Expires After" must be a whole number from 1 to 1440; "0" was given.'],
		[{ expiryMinutes: 1_441 }, '"Expires After" must be a whole number from 1 to 1440; "1441" was given.'],
		[{ responseMessage: 'x'.repeat(1_001) }, '"Response Message" has more than 1000 characters.'],
		[{ expirationMessage: 'x'.repeat(1_001) }, '"Expiration Message" has more than 1000 characters.'],
		[{ failureMessage: 'x'.repeat(1_001) }, '"Failure Message" has more than 1000 characters.'],
		[{ linkMessage: 'x'.repeat(1_001) }, '"Link Message" has more than 1000 characters.'],
		[{ callbackUrl: `https://e.com/${'x'.repeat(2_000)}` }, '"Callback URL" has more than 2000 characters.'],
		[{ callbackUrl: 'ftp://example.com/' }, '"Callback URL" is no web address.'],
		[{ callbackUrl: 'see https://example.com/' }, '"Callback URL" is no web address.'],
		[{ callbackUrl: 'https://' }, '"Callback URL" is no web address.'],
		[{ callbackUrl: 'http://exa mple' }, '"Callback URL" is no web address.'],
		[{ authorizedNumbers: Array(101).fill(ANA) }, 'There are more than 100 authorized numbers.'],
	])('of %j', async (fields, what) => {
		expect(await refusalOf(fields)).toMatchObject(unusable(what));
	});
});

it('a link takes fields up to their bounds', async () => {
	const fields = {
		expiryMinutes: 1_440,
		responseMessage: 'x'.repeat(1_000),
		linkMessage: 'x'.repeat(1_000),
		callbackUrl: ' HTTP://example.com/a ',
		authorizedNumbers: Array<string>(100).fill(ANA),
	};
	const { verificationId } = await world.create(fields);
	expect((await world.store.find('account', verificationId))?.settings).toMatchObject({
		callbackUrl: 'HTTP://example.com/a',
	});
});

it('a link is made once for one item: its code cannot be shown again', async () => {
	const item = { fields: {}, requestKey: 'same' };
	const { verificationId } = await world.links.create(item);
	await expect(world.links.create(item)).rejects.toMatchObject({
		code: 'invalidInput',
		what: 'This item has made a link before; its code is not kept and cannot be shown again.',
		why: `It is the verification ${verificationId}.`,
		next: 'Run it as a new execution for another link.',
	});
	expect(world.watched).toBe(1);
});

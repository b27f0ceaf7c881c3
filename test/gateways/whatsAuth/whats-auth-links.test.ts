import type { OpenedManaged } from '../../../engines/managed';
import { whatsAuthEngine } from '../../../engines/whatsAuth/whats-auth-engine';
import { parseWhatsAuthOptions } from '../../../engines/whatsAuth/whats-auth-options';
import { systemRandom } from '../../../runtime/system-ports';
import { ManualClock } from '../../fixtures/manual-clock';
import { recordingLogger } from '../../fixtures/quiet-logger';
import { limit, wordsOf } from '../gateway-world';
import { whatsAuthAccount, WhatsAuthSimulator } from './whats-auth-simulator';

const { callbackSecret } = whatsAuthAccount;
const clock = new ManualClock();
const ports = { clock, random: systemRandom, logger: recordingLogger(), environment: {} };

let simulator: WhatsAuthSimulator;
let opened: OpenedManaged | undefined;

beforeEach(async () => {
	simulator = await new WhatsAuthSimulator().listen();
});
afterEach(async () => {
	opened?.close();
	await simulator.close();
});

function links(more: object = {}) {
	const credential = { ...whatsAuthAccount, baseUrl: simulator.url, allowPrivateAddress: true, ...more };
	const options = parseWhatsAuthOptions(credential);
	opened = whatsAuthEngine.openManaged?.({ id: 'credential-1', name: 'Shop', options }, ports);
	return opened!.links!;
}

const path = /verification_code$/u;
const everything = {
	expiresInMinutes: 10,
	callbackUrl: 'https://example.com/hook?session=1',
	authorizedNumbers: ['+5511987654321', '+442079460123'],
	linkMessage: 'Sign me in & more + ümläut',
	expirationMessage: 'Too late',
	failureMessage: 'Sorry',
	responseMessage: 'Welcome',
	qr: true,
	channel: 'sms',
};

describe('a link at WhatsAuth', () => {
	it('is asked for with every parameter, and the token in the header alone', async () => {
		await links().create(everything, limit());
		const [request, ...more] = simulator.requests;
		expect(more).toEqual([]);
		expect(request?.query).toEqual({
			expires_at: '10',
			callback_url: everything.callbackUrl,
			authorized_numbers: '+5511987654321,+442079460123',
			link_message: everything.linkMessage,
			expiration_message: 'Too late',
			failure_message: 'Sorry',
			response_message: 'Welcome',
			qr: '1',
			channel: 'sms',
		});
		expect(request?.headers.authorization).toBe(`Bearer ${whatsAuthAccount.token}`);
		expect(request?.body).toBeUndefined();
	});

	it('leaves out what is empty, so that the application decides', async () => {
		simulator.defaults = { response_message: 'Of the application', expires_at: '7' };
		const empty = { callbackUrl: ' ', authorizedNumbers: [], linkMessage: '', channel: '' };
		const { code } = await links().create(empty, limit());
		expect(simulator.requests[0]?.query).toEqual({});
		expect(simulator.find(code).parameters).toEqual(simulator.defaults);
	});

	it('comes with its code and its addresses', async () => {
		const made = await links().create({ qr: true }, limit());
		expect(made.code).toMatch(/^[0-9a-f]{10}$/u);
		expect(new URL(made.link).searchParams.get('text')).toContain(`>>${made.code}<<`);
		expect(made.deepLink).toMatch(/^whatsapp:\/\/send/u);
		expect(made.qr).toMatch(/^https:\/\/api\.qrserver\.com\//u);
		expect(await links().create({}, limit())).toMatchObject({ qr: null });
	});

	it.each([
		['code and link alone', { code: 'abc', link: 'https://wa.me/+1' }, { deepLink: null, qr: null }],
		['more than that', { code: 'abc', link: 'sms:+1?body=abc', extra: [1] }, { link: 'sms:+1?body=abc' }],
		['a number for a code', { code: 12, link: 'https://wa.me/+1' }, { code: '12' }],
		[
			'links nobody can use',
			{ code: 'abc', link: 'https://wa.me/+1', deep_link: 'javascript:alert(1)', qr: 7 },
			{ deepLink: null, qr: null },
		],
	])('is read from an answer with %s', async (_what, body, expected) => {
		simulator.failNext(path, { kind: 'answer', answer: { status: 200, body } });
		expect(await links().create({}, limit())).toMatchObject(expected);
	});

	it.each([
		['nothing', undefined],
		['no code', { link: 'https://wa.me/+1' }],
		['an empty code', { code: ' ', link: 'https://wa.me/+1' }],
		['no link', { code: 'abc' }],
		['a link that runs a script', { code: 'abc', link: 'javascript:alert(1)' }],
		['a list', [{ code: 'abc' }]],
	])('is none when the answer has %s', async (_what, body) => {
		simulator.failNext(path, { kind: 'answer', answer: { status: 200, body } });
		await expect(links().create({}, limit())).rejects.toMatchObject({
			code: 'refused',
			reason: 'unreadable',
		});
	});
});

describe('the callback of a link at WhatsAuth', () => {
	const askedFor = async (callbackUrl: string, more: object = {}, credential: object = {}) => {
		await links(credential).create({ callbackUrl, callbackProof: true, ...more }, limit());
		return simulator.requests.at(-1)?.query.callback_url;
	};

	it('carries the secret of the account behind what its address has', async () => {
		const secret = `secret=${callbackSecret}`;
		expect(await askedFor('https://e.com/hook')).toBe(`https://e.com/hook?${secret}`);
		expect(await askedFor('https://e.com/hook?a=b%20c')).toBe(`https://e.com/hook?a=b%20c&${secret}`);
	});

	it('carries any secret so that it is read again as it was', async () => {
		const odd = 'a b+c&d=e#f%20ümläut?/';
		const url = new URL((await askedFor('https://e.com/hook#part', {}, { callbackSecret: odd })) ?? '');
		expect([url.searchParams.get('secret'), url.hash]).toEqual([odd, '']);
	});

	it.each([
		['that has one of its own', 'https://e.com/hook?secret=mine'],
		[
			'of a waiting execution, whose signature it would break',
			'https://e.com/webhook-waiting/7?signature=ab',
		],
	])('leaves an address alone %s', async (_what, url) => {
		expect(await askedFor(url)).toBe(url);
	});

	it('leaves it out where that is wanted, and where there is none', async () => {
		expect(await askedFor('https://e.com/hook', { callbackProof: false })).toBe('https://e.com/hook');
		expect(await askedFor('https://e.com/hook', {}, { callbackSecret: '' })).toBe('https://e.com/hook');
	});

	it.each(['http://e.com/hook', 'ftp://e.com/hook', 'e.com/hook', 'see https://e.com/hook'])(
		'goes nowhere else than to https: %s',
		async (callbackUrl) => {
			const credential = { allowPrivateAddress: false, baseUrl: 'https://whatsauth.me' };
			await expect(links(credential).create({ callbackUrl }, limit())).rejects.toMatchObject({
				code: 'invalidInput',
				what: 'The callback URL is not usable.',
			});
			expect(simulator.requests).toEqual([]);
		},
	);
});

describe('a refusal of WhatsAuth', () => {
	const refusal = async (request: object = {}, credential: object = {}): Promise<unknown> =>
		await links(credential)
			.create(request, limit())
			.catch((error: unknown) => error);

	it('of the token says so, without the token', async () => {
		const error = await refusal({}, { token: 'wrong-secret-of-somebody' });
		expect(error).toMatchObject({ code: 'accountStopped', why: 'Unauthorized' });
		expect(wordsOf(error)).not.toContain('wrong-secret');
	});

	it('of a disabled application names the switch', async () => {
		simulator.enabled = false;
		expect(await refusal()).toMatchObject({
			code: 'accountStopped',
			why: 'Application is disabled',
			next: expect.stringContaining('enabled') as string,
		});
	});

	it('for want of credits says where to look', async () => {
		simulator.credits = 2;
		expect(await refusal()).toMatchObject({
			reason: '402',
			next: expect.stringContaining('credits') as string,
		});
	});

	it('of a parameter is told in its own words', async () => {
		expect(await refusal({ expiresInMinutes: 0 })).toMatchObject({
			code: 'refused',
			reason: '422',
			why: 'expires_at must be at least 1',
		});
	});

	it('because of haste says until when', async () => {
		const answer = { status: 429, headers: { 'retry-after': '17' } };
		simulator.failNext(path, { kind: 'answer', answer });
		expect(await refusal()).toMatchObject({ code: 'limited', retryAt: clock.now() + 17_000 });
		simulator.failNext(path, { kind: 'answer', answer: { status: 429 } });
		expect(await refusal()).toMatchObject({ code: 'limited', retryAt: clock.now() + 60_000 });
	});

	it.each([
		[414, 'invalidInput'],
		[404, 'refused'],
		[500, 'notConnected'],
		[302, 'refused'],
	])('with status %i and a page is told by its status', async (status, code) => {
		simulator.failNext(path, { kind: 'text', status, text: '<html>' });
		expect(await refusal()).toMatchObject({ code, why: `It answered with status ${status}.` });
	});

	it('is none when it breaks off: nobody knows, and nothing is asked twice', async () => {
		simulator.failNext(path, { kind: 'reset' });
		expect(await refusal()).toMatchObject({ code: 'notConnected', what: 'WhatsAuth gave no whole answer.' });
		expect(simulator.requests).toHaveLength(1);
	});

	it('never comes from an inside address that is not allowed', async () => {
		const baseUrl = simulator.url.replace('http:', 'https:');
		expect(await refusal({}, { allowPrivateAddress: false, baseUrl })).toMatchObject({
			code: 'notConnected',
			why: expect.stringContaining('local network') as string,
		});
		expect(simulator.requests).toEqual([]);
	});
});

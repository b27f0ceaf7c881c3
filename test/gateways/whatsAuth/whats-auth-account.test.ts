import { WhatsAuthClient } from '../../../engines/whatsAuth/whats-auth-client';
import { whatsAuthEngine } from '../../../engines/whatsAuth/whats-auth-engine';
import { parseWhatsAuthOptions } from '../../../engines/whatsAuth/whats-auth-options';
import { systemClock, systemRandom } from '../../../runtime/system-ports';
import { recordingLogger } from '../../fixtures/quiet-logger';
import { whatsAuthAccount, WhatsAuthSimulator } from './whats-auth-simulator';

const ports = { clock: systemClock, random: systemRandom, logger: recordingLogger(), environment: {} };

let simulator: WhatsAuthSimulator;

beforeEach(async () => {
	simulator = await new WhatsAuthSimulator().listen();
});
afterEach(async () => await simulator.close());

async function tryOut(more: Readonly<Record<string, unknown>> = {}) {
	const credential = { ...whatsAuthAccount, baseUrl: simulator.url, allowPrivateAddress: true, ...more };
	const options = parseWhatsAuthOptions(credential);
	return await whatsAuthEngine.tryOut?.({ id: 'credential-1', name: 'Shop', options }, ports);
}

describe('an account at WhatsAuth', () => {
	it('is tried with a code that ends in a minute, costs nothing, and is said to be made', async () => {
		expect(await tryOut()).toEqual({
			usable: true,
			text: 'WhatsAuth took the token: it made a code that ends in a minute and that nobody gets.',
		});
		expect(simulator.requests.map(({ query }) => query)).toEqual([{ expires_at: '1' }]);
		expect(simulator.credits).toBe(150);
	});

	it('that is disabled says where that is changed', async () => {
		simulator.enabled = false;
		expect(await tryOut()).toMatchObject({
			usable: false,
			text: expect.stringMatching(/enabled/u) as string,
		});
	});

	it('keeps its token out of what a wrong one is answered with', async () => {
		const tried = await tryOut({ token: 'wrong-secret-of-somebody' });
		expect(tried?.usable).toBe(false);
		expect(tried?.text).toContain('does not accept the token');
		expect(tried?.text).not.toContain('wrong-secret');
	});

	it.each([
		[200, { status: 'ok' }, /cannot be read as a code/u],
		[418, { message: 'I am a teapot' }, /I am a teapot/u],
		[503, undefined, /status 503/u],
	])('is told what nobody expects: %i %j', async (status, body, words) => {
		simulator.failNext(/./u, { kind: 'answer', answer: { status, body } });
		const tried = await tryOut();
		expect(tried?.usable).toBe(false);
		expect(tried?.text).toMatch(words);
	});

	it('says that nobody is there', async () => {
		const other = await new WhatsAuthSimulator().listen();
		const baseUrl = other.url;
		await other.close();
		expect(await tryOut({ baseUrl })).toMatchObject({
			usable: false,
			text: expect.stringMatching(/cannot be reached/u) as string,
		});
	});

	it.each([
		[{ token: ' ' }, 'token'],
		[{ callbackSecret: 'too short' }, 'callbackSecret'],
		[{ baseUrl: 'http://whatsauth.example' }, 'base URL'],
		[{ baseUrl: 'https://user:password@whatsauth.example' }, 'base URL'],
	])('refuses %j by its name', (more, field) => {
		expect(() => parseWhatsAuthOptions({ token: 'token', ...more })).toThrow(new RegExp(field, 'u'));
	});

	it('sends nothing that is handed to it all the same', async () => {
		expect(await new WhatsAuthClient().send()).toMatchObject({
			outcome: 'refused',
			error: { code: 'notSupported', what: expect.stringMatching(/sends no messages/u) as string },
		});
	});

	it('may have no secret for callbacks', () => {
		expect(parseWhatsAuthOptions({ token: ' token\n', callbackSecret: '' })).toEqual({
			token: 'token',
			callbackSecret: '',
			baseUrl: 'https://whatsauth.me',
			allowPrivate: false,
		});
	});
});

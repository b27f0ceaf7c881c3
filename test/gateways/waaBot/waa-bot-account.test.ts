import { parseWaaBotOptions } from '../../../engines/waaBot/waa-bot-options';
import { waaBotEngine } from '../../../engines/waaBot/waa-bot-engine';
import { systemClock, systemRandom } from '../../../runtime/system-ports';
import { recordingLogger } from '../../fixtures/quiet-logger';
import { waaBotAccount, WaaBotSimulator } from './waa-bot-simulator';

const { sessionId, accessToken, email, password } = waaBotAccount;
const ports = { clock: systemClock, random: systemRandom, logger: recordingLogger(), environment: {} };

let simulator: WaaBotSimulator;

beforeEach(async () => {
	simulator = await new WaaBotSimulator().listen();
});
afterEach(async () => await simulator.close());

async function tryOut(more: Readonly<Record<string, unknown>> = {}) {
	const login = { accountLogin: 'password', email, password };
	const address = { baseUrl: simulator.url, allowPrivateAddress: true };
	const options = parseWaaBotOptions({ sessionId, accessToken, ...login, ...address, ...more });
	return await waaBotEngine.tryOut?.({ id: 'credential-1', name: 'Shop', options }, ports);
}

describe('an account at WaaBot', () => {
	it('that works says its number', async () => {
		expect(await tryOut()).toEqual({ usable: true, text: 'Connected at WaaBot as +15550001000.' });
	});

	it('without a phone says to scan the QR code', async () => {
		simulator.phoneConnected = false;
		expect(await tryOut()).toMatchObject({
			usable: false,
			text: expect.stringMatching(/QR code/u) as string,
		});
	});

	it.each([
		['an error in a good answer', 200, { status: false, message: 'no instance' }, /no instance/u, false],
		['an answer that says nothing', 200, { status: true, data: {} }, /did not say/u, true],
		['a pause', 429, undefined, /status 429/u, false],
		['an address nobody knows', 404, undefined, /does not know/u, false],
	])('is judged by %s', async (_what, status, body, words, usable) => {
		simulator.failNext(/instance$/u, { kind: 'answer', answer: { status, body } });
		const tried = await tryOut();
		expect(tried?.usable).toBe(usable);
		expect(tried?.text).toMatch(words);
	});

	it('keeps its token out of what a wrong one is answered with', async () => {
		const tried = await tryOut({ accessToken: 'wrong-secret-of-somebody' });
		expect(tried?.usable).toBe(false);
		expect(tried?.text).toContain('Unknown access_token ***');
	});

	it.each([
		[{ sessionId: ' ' }, 'sessionId'],
		[{ accessToken: '' }, 'accessToken'],
		[{ accountLogin: 'cookie' }, 'accountLogin'],
		[{ accountLogin: 'password', email: '', password: 'secret' }, 'email'],
		[{ accountLogin: 'password', email, password: '' }, 'password'],
		[{ accountLogin: 'tokens' }, 'accountToken'],
		[{ baseUrl: 'http://waabot.example' }, 'base URL'],
	])('refuses %j by its name', (more, field) => {
		expect(() => parseWaaBotOptions({ sessionId, accessToken, ...more })).toThrow(new RegExp(field, 'u'));
	});
});

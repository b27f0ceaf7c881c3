import { wawpEngine } from '../../../engines/wawp/wawp-engine';
import { parseWawpOptions } from '../../../engines/wawp/wawp-options';
import { systemClock, systemRandom } from '../../../runtime/system-ports';
import { recordingLogger } from '../../fixtures/quiet-logger';
import { WawpSimulator } from './wawp-simulator';

const account = { instanceId: '1A2B3C4D5E6F', accessToken: 'token-of-the-shop' };
const ports = { clock: systemClock, random: systemRandom, logger: recordingLogger(), environment: {} };

let simulator: WawpSimulator;

beforeEach(async () => {
	simulator = await new WawpSimulator(account).listen();
});
afterEach(async () => await simulator.close());

async function tryOut(more: Readonly<Record<string, unknown>> = {}) {
	const credential = { ...account, baseUrl: simulator.url, allowPrivateAddress: true, ...more };
	const options = parseWawpOptions(credential);
	return await wawpEngine.tryOut?.({ id: 'credential-1', name: 'Shop', options }, ports);
}

describe('an account at Wawp', () => {
	it.each(['query', 'header', 'body'])('is reached with its credentials in the %s', async (placement) => {
		expect(await tryOut({ placement })).toEqual({ usable: true, text: 'Connected at Wawp as +15550001000.' });
		const [request] = simulator.requests;
		const places = { query: request?.query.access_token, body: JSON.stringify(request?.body ?? {}) };
		expect(places.query === account.accessToken).toBe(placement === 'query');
		expect(places.body.includes(account.accessToken)).toBe(placement === 'body');
		expect(request?.headers.authorization === `Bearer ${account.accessToken}`).toBe(placement === 'header');
	});

	it.each([
		['SCAN_QR_CODE', /QR code/u],
		['STOPPED', /stopped/u],
		['STARTING', /starting/u],
	])('that is %s says what to do', async (status, words) => {
		simulator.status = status;
		const tried = await tryOut();
		expect(tried?.usable).toBe(false);
		expect(tried?.text).toMatch(words);
	});

	it('keeps its token out of what a wrong one is answered with', async () => {
		const tried = await tryOut({ accessToken: 'wrong-secret-of-somebody' });
		expect(tried?.usable).toBe(false);
		expect(tried?.text).toContain('does not accept');
		expect(tried?.text).not.toContain('wrong-secret');
	});

	it('does not look for inside addresses unless the credential says so', async () => {
		await expect(tryOut({ allowPrivateAddress: false })).rejects.toMatchObject({ code: 'invalidInput' });
		const url = simulator.url.replace('http:', 'https:');
		const tried = await tryOut({ allowPrivateAddress: false, baseUrl: url });
		expect(tried?.text).toContain('local network');
		expect(simulator.requests).toEqual([]);
	});

	it.each([
		[{ instanceId: ' ' }, 'instanceId'],
		[{ accessToken: '' }, 'accessToken'],
		[{ placement: 'cookie' }, 'placement'],
		[{ baseUrl: 'https://user:password@wawp.example' }, 'base URL'],
		[{ baseUrl: 'ftp://wawp.example' }, 'base URL'],
	])('refuses %j by its name', (more, field) => {
		expect(() => parseWawpOptions({ ...account, ...more })).toThrow(new RegExp(field, 'u'));
	});
});

import { waCrEngine } from '../../../engines/waCr/wa-cr-engine';
import { parseWaCrOptions } from '../../../engines/waCr/wa-cr-options';
import { systemClock, systemRandom } from '../../../runtime/system-ports';
import { recordingLogger } from '../../fixtures/quiet-logger';
import { refusalLayouts } from './wa-cr-refusal';
import { openWaCr, waCrAccount } from './wa-cr-under-test';

const ports = { clock: systemClock, random: systemRandom, logger: recordingLogger(), environment: {} };

let opened: Awaited<ReturnType<typeof openWaCr>>;

beforeEach(async () => void (opened = await openWaCr()));
afterEach(async () => await opened.simulator.close());

async function tryOut(more: Readonly<Record<string, unknown>> = {}) {
	const options = parseWaCrOptions({ ...opened.credential, ...more });
	return await waCrEngine.tryOut?.({ id: 'credential-1', name: 'Shop', options }, ports);
}

describe('an account at WA.cr', () => {
	it('is asked for with its token as a bearer token', async () => {
		expect(await tryOut()).toEqual({ usable: true, text: 'Connected at WA.cr.' });
		expect(opened.simulator.requests).toMatchObject([
			{ method: 'GET', path: '/api/v2/account', headers: { authorization: 'Bearer token-of-the-shop' } },
		]);
	});

	it.each(refusalLayouts)('may send although it cannot be asked for (%s)', async (layout) => {
		opened.simulator.layout = layout;
		opened.simulator.scopes = new Set(['messages:send']);
		const tried = await tryOut();
		expect(tried?.usable).toBe(true);
		expect(tried?.text).toContain('account:read');
	});

	it('keeps a wrong token out of what is said of it', async () => {
		const tried = await tryOut({ token: 'wrong-secret-of-somebody' });
		expect(tried?.usable).toBe(false);
		expect(tried?.text).toContain('does not accept the API token');
		expect(tried?.text).not.toContain('wrong-secret');
	});

	it.each([
		['nothing', undefined, 'https://app.wa.cr/api/v2'],
		['a bare domain', 'https://getrasl.io', 'https://getrasl.io/api/v2'],
		['a bare domain with a slash', 'https://getrasl.io/', 'https://getrasl.io/api/v2'],
		['a whole address', 'https://chat.example.com/api/v2/', 'https://chat.example.com/api/v2'],
	])('is reached at the right place with %s as base URL', (_what, baseUrl, expected) => {
		expect(parseWaCrOptions({ ...waCrAccount, baseUrl }).baseUrl).toBe(expected);
	});

	it('does not look for inside addresses unless the credential says so', async () => {
		const baseUrl = opened.simulator.url.replace('http:', 'https:');
		const tried = await tryOut({ allowPrivateAddress: false, baseUrl });
		expect(tried?.text).toContain('local network');
		expect(opened.simulator.requests).toEqual([]);
	});

	it.each([
		[{ token: '' }, 'token'],
		[{ baseUrl: 'http://wa.example' }, 'base URL'],
		[{ baseUrl: 'https://user:password@wa.example' }, 'base URL'],
	])('refuses %j by its name', (more, field) => {
		expect(() => parseWaCrOptions({ ...waCrAccount, ...more })).toThrow(new RegExp(field, 'u'));
	});
});

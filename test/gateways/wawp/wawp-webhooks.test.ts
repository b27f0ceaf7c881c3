import type { OpenedWebhooks } from '../../../engines/engine';
import { wawpEngine } from '../../../engines/wawp/wawp-engine';
import { parseWawpOptions } from '../../../engines/wawp/wawp-options';
import { systemClock, systemRandom } from '../../../runtime/system-ports';
import { recordingLogger } from '../../fixtures/quiet-logger';
import { limit } from '../gateway-world';
import { WawpSimulator } from './wawp-simulator';

const account = { instanceId: '1A2B3C4D5E6F', accessToken: 'token-of-the-shop' };
const somebodyElse = { url: 'https://crm.example/wawp?key=1', events: ['message'], is_active: 0, retries: 3 };
const url = 'https://n8n.example/webhook/one/webhook?secret=first';
const events = ['message', 'message.ack'];

let simulator: WawpSimulator;
let webhooks: OpenedWebhooks;

beforeEach(async () => {
	simulator = await new WawpSimulator(account).listen();
	simulator.webhooks = [somebodyElse];
	const options = parseWawpOptions({ ...account, baseUrl: simulator.url, allowPrivateAddress: true });
	const ports = { clock: systemClock, random: systemRandom, logger: recordingLogger(), environment: {} };
	webhooks = wawpEngine.openWebhooks!({ id: 'credential-1', name: 'Shop', options }, ports);
});
afterEach(async () => {
	webhooks.close();
	await simulator.close();
});

describe('the webhooks of an instance at Wawp', () => {
	it('get ours beside those of others, which stay as they came', async () => {
		await webhooks.add({ url, events }, limit());
		expect(simulator.webhooks).toEqual([somebodyElse, { url, events, is_active: true }]);
		expect(await webhooks.has({ url, events: [...events].reverse() }, limit())).toBe(true);
	});

	it('know ours by its address: a new secret takes the place of the old one', async () => {
		await webhooks.add({ url, events }, limit());
		const renewed = url.replace('first', 'second');
		expect(await webhooks.has({ url: renewed, events }, limit())).toBe(false);
		await webhooks.add({ url: renewed, events }, limit());
		expect(simulator.webhooks).toEqual([somebodyElse, { url: renewed, events, is_active: true }]);
	});

	it.each([
		['other events', { events: ['message'] }],
		['none of its events', { events: undefined }],
		['being switched off', { is_active: 0 }],
	])('do not count one with %s as ours', async (_difference, change) => {
		simulator.webhooks = [{ url, events, is_active: true, ...change }];
		expect(await webhooks.has({ url, events }, limit())).toBe(false);
	});

	it('lose ours alone', async () => {
		await webhooks.add({ url, events }, limit());
		await webhooks.remove(url.replace('?secret=first', ''), limit());
		expect(simulator.webhooks).toEqual([somebodyElse]);
	});

	it('are not written when there is nothing to remove', async () => {
		await webhooks.remove(url, limit());
		expect(simulator.requests.map(({ method }) => method)).toEqual(['GET']);
	});

	it('are not written when the list cannot be read: it would end the deliveries of others', async () => {
		simulator.failNext(/webhook$/u, { kind: 'answer', answer: { status: 200, body: { ok: true } } });
		await expect(webhooks.add({ url, events }, limit())).rejects.toMatchObject({ code: 'refused' });
		expect(simulator.webhooks).toEqual([somebodyElse]);
	});

	it('say so when the plan does not include them', async () => {
		simulator.plan = 'free';
		await expect(webhooks.add({ url, events }, limit())).rejects.toMatchObject({
			code: 'refused',
			reason: 'subscription_required',
		});
	});

	it('say so when nobody answers', async () => {
		await simulator.close();
		await expect(webhooks.has({ url, events }, limit())).rejects.toMatchObject({ code: 'notConnected' });
		simulator = await new WawpSimulator(account).listen();
	});
});

import { webhooksOf } from '../../runtime/kit-webhooks';
import { recordingLogger } from '../fixtures/quiet-logger';
import { limit } from '../gateways/gateway-world';
import { WawpSimulator } from '../gateways/wawp/wawp-simulator';

const token = { instanceId: '1A2B3C4D5E6F', accessToken: 'token-of-the-shop' };
const host = { logger: recordingLogger() };

describe('the webhooks of accounts', () => {
	let simulator: WawpSimulator;
	const webhooks = () =>
		webhooksOf(
			host,
			{},
		)({
			id: 'credential-1',
			name: 'Shop',
			engine: 'wawp',
			credential: { ...token, baseUrl: simulator.url, allowPrivateAddress: true },
		});

	beforeEach(async () => {
		simulator = await new WawpSimulator(token).listen();
	});
	afterEach(async () => await simulator.close());

	it('are changed one after the other: workflows that begin together do not undo each other', async () => {
		const shared = webhooks();
		const urls = Array.from({ length: 20 }, (_, index) => `https://n8n.example/webhook/${index}`);
		await Promise.all(urls.map(async (url) => await shared.add({ url, events: ['message'] }, limit())));
		expect(simulator.webhooks.map(({ url }) => url).sort()).toEqual([...urls].sort());
	});

	it('go on after one that failed', async () => {
		const shared = webhooks();
		const events = ['message'];
		simulator.failNext(/webhook$/u, { kind: 'answer', answer: { status: 500 } });
		const [failed, done] = await Promise.allSettled([
			shared.add({ url: 'https://n8n.example/webhook/1', events }, limit()),
			shared.add({ url: 'https://n8n.example/webhook/2', events }, limit()),
		]);
		expect([failed.status, done.status]).toEqual(['rejected', 'fulfilled']);
		expect(simulator.webhooks).toMatchObject([{ url: 'https://n8n.example/webhook/2' }]);
	});

	it('are refused where events come by themselves', async () => {
		const own = webhooksOf(
			host,
			{},
		)({
			id: 'credential-2',
			name: 'Own',
			engine: 'web',
			credential: {},
		});
		await expect(own.remove('https://n8n.example/webhook/1', limit())).rejects.toMatchObject({
			code: 'notSupported',
		});
	});
});

import type { OpenedWebhooks } from '../../../engines/engine';
import { parseWaaBotOptions } from '../../../engines/waaBot/waa-bot-options';
import { waaBotEngine } from '../../../engines/waaBot/waa-bot-engine';
import { systemClock, systemRandom } from '../../../runtime/system-ports';
import { recordingLogger } from '../../fixtures/quiet-logger';
import { limit, wordsOf } from '../gateway-world';
import { waaBotAccount, WaaBotSimulator } from './waa-bot-simulator';

const url = 'https://n8n.example/webhook/one/webhook?secret=first';
const events = ['onMessage'];
const others = { url: 'https://crm.example/waabot?key=secret-of-others', events: ['onAnyMessage'] };

let simulator: WaaBotSimulator;
let webhooks: OpenedWebhooks;

beforeEach(async () => {
	simulator = await new WaaBotSimulator().listen();
	const { sessionId, accessToken, email, password } = waaBotAccount;
	const login = { accountLogin: 'password', email, password };
	const address = { baseUrl: simulator.url, allowPrivateAddress: true };
	const options = parseWaaBotOptions({ sessionId, accessToken, ...login, ...address });
	const ports = { clock: systemClock, random: systemRandom, logger: recordingLogger(), environment: {} };
	webhooks = waaBotEngine.openWebhooks!({ id: 'credential-1', name: 'Shop', options }, ports);
});
afterEach(async () => {
	webhooks.close();
	await simulator.close();
});

describe('the webhook of a bot at WaaBot', () => {
	it('is ours with its events, and the bot delivers to it', async () => {
		await webhooks.add({ url, events }, limit());
		expect([simulator.webhook, simulator.sendsWebhook]).toEqual([{ url, events }, true]);
	});

	it('is set anew for another secret and other events', async () => {
		await webhooks.add({ url, events }, limit());
		const renewed = { url: url.replace('first', 'second'), events: ['onAnyMessage'] };
		expect(await webhooks.has(renewed, limit())).toBe(false);
		await webhooks.add(renewed, limit());
		expect(simulator.webhook).toEqual(renewed);
	});

	it('stays with somebody else who has it, and the error says who, without the secret in it', async () => {
		simulator.webhook = others;
		const error: unknown = await webhooks.add({ url, events }, limit()).catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({ code: 'refused', reason: 'webhookOccupied' });
		expect(wordsOf(error)).toContain('https://crm.example/waabot');
		expect(wordsOf(error)).not.toContain('secret-of-others');
		await webhooks.remove(url, limit());
		expect(simulator.webhook).toEqual(others);
	});

	it('is taken back', async () => {
		await webhooks.add({ url, events }, limit());
		await webhooks.remove(url.replace('?secret=first', ''), limit());
		expect(simulator.webhook.url).toBeNull();
	});

	it('says so when nobody answers', async () => {
		await simulator.close();
		await expect(webhooks.has({ url, events }, limit())).rejects.toMatchObject({ code: 'notConnected' });
		simulator = await new WaaBotSimulator().listen();
	});
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKit, type ClosableKit } from '../../runtime/create-kit';
import type { AccountConfig, AccountVerifications } from '../../runtime/kit';
import { recordingLogger } from '../fixtures/quiet-logger';
import { describeWithRedis } from '../fixtures/redis-server';
import { until } from '../fixtures/until';
import { WawpSimulator } from '../gateways/wawp/wawp-simulator';

const token = { instanceId: '1A2B3C4D5E6F', accessToken: 'token-of-the-shop' };
const ANA = '+5511987654321';
const BEA = '+5511987654322';

/** Two processes of one n8n in queue mode: main holds the account, a worker asks for verifications. */
describeWithRedis('verifications a gateway keeps, in queue mode', (redis) => {
	let simulator: WawpSimulator;
	let folder: string;
	let kits: ClosableKit[];
	let config: AccountConfig;

	const start = async (): Promise<AccountVerifications> => {
		const environment = { WHATSAPP_KIT_HOME: folder, WHATSAPP_KIT_REDIS_URL: redis().url };
		const kit = createKit({ logger: recordingLogger() }, environment);
		kits.push(kit);
		return await kit.verifications(config);
	};
	/** The first one to send holds the account. */
	const startMain = async (): Promise<AccountVerifications> => {
		const main = await start();
		const { session } = await kits[0]!.acquire(config);
		const message = { kind: 'text', text: 'Open at nine' };
		await session.send({ recipient: '+447911123456', message, idempotencyKey: 'holds the account' });
		return main;
	};

	beforeEach(async () => {
		kits = [];
		folder = await mkdtemp(join(tmpdir(), 'whatsapp-kit-managed-'));
		simulator = await new WawpSimulator(token).listen();
		simulator.clock = () => Date.now();
		const credential = {
			...{ ...token, baseUrl: simulator.url, allowPrivateAddress: true, limitsPreset: 'unlimited' },
		};
		config = { id: 'credential-1', name: 'Shop', engine: 'wawp', credential };
	});
	afterEach(async () => {
		for (const kit of kits) await kit.close();
		await simulator.close();
		await rm(folder, { recursive: true, force: true });
	});

	it('a code a worker asked for leaves through main, and is checked anywhere', async () => {
		const main = await startMain();
		const worker = await start();
		await worker.managed!.codes!.sendManaged({ recipient: ANA, fields: { language: 'de' }, requestKey: 'a' });
		expect(simulator.verifications.sent).toMatchObject([{ fields: { lang: 'de' } }]);
		const code = simulator.verifications.codeOf(ANA.slice(1))!;
		expect(await worker.codes.check({ recipient: ANA, code: '000000' })).toMatchObject({
			...{ verified: false, attemptsRemaining: 4 },
		});
		// Both at once: the other process waits for its turn, and finds it used.
		const both = await Promise.all([
			main.codes.check({ recipient: ANA, code }),
			worker.codes.check({ recipient: ANA, code }),
		]);
		expect(both.filter(({ verified }) => verified)).toHaveLength(1);
		expect(both.find(({ verified }) => !verified)).toMatchObject({ reason: 'alreadyUsed' });
	}, 60_000);

	it('main hears of an approval a worker asked for, and both together ask no faster than allowed', async () => {
		const main = await startMain();
		const told: string[] = [];
		const stop = main.listen({
			...{ id: 'w:n', durable: true, resume: false },
			deliver: async ({ id, status }) => void told.push(await Promise.resolve(`${id} ${status}`)),
		});
		const worker = await start();
		const ask = async (recipient: string) =>
			await worker.managed!.approvals!.sendManaged({ recipient, fields: {}, requestKey: recipient });
		const first = await ask(ANA);
		const firstList = simulator.verifications.lastList();
		const second = await ask(BEA);
		await until(() => simulator.verifications.polls.length >= 3, 30_000);
		simulator.verifications.tap(firstList, 'approve');
		await until(() => told.includes(`${first.verificationId} validated`), 40_000);
		// The worker ends, and main goes on.
		await kits.pop()?.close();
		simulator.verifications.tap(simulator.verifications.lastList(), 'reject');
		await until(() => told.includes(`${second.verificationId} rejected`), 40_000);
		const { polls } = simulator.verifications;
		const gaps = polls.slice(1).map((at, index) => at - polls[index]!);
		expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2_000);
		stop();
	}, 120_000);
});

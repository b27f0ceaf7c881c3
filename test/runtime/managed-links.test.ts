import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKit, type ClosableKit } from '../../runtime/create-kit';
import type { VerificationItem } from '../../verification/verification-item';
import { recordingLogger } from '../fixtures/quiet-logger';
import { until } from '../fixtures/until';
import { whatsAuthAccount, WhatsAuthSimulator } from '../gateways/whatsAuth/whats-auth-simulator';

const { token } = whatsAuthAccount;

describe('links that the other side keeps', () => {
	let folder: string;
	let simulator: WhatsAuthSimulator;
	let kit: ClosableKit;
	const logger = recordingLogger();

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'whatsapp-kit-'));
		simulator = await new WhatsAuthSimulator().listen();
		kit = createKit({ logger }, { WHATSAPP_KIT_HOME: folder });
	});
	afterEach(async () => {
		await kit.close();
		await simulator.close();
		await rm(folder, { recursive: true, force: true });
	});

	const account = (more: object = {}) => ({
		id: 'credential-1',
		name: 'Shop',
		engine: 'whatsAuth' as const,
		credential: { ...whatsAuthAccount, baseUrl: simulator.url, allowPrivateAddress: true, ...more },
	});

	it('are told to whoever listens, once for each status, and no connection is opened for them', async () => {
		const { links, settleLink, listen } = await kit.verifications(account());
		const heard: VerificationItem[] = [];
		let attached = false;
		const deliver = async (item: VerificationItem) => void (await Promise.resolve(heard.push(item)));
		const stop = listen({ id: 'one', resume: false, durable: true, deliver }, () => (attached = true));
		await until(() => attached);
		const { code, verificationId } = await links.create({ fields: {}, requestKey: 'one' });
		const proof = {
			id: '1',
			status: 'validated',
			code,
			phone: '+5511987654321',
			profileName: 'Ana',
		} as const;
		for (let times = 0; times < 3; times += 1) await settleLink?.(proof, 'hearer');
		await until(() => heard.length >= 2);
		stop();
		expect(heard.map(({ id, status }) => [id, status])).toEqual([
			[verificationId, 'requested'],
			[verificationId, 'validated'],
		]);
		expect(await links.getStatus(verificationId)).toMatchObject({ phone_number: '+5511987654321' });
		expect((await kit.lastKnown('credential-1'))?.owner).toBeUndefined();
		expect(JSON.stringify(logger.lines)).not.toContain(token);
	});

	it('are none of an account that keeps its links itself', async () => {
		const web = { ...account(), engine: 'web' as const, credential: {} };
		expect((await kit.verifications(web)).settleLink).toBeUndefined();
	});

	it('need a credential that can be used', async () => {
		await expect(kit.verifications(account({ token: '' }))).rejects.toMatchObject({ code: 'invalidInput' });
	});
});

import type { N8nProcess } from '../../scripts/n8n-process.mjs';
import { describeWithPostgres } from '../fixtures/describe-with-postgres';
import { describeWithRedis } from '../fixtures/redis-server';
import { createLinkWorkflow, credentialType, kit, runLink, unlimited } from './account';
import type { CredentialReference, N8nClient } from './n8n-client';
import { queueEnvironment, startWaitingWorker } from './queue-processes';
import { RealN8n } from './real-n8n';
import { waitUntil } from './wait-until';
import { kitTrigger, manualTrigger } from './workflow';

const arrives = { timeoutMs: 90_000 };

/** A number and somebody who writes to it, in an n8n of several processes. */
class SharedNumber {
	shop!: ReturnType<RealN8n['whatsApp']['addPhone']>;
	ana!: ReturnType<RealN8n['whatsApp']['addPhone']>;
	credential!: CredentialReference;
	#status = '';

	constructor(readonly n8n: RealN8n) {}

	/** Links it by a workflow run by hand. */
	async link(): Promise<void> {
		const { whatsApp, client } = this.n8n;
		this.shop = whatsApp.addPhone({ phone: '5511987654321', name: 'Shop' });
		this.ana = whatsApp.addPhone({ phone: '4915123456789', name: 'Ana' });
		this.credential = await client.createCredential('Shop', credentialType, unlimited);
		const workflow = await createLinkWorkflow(this.n8n, this.credential);
		const { qr } = await runLink(this.n8n, workflow);
		await this.shop.scan(qr!);
		await waitUntil('the number is linked', async () => {
			const { json } = await runLink(this.n8n, workflow);
			return json.linked === true;
		});
		this.#status = await this.byHand('Status', { resource: 'session', operation: 'getStatus' });
	}

	trigger() {
		return {
			name: 'Heard',
			type: kitTrigger,
			parameters: { engine: 'web', events: ['message'] },
			credentials: { [credentialType]: this.credential },
		};
	}

	/** A workflow of one node, named `Step`, that is run by hand. */
	async byHand(name: string, fields: object): Promise<string> {
		const nodes = [{ name: 'Start', type: manualTrigger }, kit('Step', this.credential, fields)];
		return await this.n8n.client.createWorkflow({ name, nodes });
	}

	async publishEcho(): Promise<void> {
		const answer = kit('Answer', this.credential, {
			resource: 'message',
			operation: 'sendText',
			recipient: '={{ $json.chat.id }}',
			text: "={{ 'you said ' + $json.text }}",
		});
		const nodes = [this.trigger(), answer];
		await this.n8n.publish(await this.n8n.client.createWorkflow({ name: 'Echo', nodes }));
	}

	/** Session: Get Status, run where n8n runs what is tested by hand. */
	async status(client: N8nClient = this.n8n.client) {
		const { items } = await client.runManually(this.#status, 'Start');
		type Status = { state: string; owner: { where: string; pid: number } | null };
		return items.Step![0]!.json as unknown as Status;
	}

	async isAnswered(text: string): Promise<void> {
		await this.ana.say(this.shop, text);
		await this.ana.waitFor((shown) => shown.text === `you said ${text}`, arrives);
	}

	timesAnswered(text: string): number {
		return this.ana.inbox.all.filter((shown) => shown.text === `you said ${text}`).length;
	}

	/** Connections there have been, and never two at a time. */
	connections(): number {
		expect(this.n8n.whatsApp.overlaps).toBe(0);
		return this.n8n.whatsApp.logins.all.length;
	}
}

describeWithPostgres('one number in queue mode', {}, (postgres) => {
	describeWithRedis('with manual runs in workers', (redis) => {
		const offloadManual = true;
		const n8n = new RealN8n('offload', () => queueEnvironment(postgres(), redis(), { offloadManual }));
		const number = new SharedNumber(n8n);
		let worker: N8nProcess;

		beforeAll(async () => {
			await n8n.start();
			worker = await startWaitingWorker(n8n, redis(), 'worker');
			await number.link();
		}, 300_000);

		afterAll(async () => {
			await worker?.stop();
			await n8n.stop();
		}, 120_000);

		it('is held by the worker that linked it, and the test of its credential on main says so', async () => {
			expect(await number.status()).toMatchObject({ state: 'open', owner: { pid: worker.pid } });
			const before = number.connections();
			const verdict = await n8n.client.testCredential(number.credential, credentialType);
			expect(verdict).toEqual({
				status: 'OK',
				message: expect.stringContaining(`held by the process ${worker.pid} (worker)`),
			});
			expect((await number.status()).owner?.pid).toBe(worker.pid);
			expect(number.connections()).toBe(before);
		});

		it('goes to main when a workflow with its trigger is published', async () => {
			await number.publishEcho();
			await waitUntil('main holds it', async () => (await number.status()).owner?.pid === n8n.pid);
			await number.isAnswered('hello');
			number.connections();
		});

		it('stays with main while its trigger is tested in a worker, and both hear a message', async () => {
			const nodes = [number.trigger(), { name: 'End', type: 'n8n-nodes-base.noOp' }];
			const workflow = await n8n.client.createWorkflow({ name: 'Test by hand', nodes });
			const before = number.connections();
			const executionId = await n8n.client.startManually(workflow, 'Heard');
			let said = 0;
			// The test listens from some moment on; what was written before that is for published workflows only.
			const execution = await waitUntil('the test has heard a message', async () => {
				said += 1;
				await number.isAnswered(`is this on? ${said}`);
				const { status } = await n8n.client.execution(executionId);
				return status === 'success' && (await n8n.client.finished(executionId));
			});
			expect(execution.items.End?.[0]?.json.text).toMatch(/^is this on\?/);
			expect(worker.log()).toContain(`Worker started execution ${executionId}`);
			expect((await number.status()).owner?.pid).toBe(n8n.pid);
			expect(number.connections()).toBe(before);
			for (let index = 1; index <= said; index += 1)
				expect(number.timesAnswered(`is this on? ${index}`)).toBe(1);
		});
	});
});

describe('one number and two n8n on one folder', () => {
	const n8n = new RealN8n('twice');
	const number = new SharedNumber(n8n);
	let second: { process: N8nProcess; client: N8nClient };

	beforeAll(async () => {
		await n8n.start();
		await number.link();
		await number.publishEcho();
		second = await n8n.startBeside('second');
	}, 300_000);

	afterAll(async () => {
		await second?.process.stop();
		await n8n.stop();
	}, 120_000);

	it('stays with the first one, and the second one says who has it', async () => {
		const owner = `process ${n8n.pid} (main)`;
		await waitUntil('the second one waits', () =>
			second.process.log().includes('is connected in another n8n process'),
		);
		const status = await number.status(second.client);
		expect(status).toMatchObject({ state: 'open', owner: { pid: n8n.pid } });
		expect(status.owner?.where).toContain(owner);
		const verdict = await second.client.testCredential(number.credential, credentialType);
		expect(verdict).toEqual({ status: 'OK', message: expect.stringContaining(`held by the ${owner}`) });
		const fields = { recipient: number.ana.digits, text: 'from the second one' };
		const send = await number.byHand('Send', { resource: 'message', operation: 'sendText', ...fields });
		const refused = await second.client.runManually(send, 'Start');
		expect(refused.status).toBe('error');
		expect(JSON.stringify(refused.error)).toContain('connected in another n8n process');
		expect(number.connections()).toBe(1);
	});

	it('answers each message once', async () => {
		for (const text of ['one', 'two', 'three']) await number.isAnswered(text);
		expect(['one', 'two', 'three'].map((text) => number.timesAnswered(text))).toEqual([1, 1, 1]);
		expect(number.connections()).toBe(1);
	});

	it('goes to the second one when the first one is killed', async () => {
		await n8n.stopN8n('SIGKILL');
		await number.isAnswered('who is there?');
		expect((await number.status(second.client)).owner?.pid).toBe(second.process.pid);
		expect(number.timesAnswered('who is there?')).toBe(1);
		expect(number.connections()).toBe(2);
	});
});

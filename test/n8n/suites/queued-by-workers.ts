import type { N8nProcess } from '../../../scripts/n8n-process.mjs';
import { credentialType, kit, linkAccount } from '../account';
import { CalledWorkflow } from '../called-workflow';
import type { CredentialReference, Item } from '../n8n-client';
import type { RealN8n } from '../real-n8n';
import { waitUntil } from '../wait-until';
import { kitTrigger } from '../workflow';

type Phone = ReturnType<RealN8n['whatsApp']['addPhone']>;

/** The only worker there is, and the next one after it was killed. */
export interface OnlyWorker {
	current(): N8nProcess;
	replace(): Promise<void>;
}

const arrives = { timeoutMs: 90_000 };
const GAP_SECONDS = 25;
/** Two gaps, and room for n8n to start on a busy machine. */
const untilItsTurn = 2 * GAP_SECONDS * 1_000 + 180_000;

/**
 * A number whose connection main holds, and workflows on workers that queue for it. Two limits: a gap, which frees by
 * itself while the suite runs, and one new chat a day, which does not.
 */
export function describeQueuedByWorkers(n8n: RealN8n, worker: OnlyWorker): void {
	describe('messages that workers queue', () => {
		let desk: Phone;
		let emil: Phone;
		let nora: Phone;
		let credential: CredentialReference;
		const called = (operation: string, fields: object) =>
			new CalledWorkflow(n8n, () =>
				kit(operation, credential, { resource: 'message', operation, ...fields }),
			);
		const send = called('sendText', {
			recipient: '={{ $json.body.recipient }}',
			text: '={{ $json.body.text }}',
			options: { whenLimited: 'queue' },
		});
		const getJob = called('getJob', { jobId: '={{ $json.body.jobId }}' });
		const cancelJob = called('cancelJob', { jobId: '={{ $json.body.jobId }}' });
		const jobs = new Map<string, string>();

		const queue = async (text: string, to: Phone = emil): Promise<Item['json']> => {
			const json = await send.call({ recipient: `+${to.digits}`, text });
			jobs.set(text, String(json.jobId));
			return json;
		};
		const job = async (text: string) => await getJob.call({ jobId: jobs.get(text) });
		const isSent = async (text: string) =>
			await waitUntil(
				`the job of "${text}" is sent`,
				async () => {
					const told = await job(text);
					return told.state === 'sent' && told;
				},
				untilItsTurn,
			);
		const texts = (phone: Phone): unknown[] => phone.inbox.all.map((shown) => shown.text);
		const expectRunOn = (workflow: CalledWorkflow, process: N8nProcess): void =>
			expect(process.log()).toContain(`Worker started execution ${workflow.lastExecution}`);

		beforeAll(async () => {
			desk = n8n.whatsApp.addPhone({ phone: '442079460888', name: 'Desk' });
			emil = n8n.whatsApp.addPhone({ phone: '4915188776644', name: 'Emil' });
			nora = n8n.whatsApp.addPhone({ phone: '4915188776633', name: 'Nora' });
			const limits = { gapSeconds: GAP_SECONDS, gapJitterPercent: 0, newChatsPerDay: 1 };
			credential = await linkAccount(n8n, 'Desk', desk, { limitsPreset: 'high', limits });
			const trigger = {
				name: 'Heard',
				type: kitTrigger,
				parameters: { engine: 'web', events: ['message'] },
				credentials: { [credentialType]: credential },
			};
			const nodes = [trigger, { name: 'End', type: 'n8n-nodes-base.noOp' }];
			await n8n.publish(await n8n.client.createWorkflow({ name: 'Desk hears', nodes }));
			for (const workflow of [send, getJob, cancelJob]) await workflow.publish();
		}, 240_000);

		it('are told with a job, and leave through main when they may', async () => {
			expect(await queue('first')).toEqual({
				recipient: `+${emil.digits}`,
				outcome: 'queued',
				jobId: expect.any(String),
				leavesAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
			});
			expectRunOn(send, worker.current());
			await emil.waitFor(({ text }) => text === 'first', arrives);
			expect(await isSent('first')).toMatchObject({
				jobId: jobs.get('first'),
				recipient: `+${emil.digits}`,
				messageId: expect.any(String),
				sentAt: expect.any(String),
			});
		});

		it('are read and cancelled by a worker that did not queue them, after that one was killed', async () => {
			const queued = await queue('nobody reads this', nora);
			expectRunOn(send, worker.current());
			await worker.replace();
			expect(await job('nobody reads this')).toMatchObject({
				state: 'queued',
				recipient: `+${nora.digits}`,
				attempts: 0,
				leavesAt: queued.leavesAt,
			});
			expectRunOn(getJob, worker.current());
			const jobId = jobs.get('nobody reads this');
			expect(await cancelJob.call({ jobId })).toMatchObject({ cancelled: true, state: 'cancelled', jobId });
			expectRunOn(cancelJob, worker.current());
			expect(await cancelJob.call({ jobId })).toMatchObject({ cancelled: false, state: 'cancelled' });
			expect(await job('nobody reads this')).toMatchObject({ state: 'cancelled' });
		}, 300_000);

		it(
			'arrive once, in their order and a gap apart, when the process that holds the number is killed meanwhile',
			async () => {
				await queue('second');
				await queue('third');
				expect(await job('third')).toMatchObject({ state: 'queued', attempts: 0 });
				await n8n.stopN8n('SIGKILL');
				expect(texts(emil)).not.toContain('third');
				await n8n.startN8n();
				await emil.waitFor(({ text }) => text === 'third', { timeoutMs: untilItsTurn });
				const [second, third] = [await isSent('second'), await isSent('third')];
				expect(texts(emil)).toEqual(['first', 'second', 'third']);
				expect(texts(nora)).toEqual([]);
				// Each takes a moment to leave, and the second may have taken longer.
				const apart = Date.parse(String(third.sentAt)) - Date.parse(String(second.sentAt));
				expect(apart).toBeGreaterThan((GAP_SECONDS / 2) * 1_000);
				expect(n8n.whatsApp.overlaps).toBe(0);
				expect(n8n.whatsApp.protocolErrors).toEqual([]);
			},
			2 * untilItsTurn,
		);
	});
}

import { createLinkWorkflow, credentialType, kit, runLink } from '../account';
import { showsFeatures } from '../features/shows-features';
import type { CredentialReference, Item } from '../n8n-client';
import type { RealN8n } from '../real-n8n';
import { waitUntil } from '../wait-until';
import { manualTrigger } from '../workflow';

const arrives = { timeoutMs: 90_000 };
/** More than the pauses before the last one, with room for a busy machine. */
const untilItsTurn = 240_000;

/** A number that pauses after each message, and workflows that do not wait for it. */
export function describeQueue(n8n: RealN8n): void {
	describe('messages that are queued', () => {
		let credential: CredentialReference;
		let desk: ReturnType<RealN8n['whatsApp']['addPhone']>;
		let emil: ReturnType<RealN8n['whatsApp']['addPhone']>;
		const jobs = new Map<string, string>();

		const run = async (operation: string, fields: object): Promise<Item['json']> => {
			const step = kit('Step', credential, { resource: 'message', operation, ...fields });
			const nodes = [{ name: 'Start', type: manualTrigger }, step];
			const id = await n8n.client.createWorkflow({ name: operation, nodes });
			const execution = await n8n.client.runManually(id, 'Start');
			if (execution.error) throw new Error(JSON.stringify(execution.error));
			return execution.items.Step?.[0]?.json ?? {};
		};
		const queue = async (text: string): Promise<Item['json']> => {
			const options = { whenLimited: 'queue' };
			const json = await run('sendText', { recipient: `+${emil.digits}`, text, options });
			jobs.set(text, String(json.jobId));
			return json;
		};
		const job = async (text: string) => await run('getJob', { jobId: jobs.get(text) });
		const times = (text: string): number => emil.inbox.all.filter((shown) => shown.text === text).length;

		beforeAll(async () => {
			desk = n8n.whatsApp.addPhone({ phone: '442079460888', name: 'Desk' });
			emil = n8n.whatsApp.addPhone({ phone: '4915188776644', name: 'Emil' });
			const limits = { limitsPreset: 'high', limits: { gapSeconds: 25, gapJitterPercent: 0 } };
			credential = await n8n.client.createCredential('Desk', credentialType, limits);
			const linking = await createLinkWorkflow(n8n, credential);
			const { qr } = await runLink(n8n, linking);
			await desk.scan(qr!);
			await waitUntil('the desk is linked', async () => {
				const { json } = await runLink(n8n, linking);
				return json.linked === true;
			});
		});

		it('are told with a job and the time they leave; the first leaves at once', async () => {
			showsFeatures('web', 'queueState');
			expect(await queue('first')).toEqual({
				recipient: `+${emil.digits}`,
				outcome: 'queued',
				jobId: expect.any(String),
				leavesAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
			});
			await emil.waitFor(({ text }) => text === 'first', arrives);
			await waitUntil('its job is sent', async () => (await job('first')).state === 'sent');
			expect(await job('first')).toMatchObject({
				recipient: `+${emil.digits}`,
				messageId: expect.any(String),
				sentAt: expect.any(String),
			});
		});

		it('wait for their turn, and can be cancelled meanwhile', async () => {
			await queue('second');
			await queue('cancelled');
			await queue('last');
			expect(await job('last')).toMatchObject({ state: 'queued', attempts: 0, leavesAt: expect.any(String) });
			const jobId = jobs.get('cancelled');
			expect(await run('cancelJob', { jobId })).toMatchObject({ cancelled: true, state: 'cancelled', jobId });
			expect(await run('cancelJob', { jobId })).toMatchObject({ cancelled: false, state: 'cancelled' });
		});

		it(
			'survive a restart of n8n, and go on when a node uses the number',
			async () => {
				await n8n.stopN8n('SIGKILL');
				await n8n.startN8n();
				await waitUntil(
					'the last job is sent',
					async () => (await job('last')).state === 'sent',
					untilItsTurn,
				);
				for (const text of ['second', 'last']) await emil.waitFor((shown) => shown.text === text, arrives);
				expect([times('first'), times('second'), times('cancelled'), times('last')]).toEqual([1, 1, 0, 1]);
				expect(await job('second')).toMatchObject({ state: 'sent' });
			},
			untilItsTurn + 120_000,
		);
	});
}

import { createLinkWorkflow, credentialType, kit, runLink } from '../account';
import type { CredentialReference } from '../n8n-client';
import type { RealN8n } from '../real-n8n';
import { waitUntil } from '../wait-until';
import { manualTrigger } from '../workflow';

const arrives = { timeoutMs: 60_000 };

/** Two workflows and one number that may send two messages an hour. */
export function describeLimits(n8n: RealN8n): void {
	describe('the limits of a number', () => {
		let credential: CredentialReference;
		let office: ReturnType<RealN8n['whatsApp']['addPhone']>;
		let dora: ReturnType<RealN8n['whatsApp']['addPhone']>;
		const workflows: string[] = [];

		const sender = async (name: string, options: object) => {
			const fields = { resource: 'message', operation: 'sendText', recipient: `+${dora.digits}`, text: name };
			const send = kit('Send', credential, { ...fields, options });
			const nodes = [
				{ name: 'Start', type: manualTrigger },
				{ ...send, onError: 'continueRegularOutput' as const },
			];
			workflows.push(await n8n.client.createWorkflow({ name, nodes }));
		};
		const run = async (which: number) => {
			const { items } = await n8n.client.runManually(workflows[which]!, 'Start');
			return items.Send?.[0]?.json ?? {};
		};

		beforeAll(async () => {
			office = n8n.whatsApp.addPhone({ phone: '442079460777', name: 'Office' });
			dora = n8n.whatsApp.addPhone({ phone: '4915188776655', name: 'Dora' });
			const limits = { limitsPreset: 'careful', limits: { perHour: 2, gapSeconds: 1, gapJitterPercent: 0 } };
			credential = await n8n.client.createCredential('Office', credentialType, limits);
			const linking = await createLinkWorkflow(n8n, credential);
			const { qr } = await runLink(n8n, linking);
			await office.scan(qr!);
			await waitUntil('the office is linked', async () => {
				const { json } = await runLink(n8n, linking);
				return json.linked === true;
			});
			await sender('from the first', {});
			await sender('from the second', { whenLimited: 'wait', maxWaitSeconds: 2 });
		});

		it('are shared by its workflows: the third message is refused with the rule and the time', async () => {
			expect(await run(0)).toMatchObject({ outcome: 'sent' });
			expect(await run(1)).toMatchObject({ outcome: 'sent' });
			for (const text of ['from the first', 'from the second'])
				await dora.waitFor((message) => message.text === text, arrives);
			const refused = await run(1);
			expect(refused).toMatchObject({
				errorCode: 'limited',
				rule: 'perHour',
				message: expect.stringContaining('at most 2 messages per hour'),
			});
			const wait = Date.parse(String(refused.retryAt)) - Date.now();
			expect(wait).toBeGreaterThan(3_400_000);
			expect(wait).toBeLessThanOrEqual(3_600_000);
		});

		it('are shown by Session: Get Limits', async () => {
			const show = kit('Show', credential, { resource: 'session', operation: 'getLimits' });
			const nodes = [{ name: 'Start', type: manualTrigger }, show];
			const id = await n8n.client.createWorkflow({ name: 'Limits', nodes });
			const { items } = await n8n.client.runManually(id, 'Start');
			expect(items.Show?.[0]?.json).toMatchObject({
				account: 'Office',
				preset: 'careful',
				nextFree: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
				rules: expect.arrayContaining([
					expect.objectContaining({ rule: 'perHour', used: 2, limit: 2 }),
					expect.objectContaining({ rule: 'newChatsPerDay', used: 1, limit: 10, nextFree: null }),
				]),
			});
		});
	});
}

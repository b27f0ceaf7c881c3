import type { N8nProcess } from '../../../scripts/n8n-process.mjs';
import { credentialType, linkAccount, unlimited, verify } from '../account';
import { CalledWorkflow } from '../called-workflow';
import type { CredentialReference, Item } from '../n8n-client';
import type { RealN8n } from '../real-n8n';
import { showsCode } from '../shows-code';
import { waitUntil } from '../wait-until';
import { verifyTrigger } from '../workflow';

type Phone = ReturnType<RealN8n['whatsApp']['addPhone']>;

const arrives = { timeoutMs: 90_000 };

/** A number whose connection main holds, and workflows on a worker that verify with it. */
export function describeVerifiedByWorkers(n8n: RealN8n, worker: () => N8nProcess): void {
	describe('verifications that workers ask for', () => {
		let credential: CredentialReference;
		let door: Phone;
		let otto: Phone;
		let hearing = '';

		const called = (resource: string, operation: string, fields: object) =>
			new CalledWorkflow(n8n, () =>
				verify(`${resource} ${operation}`, credential, { resource, operation, ...fields }),
			);
		const verificationId = '={{ $json.body.verificationId }}';
		const send = called('code', 'send', {
			recipient: '={{ $json.body.recipient }}',
			options: { browserSecret: '={{ $json.body.browserSecret }}' },
		});
		const check = called('code', 'check', {
			verificationId,
			code: '={{ $json.body.code }}',
			options: { browserSecret: '={{ $json.body.browserSecret }}' },
		});
		const create = called('link', 'create', { options: { responseMessage: 'Come in' } });
		const getStatus = called('link', 'getStatus', { verificationId });

		const expectRunOnWorker = (workflow: CalledWorkflow): void =>
			expect(worker().log()).toContain(`Worker started execution ${workflow.lastExecution}`);
		/** What the trigger has made of one verification. */
		const heard = async (id: unknown): Promise<Item['json'][]> => {
			const listed = await n8n.client.executionsOf(hearing);
			const executions = await Promise.all(listed.map((each) => n8n.client.execution(each.id)));
			const items = executions.flatMap((execution) => execution.items.Kept ?? []);
			return items.map(({ json }) => json).filter((json) => json.id === id);
		};
		const isHeard = async (id: unknown, status: string): Promise<void> => {
			const title = `the trigger has heard that ${String(id)} is ${status}`;
			await waitUntil(title, async () => (await heard(id)).some((json) => json.status === status), 120_000);
		};

		beforeAll(async () => {
			door = n8n.whatsApp.addPhone({ phone: '442079460999', name: 'Door' });
			otto = n8n.whatsApp.addPhone({ phone: '4915188776699', name: 'Otto' });
			credential = await linkAccount(n8n, 'Door', door, unlimited);
			const trigger = {
				name: 'Changed',
				type: verifyTrigger,
				parameters: { engine: 'web', events: ['requested', 'validated', 'rejected', 'expired', 'failed'] },
				credentials: { [credentialType]: credential },
			};
			const nodes = [trigger, { name: 'Kept', type: 'n8n-nodes-base.noOp' }];
			hearing = await n8n.client.createWorkflow({ name: 'Door changes', nodes });
			await n8n.publish(hearing);
			for (const workflow of [send, check, create, getStatus]) await workflow.publish();
		}, 240_000);

		it('send a code through main and check it on the worker, for the browser that asked', async () => {
			const browserSecret = 'of the browser that asked';
			const sent = await send.call({ recipient: `+${otto.digits}`, browserSecret });
			expect(sent).toMatchObject({ status: 'requested', outcome: 'sent' });
			expectRunOnWorker(send);
			const shown = await otto.waitFor(({ text }) => /\d{6}/.test(text ?? ''), arrives);
			const [code] = /\d{6}/.exec(shown.text!)!;
			const question = { verificationId: sent.verificationId, code };
			expect(await check.call(question)).toMatchObject({ verified: false, reason: 'notFound' });
			expect(await check.call({ ...question, browserSecret })).toMatchObject({ verified: true });
			expectRunOnWorker(check);
			expect(await check.call({ ...question, browserSecret })).toMatchObject({ reason: 'alreadyUsed' });
			await isHeard(sent.verificationId, 'validated');
		}, 240_000);

		it('are proven by a message that main receives, and start the workflow once per change', async () => {
			const made = await create.call({});
			expectRunOnWorker(create);
			await otto.say(door, String(made.code));
			await otto.waitFor(({ text }) => text === 'Come in', arrives);
			const proven = { id: made.verificationId, status: 'validated', phone_number: `+${otto.digits}` };
			expect(await getStatus.call({ verificationId: made.verificationId })).toMatchObject(proven);
			expectRunOnWorker(getStatus);
			await isHeard(made.verificationId, 'validated');
			// Whatever came of it twice would have come before what came of a later one.
			const later = await create.call({});
			await isHeard(later.verificationId, 'requested');
			const changes = await heard(made.verificationId);
			// Two executions that begin in one moment are listed in any order.
			expect(changes.map(({ status }) => status).sort()).toEqual(['requested', 'validated']);
			expect(changes.find(({ status }) => status === 'validated')).toMatchObject(proven);
			expect(n8n.whatsApp.overlaps).toBe(0);
			expect(n8n.whatsApp.protocolErrors).toEqual([]);
		}, 240_000);

		it('have their code in no log', () => {
			const codes = otto.inbox.all.flatMap(({ text }) => /\d{6}/.exec(text ?? '') ?? []);
			expect(codes).not.toEqual([]);
			const logs = [n8n.log(), worker().log()].join('\n');
			for (const code of codes) expect(showsCode(logs, code)).toBe(false);
		});
	});
}

import { createLinkWorkflow, credentialType, kit, runLink, unlimited } from '../../account';
import type { CredentialReference, Execution } from '../../n8n-client';
import type { RealN8n } from '../../real-n8n';
import { waitUntil } from '../../wait-until';
import { kitTrigger, manualTrigger, verifyNode } from '../../workflow';
import type { WorkflowNode } from '../../workflow';

type Phone = ReturnType<RealN8n['whatsApp']['addPhone']>;
type Shown = Awaited<ReturnType<Phone['waitFor']>>;

const arrives = { timeoutMs: 60_000 };

/**
 * A number with a published trigger, and two people it asks. Every question runs between two nodes: the one after it
 * takes a value of the one before, so that a broken pairing of items shows.
 */
export class WaitingAccount {
	hotel!: Phone;
	ivy!: Phone;
	jon!: Phone;
	/** Asked by agents alone: whoever was asked for an approval lately is not asked for another one at once. */
	kay!: Phone;
	/** Of the node that asks, in every workflow. */
	readonly askNodeId = '00000000-0000-4000-8000-000000000003';
	#credential!: CredentialReference;
	#hearing = '';

	constructor(readonly n8n: RealN8n) {}

	get credential(): CredentialReference {
		return this.#credential;
	}

	async open(): Promise<void> {
		const { whatsApp, client } = this.n8n;
		this.hotel = whatsApp.addPhone({ phone: '442079460444', name: 'Hotel' });
		this.ivy = whatsApp.addPhone({ phone: '4915188776455', name: 'Ivy' });
		this.jon = whatsApp.addPhone({ phone: '4915188776444', name: 'Jon' });
		this.kay = whatsApp.addPhone({ phone: '4915188776433', name: 'Kay' });
		this.#credential = await client.createCredential('Hotel', credentialType, {
			...unlimited,
			accountLabel: 'Hotel',
		});
		const linking = await createLinkWorkflow(this.n8n, this.#credential);
		const { qr } = await runLink(this.n8n, linking);
		await this.hotel.scan(qr!);
		await waitUntil('the hotel is linked', async () => {
			const { json } = await runLink(this.n8n, linking);
			return json.linked === true;
		});
		const trigger = {
			name: 'Heard',
			type: kitTrigger,
			parameters: { engine: 'web', events: ['edited'] },
			credentials: { [credentialType]: this.#credential },
		};
		this.#hearing = await client.createWorkflow({ name: 'Hotel hears', nodes: [trigger] });
		await this.n8n.publish(this.#hearing);
	}

	async close(): Promise<void> {
		if (this.#hearing) await this.n8n.client.unpublish(this.#hearing);
	}

	/** Starts an execution that asks Ivy unless `fields` say otherwise; gives its id. */
	async question(fields: object): Promise<string> {
		const recipient = `+${this.ivy.digits}`;
		const asked = { resource: 'message', operation: 'sendAndWait', recipient, ...fields };
		return await this.#start(kit('Ask', this.#credential, asked));
	}

	async approval(fields: object): Promise<string> {
		return await this.#start({
			name: 'Ask',
			type: verifyNode,
			parameters: { engine: 'web', resource: 'approval', operation: 'sendAndWait', ...fields },
			credentials: { [credentialType]: this.#credential },
		});
	}

	async sleeps(executionId: string): Promise<Execution> {
		return await waitUntil(`execution ${executionId} sleeps`, async () => {
			const execution = await this.n8n.client.execution(executionId);
			return execution.status === 'waiting' ? execution : undefined;
		});
	}

	/** The item the execution went on with. */
	async goesOn(executionId: string): Promise<Record<string, unknown>> {
		const { error, items } = await this.n8n.client.finished(executionId);
		if (error) throw new Error(`The workflow failed: ${JSON.stringify(error)}`);
		expect(items.After).toHaveLength(1);
		return items.After![0]!.json;
	}

	async #start(ask: WorkflowNode): Promise<string> {
		const { client } = this.n8n;
		const before = { id: 'a', name: 'asker', value: 'desk 7', type: 'string' };
		const after = { id: 'b', name: 'asker', value: "={{ $('Asker').item.json.asker }}", type: 'string' };
		const nodes = [{ name: 'Start', type: manualTrigger }, set('Asker', before), ask, set('After', after)];
		const id = await client.createWorkflow({ name: 'Waiting', nodes });
		return await client.startManually(id, 'Start');
	}
}

export async function questionOn(phone: Phone, text: string): Promise<Shown> {
	return await phone.waitFor((shown) => shown.text?.includes(text) === true, arrives);
}

/** Sets one field and passes the others on. */
function set(name: string, assignment: object): WorkflowNode {
	const assignments = { assignments: [assignment] };
	const parameters = { mode: 'manual', includeOtherFields: true, assignments, options: {} };
	return { name, type: 'n8n-nodes-base.set', typeVersion: 3.4, parameters };
}

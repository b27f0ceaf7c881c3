import { createLinkWorkflow, credentialType, kit, runLink, unlimited } from '../../account';
import type { CredentialReference, Item } from '../../n8n-client';
import type { RealN8n } from '../../real-n8n';
import { waitUntil } from '../../wait-until';
import { kitNode, kitTrigger, manualTrigger } from '../../workflow';
import type { WorkflowNode } from '../../workflow';

type WhatsApp = RealN8n['whatsApp'];
export type Phone = ReturnType<WhatsApp['addPhone']>;
export type Group = ReturnType<WhatsApp['addGroup']>;
export type Shown = Awaited<ReturnType<Phone['waitFor']>>;

const arrives = { timeoutMs: 60_000 };

/**
 * A number linked in the real n8n, two people it writes with and a group of the three. Workflows of one run
 * go through `run`; one published workflow keeps what the trigger hears.
 */
export class LinkedAccount {
	/** `resource.operation` of everything that ran and did not fail. */
	readonly ranOperations = new Set<string>();
	owner!: Phone;
	bea!: Phone;
	carl!: Phone;
	group!: Group;
	#credential!: CredentialReference;
	#linkWorkflow = '';
	#hearing = '';

	constructor(readonly n8n: RealN8n) {}

	async open(): Promise<void> {
		const { whatsApp, client } = this.n8n;
		this.owner = whatsApp.addPhone({ phone: '442079460123', name: 'Branch' });
		this.bea = whatsApp.addPhone({ phone: '5521987654321', name: 'Bea' });
		this.carl = whatsApp.addPhone({ phone: '4915199887766', name: 'Carl' });
		this.group = whatsApp.addGroup({
			subject: 'Neighbours',
			participants: [this.bea, this.owner, this.carl],
		});
		this.#credential = await client.createCredential('Branch', credentialType, unlimited);
		this.#linkWorkflow = await createLinkWorkflow(this.n8n, this.#credential);
		const { qr } = await runLink(this.n8n, this.#linkWorkflow);
		await this.owner.scan(qr!);
		await waitUntil('the branch is linked', async () => (await this.link()).linked === true);
		await this.#hear();
	}

	/** What Session: Link says now. */
	async link(): Promise<Item['json']> {
		const { json } = await runLink(this.n8n, this.#linkWorkflow);
		this.ranOperations.add('session.link');
		return json;
	}

	/** A node that runs `resource.operation` on this account. */
	step(name: string, path: string, fields: object = {}): WorkflowNode {
		const [resource, operation] = path.split('.');
		return kit(name, this.#credential, { resource, operation, ...fields });
	}

	/** Runs the nodes once, one feeding the next; gives the items of each. Fails when the execution does. */
	async run(...nodes: WorkflowNode[]): Promise<Record<string, Item[]>> {
		const name = expect.getState().currentTestName ?? 'Operations';
		const start = { name: 'Start', type: manualTrigger };
		const id = await this.n8n.client.createWorkflow({ name: name.slice(-100), nodes: [start, ...nodes] });
		const execution = await this.n8n.client.runManually(id, 'Start');
		if (execution.error) throw new Error(`The workflow failed: ${JSON.stringify(execution.error)}`);
		this.#note(nodes, execution.items);
		return execution.items;
	}

	/** Runs one operation; gives its only item. */
	async runOne(path: string, fields: object = {}): Promise<Item> {
		const { Step } = await this.run(this.step('Step', path, fields));
		expect(Step).toHaveLength(1);
		return Step![0]!;
	}

	/** The item the trigger made of the message or choice with this id. */
	async heard(messageId: string): Promise<Item['json']> {
		return await waitUntil(`the trigger has heard ${messageId}`, async () =>
			(await this.#allHeard()).find((json) => json.messageId === messageId),
		);
	}

	async close(): Promise<void> {
		if (this.#hearing) await this.n8n.client.unpublish(this.#hearing);
	}

	/** Starts the published workflow. It hears from some moment on, so somebody writes until it does. */
	async #hear(): Promise<void> {
		const trigger = {
			name: 'Heard',
			type: kitTrigger,
			parameters: { engine: 'web', events: ['message', 'choice'] },
			credentials: { [credentialType]: this.#credential },
		};
		const nodes = [trigger, { name: 'Kept', type: 'n8n-nodes-base.noOp' }];
		this.#hearing = await this.n8n.client.createWorkflow({ name: 'Hearing', nodes });
		await this.n8n.publish(this.#hearing);
		await waitUntil('the trigger hears', async () => {
			await this.bea.say(this.owner, 'Anybody there?');
			return (await this.#allHeard()).length > 0;
		});
	}

	async #allHeard(): Promise<Array<Item['json']>> {
		const listed = await this.n8n.client.executionsOf(this.#hearing);
		const executions = await Promise.all(listed.map(({ id }) => this.n8n.client.execution(id)));
		return executions.flatMap(({ items }) => (items.Kept ?? []).map(({ json }) => json));
	}

	#note(nodes: WorkflowNode[], items: Record<string, Item[]>): void {
		for (const { name, type, parameters } of nodes) {
			const came = items[name] ?? [];
			if (type !== kitNode || came.length === 0 || came.some(({ json }) => 'error' in json)) continue;
			this.ranOperations.add(`${String(parameters?.resource)}.${String(parameters?.operation)}`);
		}
	}
}

/** The message on the phone's screen that this item says was sent. */
export async function shownOn(phone: Phone, item: Item | undefined): Promise<Shown> {
	const { messageId } = item?.json ?? {};
	return await phone.waitFor(({ id }) => id === messageId, arrives);
}

/** The item of a send: exactly the fixed names. */
export const sentItem = (expected: { recipient: string; chatId: unknown; via: string }) => ({
	messageId: expect.stringMatching(/^[0-9A-Z]{16,}$/),
	outcome: expect.stringMatching(/^(sent|delivered|read)$/),
	sentAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
	...expected,
});

/** The item of a send to this person. */
export const sentTo = (phone: Phone, via: string) =>
	sentItem({ recipient: `+${phone.digits}`, chatId: expect.stringMatching(personId(phone)), via });

/** The id of the chat with this person: under the number or the LID. */
const personId = (phone: Phone) => new RegExp(`^(${phone.jid}|${phone.lid})$`);

import type { Item } from '../../n8n-client';
import type { RealN8n } from '../../real-n8n';
import { waitUntil } from '../../wait-until';
import { manualTrigger, verifyNode, verifyTrigger, type WorkflowNode } from '../../workflow';
import { GatewayAccount, type GatewayAccountOptions } from './gateway-account';

/** An account whose gateway keeps verifications, and a published trigger that hears of all of them. */
export class ManagedAccount extends GatewayAccount {
	readonly #n8n: RealN8n;

	readonly #engine: string;

	#hearing = '';

	constructor(n8n: RealN8n, options: GatewayAccountOptions) {
		super(n8n, options);
		this.#n8n = n8n;
		this.#engine = options.engine;
	}

	override async open(): Promise<void> {
		await super.open();
		const events = ['requested', 'validated', 'rejected', 'expired', 'failed'];
		const trigger = this.node('Changed', verifyTrigger, { engine: this.#engine, events });
		const nodes = [trigger, { name: 'Kept', type: 'n8n-nodes-base.noOp' }];
		this.#hearing = await this.#n8n.client.createWorkflow({ name: `Changes at ${this.#engine}`, nodes });
		await this.#n8n.publish(this.#hearing);
	}

	async close(): Promise<void> {
		if (this.#hearing) await this.#n8n.client.unpublish(this.#hearing);
	}

	/** One operation of WhatsApp Verify; what fails is data. */
	verify(path: string, fields: object): WorkflowNode {
		const [resource, operation] = path.split('.');
		const parameters = { engine: this.#engine, resource, operation, ...fields };
		return { ...this.node('Verify', verifyNode, parameters), onError: 'continueRegularOutput' };
	}

	/** Runs it, and gives its only item. */
	async item(path: string, fields: object): Promise<Item['json']> {
		const { error, items } = await this.run(this.verify(path, fields));
		if (error) throw new Error(`The workflow failed: ${JSON.stringify(error)}`);
		expect(items.Verify).toHaveLength(1);
		return items.Verify![0]!.json;
	}

	/** Sends the code again as soon as the minute between two requests is over. */
	async resendWhenAllowed(recipient: string): Promise<Item['json']> {
		const options = { whenLimited: 'fail' };
		return await waitUntil(
			`a code may be sent to ${recipient} again`,
			async () => {
				const sent = await this.item('code.resend', { recipient, options });
				return sent.outcome === 'sent' && sent;
			},
			120_000,
		);
	}

	/** Starts one that sleeps; gives the id of its execution. */
	async sleeper(path: string, fields: object): Promise<string> {
		const nodes = [{ name: 'Start', type: manualTrigger }, this.verify(path, fields)];
		const id = await this.#n8n.client.createWorkflow({ name: `${path} at ${this.#engine}`, nodes });
		const execution = await this.#n8n.client.startManually(id, 'Start');
		await waitUntil(`execution ${execution} sleeps`, async () => {
			return (await this.#n8n.client.execution(execution)).status === 'waiting';
		});
		return execution;
	}

	/** The item a sleeping execution went on with. */
	async goesOn(execution: string): Promise<Item['json']> {
		const { error, items } = await this.#n8n.client.finished(execution);
		if (error) throw new Error(`The workflow failed: ${JSON.stringify(error)}`);
		return items.Verify![0]!.json;
	}

	/** The statuses the trigger has heard of a verification, once they are at least these many. */
	async heard(verificationId: unknown, count: number): Promise<readonly unknown[]> {
		return await waitUntil(
			`the trigger has heard ${count} changes of ${String(verificationId)}`,
			async () => {
				const listed = await this.#n8n.client.executionsOf(this.#hearing);
				const all = await Promise.all(listed.map(({ id }) => this.#n8n.client.execution(id)));
				const items = all.flatMap((execution) => execution.items.Kept ?? []);
				const mine = items.filter(({ json }) => json.id === verificationId);
				return mine.length >= count && mine.map(({ json }) => json.status);
			},
			120_000,
		);
	}
}

import { randomUUID } from 'node:crypto';
import type { Item } from './n8n-client';
import type { RealN8n } from './real-n8n';
import { waitUntil } from './wait-until';
import type { WorkflowNode } from './workflow';

/** A published workflow of one node that is called over HTTP; in queue mode a worker runs it. */
export class CalledWorkflow {
	readonly #path = randomUUID();

	#id = '';

	/** n8n's id of the last call. */
	lastExecution = '';

	/** `step` reads what it is called with from `$json.body`. */
	constructor(
		private readonly n8n: RealN8n,
		private readonly step: () => WorkflowNode,
	) {}

	async publish(): Promise<void> {
		const called = {
			name: 'Called',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			webhookId: this.#path,
			parameters: { httpMethod: 'POST', path: this.#path, responseMode: 'onReceived' },
		};
		const step = this.step();
		this.#id = await this.n8n.client.createWorkflow({ name: step.name, nodes: [called, step] });
		await this.n8n.client.publish(this.#id);
	}

	/**
	 * Gives the item of its node. Read from the execution, not from the answer: on a busy machine one answer of a
	 * workflow that ran in a worker never came, though n8n had noted its end.
	 */
	async call(body: object): Promise<Item['json']> {
		const { client } = this.n8n;
		const { name } = this.step();
		const before = new Set((await client.executionsOf(this.#id)).map(({ id }) => id));
		// n8n may say that it is ready a moment before it knows its webhooks.
		await waitUntil(`${name} is there`, async () => await this.#post(body));
		const { id } = await waitUntil(`${name} runs`, async () => {
			const executions = await client.executionsOf(this.#id);
			return executions.find((execution) => !before.has(execution.id));
		});
		this.lastExecution = id;
		const { error, items } = await client.finished(id);
		if (error) throw new Error(`${name} failed: ${JSON.stringify(error)}`);
		return items[name]![0]!.json;
	}

	/** False when n8n knows nobody who hears it. */
	async #post(body: object): Promise<boolean> {
		const answer = await fetch(`${this.n8n.client.address}/webhook/${this.#path}`, {
			method: 'POST',
			// n8n ends a connection that was idle for 5 s, once in a while just when the next call goes out on it.
			headers: { 'content-type': 'application/json', connection: 'close' },
			body: JSON.stringify(body),
			signal: AbortSignal.timeout(90_000),
		});
		const text = await answer.text();
		if (!answer.ok && answer.status !== 404)
			throw new Error(`${this.step().name} answered ${answer.status}: ${text}`);
		return answer.ok;
	}
}

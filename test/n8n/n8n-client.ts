import { N8nRest } from '../../scripts/n8n-rest.mjs';
import { parseFlatted } from './flatted';
import { waitUntil } from './wait-until';
import { asRequest } from './workflow';
import type { Workflow, WorkflowNode } from './workflow';

export interface CredentialReference {
	id: string;
	name: string;
}

export interface BinaryReference {
	mimeType: string;
	fileName?: string;
	data: string;
	id?: string;
}

export interface Item {
	json: Record<string, unknown>;
	binary?: Record<string, BinaryReference>;
}

export interface Execution {
	id: string;
	status: string;
	error?: { message: string; description?: string };
	/** Items of every node that ran, by the node's name (first run, first output). */
	items: Record<string, Item[]>;
}

interface RunData {
	resultData: {
		error?: { message: string; description?: string };
		runData: Record<string, Array<{ data?: { main?: Array<Item[] | null> } }>>;
	};
}

const owner = { email: 'owner@example.com', password: 'E2e-Passw0rd', firstName: 'Test', lastName: 'Owner' };
const finished = new Set(['success', 'error', 'canceled', 'crashed']);

/** n8n as a person with a browser sees it, by the requests the editor makes. */
export class N8nClient {
	readonly login = owner;
	readonly #rest: N8nRest;

	constructor(readonly address: string) {
		this.#rest = new N8nRest(address);
	}

	async signIn(): Promise<void> {
		await this.#rest.signIn(owner);
	}

	/** What n8n knows of a node type. */
	async nodeType(name: string): Promise<Record<string, unknown> | undefined> {
		const types = await this.#rest.call<Array<Record<string, unknown>>>('POST', '/node-types', {
			nodeInfos: [{ name, version: 1 }],
		});
		return types[0];
	}

	/** As the editor is served them all at once, with what n8n has made of them for agents. */
	async servedNodeType(name: string): Promise<Record<string, unknown> | undefined> {
		return (await this.#rest.nodeTypes()).find((type) => type.name === name);
	}

	async createCredential(name: string, type: string, data: object = {}): Promise<CredentialReference> {
		const { id } = await this.#rest.call<{ id: string }>('POST', '/credentials', { name, type, data });
		return { id, name };
	}

	async testCredential(
		credential: CredentialReference,
		type: string,
		data: object = {},
	): Promise<{ status: string; message: string }> {
		return await this.#rest.call('POST', '/credentials/test', { credentials: { ...credential, type, data } });
	}

	/** What the editor offers in a resource locator of a node. */
	async searchList(
		node: WorkflowNode,
		{ path, methodName, filter }: { path: string; methodName: string; filter?: string },
	): Promise<Array<{ name: string; value: string }>> {
		const { results } = await this.#rest.call<{ results: Array<{ name: string; value: string }> }>(
			'POST',
			'/dynamic-node-parameters/resource-locator-results',
			{
				...{ path, methodName, filter, currentNodeParameters: node.parameters ?? {} },
				nodeTypeAndVersion: { name: node.type, version: 1 },
				credentials: node.credentials,
			},
		);
		return results;
	}

	/** What the editor offers in a list of a node. */
	async loadOptions(
		node: WorkflowNode,
		{ path, methodName }: { path: string; methodName: string },
	): Promise<Array<{ name: string; value: string }>> {
		return await this.#rest.call('POST', '/dynamic-node-parameters/options', {
			...{ path, methodName, currentNodeParameters: node.parameters ?? {} },
			nodeTypeAndVersion: { name: node.type, version: 1 },
			credentials: node.credentials,
		});
	}

	/** Gives the id. */
	async createWorkflow(workflow: Workflow): Promise<string> {
		return await this.importWorkflow(asRequest(workflow));
	}

	/** A workflow as its file has it. Gives the id. */
	async importWorkflow(workflow: Record<string, unknown>): Promise<string> {
		const { id } = await this.#rest.call<{ id: string }>('POST', '/workflows', workflow);
		return id;
	}

	/** A workflow as n8n keeps it. */
	async workflow(id: string): Promise<Record<string, unknown>> {
		return await this.#rest.call('GET', `/workflows/${id}`);
	}

	/** Publishes, and waits until n8n has really started the triggers: its first answer comes before that. */
	async publish(workflowId: string): Promise<void> {
		const { versionId } = await this.#rest.call<{ versionId: string }>('GET', `/workflows/${workflowId}`);
		const body = { versionId, name: '', description: '' };
		await this.#rest.call('POST', `/workflows/${workflowId}/activate`, body);
		await waitUntil(`workflow ${workflowId} is published`, async () => {
			const status = await this.#rest.call<{ status: string }>(
				'GET',
				`/workflows/${workflowId}/publication-status`,
			);
			if (status.status === 'failed') throw new Error(`Publishing failed: ${JSON.stringify(status)}`);
			return status.status === 'published';
		});
	}

	async unpublish(workflowId: string): Promise<void> {
		await this.#rest.call('POST', `/workflows/${workflowId}/deactivate`, {});
	}

	/** "Execute workflow" from the trigger of that name; gives the execution's id as soon as it runs. */
	async startManually(workflowId: string, trigger: string): Promise<string> {
		const body = { triggerToStartFrom: { name: trigger } };
		const headers = { 'push-ref': 'real-n8n-test' };
		const answer = await this.#rest.call<{ executionId: string }>(
			'POST',
			`/workflows/${workflowId}/run`,
			body,
			headers,
		);
		return answer.executionId;
	}

	/** "Execute workflow" of one that begins with a webhook; resolves when n8n waits for its test. */
	async listenForTest(workflowId: string, trigger: string): Promise<void> {
		const body = { triggerToStartFrom: { name: trigger } };
		const headers = { 'push-ref': 'real-n8n-test' };
		const path = `/workflows/${workflowId}/run`;
		const answer = await this.#rest.call<{ waitingForWebhook?: boolean }>('POST', path, body, headers);
		if (answer.waitingForWebhook !== true) throw new Error('n8n does not wait for a webhook');
	}

	async runManually(workflowId: string, trigger: string): Promise<Execution> {
		return await this.finished(await this.startManually(workflowId, trigger));
	}

	/** The execution, once it has ended. */
	async finished(executionId: string): Promise<Execution> {
		return await waitUntil(`execution ${executionId} has ended`, async () => {
			const execution = await this.execution(executionId);
			return finished.has(execution.status) ? execution : undefined;
		});
	}

	async execution(id: string): Promise<Execution> {
		const { status, data } = await this.#rest.call<{ status: string; data: string }>(
			'GET',
			`/executions/${id}`,
		);
		// An execution that has only just begun has no result yet.
		const resultData = (parseFlatted(data) as Partial<RunData> | undefined)?.resultData;
		const runs = Object.entries(resultData?.runData ?? {});
		const items = Object.fromEntries(runs.map(([node, [run]]) => [node, run?.data?.main?.[0] ?? []]));
		return { id, status, error: resultData?.error, items };
	}

	/** All executions of a workflow, the oldest first. */
	async executionsOf(workflowId: string): Promise<Array<{ id: string; status: string }>> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		type Listed = { results: Array<{ id: string; status: string }> };
		const { results } = await this.#rest.call<Listed>('GET', `/executions?filter=${filter}&limit=100`);
		return results.sort((a, b) => Number(a.id) - Number(b.id));
	}

	/** Content of a binary item field, wherever n8n keeps it. */
	async file(binary: BinaryReference): Promise<Buffer> {
		if (binary.id === undefined) return Buffer.from(binary.data, 'base64');
		return await this.#rest.bytes(`/binary-data?id=${encodeURIComponent(binary.id)}&action=view`);
	}
}

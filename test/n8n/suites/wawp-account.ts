import { WawpSimulator } from '../../gateways/wawp/wawp-simulator';
import type { CredentialReference, Execution, Item } from '../n8n-client';
import type { RealN8n } from '../real-n8n';
import { kitNode, manualTrigger, wawpNode } from '../workflow';
import type { WorkflowNode } from '../workflow';

const instance = { instanceId: '1A2B3C4D5E6F', accessToken: 'token-of-the-shop' };

/** A number at a simulated Wawp, and a credential for it in n8n. Closed by whoever opened it. */
export class WawpAccount {
	private constructor(
		readonly n8n: RealN8n,
		readonly simulator: WawpSimulator,
		readonly credential: CredentialReference,
		readonly data: Readonly<Record<string, unknown>>,
	) {}

	static async open(n8n: RealN8n, name: string): Promise<WawpAccount> {
		const simulator = await new WawpSimulator(instance).listen();
		const address = { baseUrl: simulator.url, allowPrivateAddress: true };
		const data = { ...instance, ...address, limitsPreset: 'unlimited', accountLabel: name };
		const credential = await n8n.client.createCredential(name, 'wawpApi', data);
		return new WawpAccount(n8n, simulator, credential, data);
	}

	node(type: string, name: string, parameters: object, settings: Partial<WorkflowNode> = {}): WorkflowNode {
		const credentials = { wawpApi: this.credential };
		return { name, type, parameters: { ...parameters }, credentials, ...settings };
	}

	/** Runs one operation of the node WhatsApp Kit on this account. */
	async run(operation: string, fields: object, settings: Partial<WorkflowNode> = {}): Promise<Execution> {
		const parameters = { engine: 'wawp', resource: 'message', operation, ...fields };
		const step = this.node(kitNode, 'Step', parameters, settings);
		const nodes = [{ name: 'Start', type: manualTrigger }, step];
		const id = await this.n8n.client.createWorkflow({ name: `Wawp ${operation}`, nodes });
		return await this.n8n.client.runManually(id, 'Start');
	}

	/** As `run`, and gives its one item. */
	async item(operation: string, fields: object, settings: Partial<WorkflowNode> = {}) {
		const { items, error } = await this.run(operation, fields, settings);
		if (error) throw new Error(JSON.stringify(error));
		return items.Step?.[0]?.json ?? {};
	}

	/** The items of one operation of the node Wawp. */
	async administer(resource: string, operation: string, fields: object = {}): Promise<readonly Item[]> {
		const step = this.node(wawpNode, 'Step', { resource, operation, ...fields });
		const nodes = [{ name: 'Start', type: manualTrigger }, step];
		const id = await this.n8n.client.createWorkflow({ name: `Wawp ${resource} ${operation}`, nodes });
		const { items, error } = await this.n8n.client.runManually(id, 'Start');
		if (error) throw new Error(JSON.stringify(error));
		return items.Step ?? [];
	}

	/** What Wawp took with these words in it. */
	taken(words: string) {
		return this.simulator.sent.filter(({ fields }) => JSON.stringify(fields).includes(words));
	}

	async close(): Promise<void> {
		await this.simulator.close();
	}
}

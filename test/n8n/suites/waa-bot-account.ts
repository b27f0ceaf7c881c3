import { waaBotAccount, WaaBotSimulator } from '../../gateways/waaBot/waa-bot-simulator';
import type { CredentialReference, Execution, Item } from '../n8n-client';
import type { RealN8n } from '../real-n8n';
import { kitNode, manualTrigger, waaBotNode, type WorkflowNode } from '../workflow';

/** A bot at a simulated WaaBot, and a credential for it in n8n. Closed by whoever opened it. */
export class WaaBotAccount {
	private constructor(
		readonly n8n: RealN8n,
		readonly simulator: WaaBotSimulator,
		readonly credential: CredentialReference,
		readonly data: Readonly<Record<string, unknown>>,
	) {}

	static async open(n8n: RealN8n, name: string): Promise<WaaBotAccount> {
		const simulator = await new WaaBotSimulator().listen();
		const address = { baseUrl: simulator.url, allowPrivateAddress: true };
		const login = { ...waaBotAccount, accountLogin: 'password' };
		const data = { ...login, ...address, limitsPreset: 'unlimited', accountLabel: name };
		const credential = await n8n.client.createCredential(name, 'waaBotApi', data);
		return new WaaBotAccount(n8n, simulator, credential, data);
	}

	node(type: string, name: string, parameters: object, settings: Partial<WorkflowNode> = {}): WorkflowNode {
		const credentials = { waaBotApi: this.credential };
		return { name, type, parameters: { ...parameters }, credentials, ...settings };
	}

	/** Runs one message operation of the node WhatsApp Kit through this bot. */
	async run(operation: string, fields: object, settings: Partial<WorkflowNode> = {}): Promise<Execution> {
		const parameters = { engine: 'waaBot', resource: 'message', operation, ...fields };
		const step = this.node(kitNode, 'Step', parameters, settings);
		const nodes = [{ name: 'Start', type: manualTrigger }, step];
		const id = await this.n8n.client.createWorkflow({ name: `WaaBot ${operation}`, nodes });
		return await this.n8n.client.runManually(id, 'Start');
	}

	/** As `run`, and gives its one item. */
	async item(operation: string, fields: object, settings: Partial<WorkflowNode> = {}) {
		const { items, error } = await this.run(operation, fields, settings);
		if (error) throw new Error(JSON.stringify(error));
		return items.Step?.[0]?.json ?? {};
	}

	/** The items of one operation of the node WaaBot. */
	async administer(resource: string, operation: string, fields: object = {}): Promise<readonly Item[]> {
		const step = this.node(waaBotNode, 'Step', { resource, operation, ...fields });
		const nodes = [{ name: 'Start', type: manualTrigger }, step];
		const id = await this.n8n.client.createWorkflow({ name: `WaaBot ${resource} ${operation}`, nodes });
		const { items, error } = await this.n8n.client.runManually(id, 'Start');
		if (error) throw new Error(JSON.stringify(error));
		return items.Step ?? [];
	}

	/** The last message WaaBot took. */
	get last() {
		return this.simulator.sent.at(-1);
	}
}

import type { CredentialReference, Execution, Item } from '../../n8n-client';
import type { RealN8n } from '../../real-n8n';
import { kitNode, manualTrigger, type WorkflowNode } from '../../workflow';

export interface GatewayAccountOptions {
	/** `waCr`: value of the field "Connect Through". */
	readonly engine: string;
	readonly credentialType: string;
	/** Credential data, pointing to a simulator on loopback. */
	readonly data: () => Readonly<Record<string, unknown>>;
}

/** An account at a simulated gateway in the real n8n, and workflows on it. */
export class GatewayAccount {
	#credential: CredentialReference | undefined;

	constructor(
		private readonly n8n: RealN8n,
		private readonly options: GatewayAccountOptions,
	) {}

	get credential(): CredentialReference {
		if (!this.#credential) throw new Error('The account has not been opened');
		return this.#credential;
	}

	/** Beside what the gateway needs: leave to reach this machine, and no limits of ours. */
	get data(): Readonly<Record<string, unknown>> {
		return { ...this.options.data(), allowPrivateAddress: true, limitsPreset: 'unlimited' };
	}

	async open(): Promise<void> {
		const { credentialType: type } = this.options;
		this.#credential = await this.n8n.client.createCredential(`Gateway ${type}`, type, this.data);
	}

	/** What the button "Test" of the credential says, with these changes to it. */
	async test(changes: object = {}): Promise<{ status: string; message: string }> {
		const data = { ...this.data, ...changes };
		return await this.n8n.client.testCredential(this.credential, this.options.credentialType, data);
	}

	/** The node "WhatsApp Kit" on this account. */
	kit(name: string, path: string, fields: object = {}): WorkflowNode {
		const { engine } = this.options;
		const [resource, operation] = path.split('.');
		return this.node(name, kitNode, { engine, resource, operation, ...fields });
	}

	/** Any node with the credential of this account. */
	node(name: string, type: string, parameters: Record<string, unknown>): WorkflowNode {
		return { name, type, parameters, credentials: { [this.options.credentialType]: this.credential } };
	}

	/** Runs the nodes once, one feeding the next. */
	async run(...nodes: WorkflowNode[]): Promise<Execution> {
		const name = (expect.getState().currentTestName ?? 'Gateway').slice(-100);
		const start = { name: 'Start', type: manualTrigger };
		const id = await this.n8n.client.createWorkflow({ name, nodes: [start, ...nodes] });
		return await this.n8n.client.runManually(id, 'Start');
	}

	/** Runs one operation that has to succeed; gives its only item. */
	async runOne(path: string, fields: object = {}): Promise<Item> {
		const { error, items } = await this.run(this.kit('Step', path, fields));
		if (error) throw new Error(`The workflow failed: ${JSON.stringify(error)}`);
		expect(items.Step).toHaveLength(1);
		return items.Step![0]!;
	}
}

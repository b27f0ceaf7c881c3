import { EventEmitter } from 'node:events';
import type { IDataObject, IHookFunctions, INodeType, IWebhookFunctions } from 'n8n-workflow';
import { recordingLogger } from '../fixtures/quiet-logger';

/** A webhook node in a workflow, with what n8n keeps of it between calls. */
export class WebhookNode {
	readonly logger = recordingLogger();

	/** What n8n saves with the workflow. */
	readonly memory: IDataObject = {};

	parameters: IDataObject;

	/** As it was decrypted. */
	credential: IDataObject = { accessToken: 'token-of-the-shop' };

	mode: 'trigger' | 'manual' = 'trigger';

	nodeId = 'node-1';

	readonly url = 'https://n8n.example/webhook/abc/webhook';

	readonly #type: INodeType;

	readonly #credentialType: string;

	constructor(type: INodeType, credentialType: string, parameters: IDataObject = {}) {
		this.#type = type;
		this.#credentialType = credentialType;
		const defaults = type.description.properties.map(({ name, default: value }) => [name, value] as const);
		this.parameters = { ...(Object.fromEntries(defaults) as IDataObject), ...parameters };
	}

	async register(method: 'checkExists' | 'create' | 'delete'): Promise<boolean> {
		const run = this.#type.webhookMethods?.default?.[method];
		return (await run?.call(this.#context() as unknown as IHookFunctions)) ?? false;
	}

	/** What the node answers to a request; n8n's own answer is 200 with `webhookResponse`. */
	async deliver({ body, secret, query = {}, headers = {}, rawBody, hostStatus }: Delivered) {
		let status = 200;
		let said: unknown;
		const response = Object.assign(new EventEmitter(), {
			statusCode: 200,
			status: (code: number) => {
				status = code;
				return response;
			},
			json: (value: unknown) => (said = value),
		});
		const context = {
			...this.#context(),
			getBodyData: () => body,
			getQueryData: () => (secret === undefined ? query : { ...query, secret }),
			getHeaderData: () => headers,
			getRequestObject: () => ({ rawBody: rawBody ?? Buffer.from(JSON.stringify(body)) }),
			getResponseObject: () => response,
		};
		const result = await this.#type.webhook?.call(context as unknown as IWebhookFunctions);
		response.statusCode = hostStatus ?? status;
		response.emit('finish');
		return { status, body: said ?? result?.webhookResponse, items: result?.workflowData?.[0] ?? [] };
	}

	#context() {
		return {
			logger: this.logger,
			getMode: () => this.mode,
			getNode: () => ({
				id: this.nodeId,
				name: 'Trigger',
				type: this.#type.description.name,
				credentials: { [this.#credentialType]: { id: 'credential-1', name: 'Shop' } },
			}),
			getWorkflow: () => ({ id: 'workflow-1', name: 'Answers' }),
			getWorkflowStaticData: () => this.memory,
			getNodeWebhookUrl: () => this.url,
			getNodeParameter: (name: string, fallback?: unknown) => this.parameters[name] ?? fallback,
			getCredentials: async () => await Promise.resolve(this.credential),
		};
	}
}

interface Delivered {
	readonly body: unknown;
	readonly secret?: string;
	/** What else stands in the query. */
	readonly query?: Readonly<Record<string, unknown>>;
	readonly headers?: Readonly<Record<string, string>>;
	readonly rawBody?: Buffer;
	/** What n8n answers in the end, where the node leaves it to n8n. */
	readonly hostStatus?: number;
}

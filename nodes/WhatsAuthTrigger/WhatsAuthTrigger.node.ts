import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { testGateway } from '../shared/gateway-test';
import { demandSecret } from './callback-secret';
import { takeCallback } from './take-callback';
import { triggerProperties } from './trigger-properties';

export class WhatsAuthTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WhatsAuth Trigger',
		name: 'whatsAuthTrigger',
		icon: { light: 'file:whatsAuth.svg', dark: 'file:whatsAuth.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow when WhatsAuth tells what became of a link',
		documentationUrl: 'https://github.com/whatsapp-kit/n8n-nodes-whatsapp-kit#whatsauth',
		eventTriggerDescription: 'Waiting for a callback of WhatsAuth',
		activationMessage: 'Callbacks of WhatsAuth now start this workflow.',
		defaults: { name: 'WhatsAuth Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'whatsAuthApi', required: true, testedBy: 'testGateway' }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				// Empty, n8n answers what the node says, as JSON. Left out, it answers a word of its own as a page, and
				// WhatsAuth asks for JSON.
				responseData: '',
				path: 'webhook',
			},
		],
		properties: triggerProperties(),
	};

	methods = { credentialTest: { testGateway } };

	webhookMethods = {
		default: {
			/** Nobody can be asked: every link says itself where its callback goes. */
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await Promise.resolve(false);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await demandSecret(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await Promise.resolve(true);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await takeCallback(this);
	}
}

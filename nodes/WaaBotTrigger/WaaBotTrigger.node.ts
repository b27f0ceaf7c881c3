import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { testGateway } from '../shared/gateway-test';
import { takeDelivery } from '../shared/take-delivery';
import { WebhookRegistration } from '../shared/webhook-registration';
import { waaBotDeliveries } from './deliveries';
import { triggerProperties } from './trigger-properties';

export class WaaBotTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WaaBot Trigger',
		name: 'waaBotTrigger',
		icon: { light: 'file:../WaaBot/waaBot.svg', dark: 'file:../WaaBot/waaBot.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow when somebody writes to your bot at WaaBot',
		documentationUrl: 'https://github.com/whatsapp-kit/n8n-nodes-whatsapp-kit#gateways',
		eventTriggerDescription: 'Waiting for a delivery of WaaBot',
		activationMessage: 'What WaaBot delivers now starts this workflow.',
		defaults: { name: 'WaaBot Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'waaBotApi', required: true, testedBy: 'testGateway' }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				// Empty, n8n answers what the node says, as JSON. Left out, it answers a word of its own as a page.
				responseData: '',
				path: 'webhook',
			},
		],
		properties: triggerProperties(),
	};

	methods = { credentialTest: { testGateway } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await new WebhookRegistration(this, 'waaBot').exists();
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await new WebhookRegistration(this, 'waaBot').create();
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await new WebhookRegistration(this, 'waaBot').remove();
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await takeDelivery(this, waaBotDeliveries);
	}
}

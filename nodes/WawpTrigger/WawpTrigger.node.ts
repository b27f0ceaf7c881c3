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
import { wawpDeliveries } from './deliveries';
import { triggerProperties } from './trigger-properties';

export class WawpTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Wawp Trigger',
		name: 'wawpTrigger',
		icon: { light: 'file:../Wawp/wawp.svg', dark: 'file:../Wawp/wawp.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow when Wawp tells of something on your WhatsApp number',
		documentationUrl: 'https://github.com/whatsapp-kit/n8n-nodes-whatsapp-kit#gateways',
		eventTriggerDescription: 'Waiting for a delivery of Wawp',
		activationMessage: 'What Wawp delivers now starts this workflow.',
		defaults: { name: 'Wawp Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'wawpApi', required: true, testedBy: 'testGateway' }],
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
				return await new WebhookRegistration(this, 'wawp').exists();
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await new WebhookRegistration(this, 'wawp').create();
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await new WebhookRegistration(this, 'wawp').remove();
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await takeDelivery(this, wawpDeliveries);
	}
}

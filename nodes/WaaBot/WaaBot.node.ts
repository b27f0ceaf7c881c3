import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { testGateway } from '../shared/gateway-test';
import { resourceProperties } from './resources/resource-properties';

/** The administration of a bot at WaaBot. Messages are sent by WhatsApp Kit, under its limits. */
export class WaaBot implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WaaBot',
		name: 'waaBot',
		icon: { light: 'file:waaBot.svg', dark: 'file:waaBot.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Manage bots at WaaBot: their settings, QR codes, contacts, keyword replies, surveys and broadcasts',
		documentationUrl: 'https://github.com/whatsapp-kit/n8n-nodes-whatsapp-kit#gateways',
		defaults: { name: 'WaaBot' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'waaBotApi', required: true, testedBy: 'testGateway' }],
		requestDefaults: {
			baseURL: '={{ $credentials.baseUrl.replace(/\\/+$/, "") }}/api/v1',
			headers: { accept: 'application/json' },
			// What WaaBot says of an error is read like every other answer.
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			json: true,
			timeout: 60_000,
		},
		properties: resourceProperties(),
	};

	methods = { credentialTest: { testGateway } };
}

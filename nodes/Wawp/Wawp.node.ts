import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { testGateway } from '../shared/gateway-test';
import { resourceProperties } from './resources/resource-properties';

/** The administration of an instance at Wawp. Messages are sent by WhatsApp Kit, under its limits. */
export class Wawp implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Wawp',
		name: 'wawp',
		icon: { light: 'file:wawp.svg', dark: 'file:wawp.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Manage an instance at Wawp: its session, contacts, chats, groups and labels',
		documentationUrl: 'https://github.com/whatsapp-kit/n8n-nodes-whatsapp-kit#gateways',
		defaults: { name: 'Wawp' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'wawpApi', required: true, testedBy: 'testGateway' }],
		requestDefaults: {
			baseURL: '={{ $credentials.baseUrl.replace(/\\/+$/, "") }}/v2',
			headers: { accept: 'application/json' },
			// What Wawp says of an error is read like every other answer.
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			json: true,
			timeout: 60_000,
		},
		properties: resourceProperties(),
	};

	methods = { credentialTest: { testGateway } };
}

import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { testGateway } from '../shared/gateway-test';
import { loadOptions } from './load-options';
import { resources } from './resources/resources';
import { waCrProperties } from './routing/wa-cr-properties';

export class WaCr implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WA.cr',
		name: 'waCr',
		icon: { light: 'file:waCr.svg', dark: 'file:waCr.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description: 'Contacts, templates, codes and all else that only WA.cr has',
		documentationUrl: 'https://github.com/whatsapp-kit/n8n-nodes-whatsapp-kit#gateways',
		defaults: { name: 'WA.cr' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'waCrApi', required: true, testedBy: 'testGateway' }],
		requestDefaults: {
			// Checked, and put right, before each request.
			baseURL: '={{ $credentials.baseUrl }}',
			headers: { accept: 'application/json' },
			json: true,
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: true,
		},
		properties: waCrProperties(resources, 'contact'),
	};

	methods = { credentialTest: { testGateway }, loadOptions };
}

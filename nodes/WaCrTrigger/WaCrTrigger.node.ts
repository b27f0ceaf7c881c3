import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeExecutionData, INodeType, INodeTypeDescription, IPollFunctions } from 'n8n-workflow';
import { testGateway } from '../shared/gateway-test';
import { pollEvents } from './poll-events';
import { triggerProperties } from './trigger-properties';

export class WaCrTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WA.cr Trigger',
		name: 'waCrTrigger',
		icon: { light: 'file:../WaCr/waCr.svg', dark: 'file:../WaCr/waCr.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow for messages, choices, status changes and contacts at WA.cr',
		documentationUrl: 'https://github.com/whatsapp-kit/n8n-nodes-whatsapp-kit#gateways',
		polling: true,
		defaults: { name: 'WA.cr Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'waCrApi', required: true, testedBy: 'testGateway' }],
		properties: triggerProperties(),
	};

	methods = { credentialTest: { testGateway } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollEvents(this);
	}
}

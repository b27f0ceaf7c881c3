import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import type { EngineId } from '../../engines/engine';
import { testOwnNumber } from '../shared/credential-test';
import { testGateway } from '../shared/gateway-test';
import { engineField } from '../shared/offered-engines';
import { runItems } from '../shared/item-loop';
import { openSession } from '../shared/open-session';
import { findOperation, resourceProperties } from '../shared/resource-properties';
import { goOn } from '../shared/send-and-wait/go-on';
import { nothingToRegister, resumeWebhooks, waitingTooltip } from '../shared/send-and-wait/resume-webhook';
import { searchGroups } from './actions/group/search-groups';
import { searchTemplates } from './actions/message/search-templates';
import { resources } from './actions/router';

export class WhatsAppKit implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WhatsApp Kit',
		name: 'whatsAppKit',
		icon: { light: 'file:whatsAppKit.svg', dark: 'file:whatsAppKit.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description: 'Send and read WhatsApp messages through your own number or a gateway',
		documentationUrl: 'https://github.com/whatsapp-kit/n8n-nodes-whatsapp-kit#readme',
		defaults: { name: 'WhatsApp Kit' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		webhooks: resumeWebhooks(),
		waitingNodeTooltip: waitingTooltip,
		// As engineCredentials() gives them; written out, because n8n's lint reads only what is written.
		credentials: [
			{
				name: 'whatsAppWebApi',
				required: true,
				displayOptions: { show: { '/engine': ['web'] } },
				testedBy: 'testOwnNumber',
			},
			{
				name: 'waaBotApi',
				required: true,
				displayOptions: { show: { '/engine': ['waaBot'] } },
				testedBy: 'testGateway',
			},
			{
				name: 'waCrApi',
				required: true,
				displayOptions: { show: { '/engine': ['waCr'] } },
				testedBy: 'testGateway',
			},
			{
				name: 'wawpApi',
				required: true,
				displayOptions: { show: { '/engine': ['wawp'] } },
				testedBy: 'testGateway',
			},
		],
		properties: [engineField(), ...resourceProperties(resources, 'message')],
	};

	methods = { credentialTest: { testOwnNumber, testGateway }, listSearch: { searchGroups, searchTemplates } };

	webhookMethods = { default: nothingToRegister };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await goOn(this);
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const engine = this.getNodeParameter('engine', 0, 'web') as EngineId;
		const resource = this.getNodeParameter('resource', 0);
		const operation = this.getNodeParameter('operation', 0);
		const module = findOperation(resources, resource, operation);
		if (module === undefined) {
			throw new NodeOperationError(
				this.getNode(),
				`This version does not know the operation '${resource}: ${operation}'`,
				{
					description: "Choose an operation from the list, or update the package 'n8n-nodes-whatsapp-kit'.",
				},
			);
		}
		return [await runItems(this, engine, module, openSession)];
	}
}

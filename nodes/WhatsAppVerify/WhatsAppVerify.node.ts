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
import { engineCredentials, engineField, nameOfEngine } from '../shared/offered-engines';
import { runItems } from '../shared/item-loop';
import { findOperation } from '../shared/resource-properties';
import { goOn } from '../shared/send-and-wait/go-on';
import { nothingToRegister, resumeWebhooks, waitingTooltip } from '../shared/send-and-wait/resume-webhook';
import { getCodeTemplates } from './actions/code/code-templates';
import { resources } from './actions/router';
import { openVerifications } from './open-verifications';
import { isOffered, verifyProperties } from './verify-properties';

export class WhatsAppVerify implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WhatsApp Verify',
		name: 'whatsAppVerify',
		icon: { light: 'file:whatsAppVerify.svg', dark: 'file:whatsAppVerify.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description: 'Prove on WhatsApp that somebody has a phone number',
		documentationUrl: 'https://github.com/whatsapp-kit/n8n-nodes-whatsapp-kit#readme',
		defaults: { name: 'WhatsApp Verify' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		webhooks: resumeWebhooks(),
		waitingNodeTooltip: waitingTooltip,
		credentials: engineCredentials({ verifies: true }),
		// There only with Include Code; n8n hides it where its redaction of execution data is on.
		sensitiveOutputFields: ['code'],
		properties: [engineField({ verifies: true }), ...verifyProperties()],
	};

	methods = { credentialTest: { testOwnNumber, testGateway }, loadOptions: { getCodeTemplates } };

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
		if (!isOffered(engine, resource)) {
			throw new NodeOperationError(
				this.getNode(),
				`${nameOfEngine(engine)} cannot do '${resource}: ${operation}'`,
				{
					description:
						"It only hears codes that people send to its number. Choose the resource 'Link', or another way in 'Connect Through'.",
				},
			);
		}
		return [await runItems(this, engine, module, openVerifications)];
	}
}

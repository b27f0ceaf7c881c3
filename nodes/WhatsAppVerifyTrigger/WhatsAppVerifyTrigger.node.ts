import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription, ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { testOwnNumber } from '../shared/credential-test';
import { testGateway } from '../shared/gateway-test';
import { engineCredentials } from '../shared/offered-engines';
import { hostClock } from '../shared/host-clock';
import { listen } from './listen';
import { triggerProperties } from './trigger-properties';

export class WhatsAppVerifyTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WhatsApp Verify Trigger',
		name: 'whatsAppVerifyTrigger',
		icon: {
			light: 'file:../WhatsAppVerify/whatsAppVerify.svg',
			dark: 'file:../WhatsAppVerify/whatsAppVerify.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description:
			'Starts the workflow when a verification was requested, validated or rejected, has expired or failed',
		documentationUrl: 'https://github.com/whatsapp-kit/n8n-nodes-whatsapp-kit#readme',
		eventTriggerDescription: 'Waiting for a verification',
		activationMessage: 'Verifications of your WhatsApp number now start this workflow.',
		triggerPanel: {
			header: 'Listen for a verification',
			executionsHelp: {
				inactive:
					"<b>While building your workflow</b>, click 'Execute step', then run a workflow with the node WhatsApp Verify.<br /><br /><b>Once you're happy with it</b>, publish the workflow: then every verification starts it, also what happened while n8n was restarting.",
				active:
					"<b>While building your workflow</b>, click 'Execute step', then run a workflow with the node WhatsApp Verify. The published workflow hears of it too.<br /><br /><b>Your workflow is published</b>: verifications start it, and you find its runs under Executions.",
			},
			activationHint:
				"Publish the workflow, and verifications start it without anybody clicking 'Execute step'.",
		},
		defaults: { name: 'WhatsApp Verify Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: engineCredentials({ verifies: true }),
		properties: triggerProperties(),
	};

	methods = { credentialTest: { testOwnNumber, testGateway } };

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return await listen(this, hostClock);
	}
}

import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription, ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { testOwnNumber } from '../shared/credential-test';
import { testGateway } from '../shared/gateway-test';
import { engineCredentials } from '../shared/offered-engines';
import { hostClock } from '../shared/host-clock';
import { listen } from './listen';
import { triggerProperties } from './trigger-properties';

export class WhatsAppKitTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WhatsApp Kit Trigger',
		name: 'whatsAppKitTrigger',
		icon: { light: 'file:../WhatsAppKit/whatsAppKit.svg', dark: 'file:../WhatsAppKit/whatsAppKit.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description:
			'Starts the workflow when something happens on your WhatsApp number: a message, a choice, a reaction, a lost link',
		documentationUrl: 'https://github.com/whatsapp-kit/n8n-nodes-whatsapp-kit#readme',
		eventTriggerDescription: 'Waiting for a WhatsApp message',
		activationMessage: 'Messages to your WhatsApp number now start this workflow.',
		triggerPanel: {
			header: 'Listen for a WhatsApp message',
			executionsHelp: {
				inactive:
					"<b>While building your workflow</b>, click 'Execute step', then let another phone write to your number. No public address is needed.<br /><br /><b>Once you're happy with it</b>, publish the workflow: then every message starts it, also those that came while n8n was restarting.",
				active:
					"<b>While building your workflow</b>, click 'Execute step', then let another phone write to your number. The published workflow hears the same message too.<br /><br /><b>Your workflow is published</b>: messages start it, and you find its runs under Executions.",
			},
			activationHint: "Publish the workflow, and messages start it without anybody clicking 'Execute step'.",
		},
		defaults: { name: 'WhatsApp Kit Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: engineCredentials(),
		properties: triggerProperties(),
	};

	methods = { credentialTest: { testOwnNumber, testGateway } };

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return await listen(this, hostClock);
	}
}

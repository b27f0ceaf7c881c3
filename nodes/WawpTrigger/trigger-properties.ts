import type { INodeProperties } from 'n8n-workflow';
import { signatureFields, webhookFields } from '../shared/webhook-fields';
import { wawpEvents } from '../shared/wawp-events';

/** Fresh objects at every call: n8n changes the arrays it is given. */
export function triggerProperties(): INodeProperties[] {
	return [
		{
			displayName: 'Events',
			name: 'events',
			type: 'multiOptions',
			required: true,
			options: wawpEvents(),
			default: ['message'],
			description:
				'What starts the workflow. A message that answers a list or a poll sent through this account comes as a choice.',
		},
		...webhookFields({ title: 'Wawp', where: 'in the console of Wawp' }),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: signatureFields(),
		},
	];
}

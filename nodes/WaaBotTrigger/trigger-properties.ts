import type { INodeProperties } from 'n8n-workflow';
import { signatureFields, webhookFields } from '../shared/webhook-fields';

/** Fresh objects at every call: n8n changes the arrays it is given. */
export function triggerProperties(): INodeProperties[] {
	return [
		{
			displayName: 'Events',
			name: 'events',
			type: 'multiOptions',
			required: true,
			options: [
				{
					name: 'Any Message',
					value: 'onAnyMessage',
					description: 'As Message, and also what your bot itself wrote',
				},
				{ name: 'Message', value: 'onMessage', description: 'Somebody wrote to the bot' },
			],
			default: ['onMessage'],
			description: 'What starts the workflow. Chosen together, a message starts it once.',
		},
		formField(),
		...webhookFields({
			title: 'WaaBot',
			where: 'in the console of WaaBot',
			single: 'A bot has one address: while it has another one, publishing fails and says which',
		}),
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

/** WaaBot documents no form of its deliveries, so a person decides what to do with those that cannot be read. */
function formField(): INodeProperties {
	return {
		displayName: 'Deliveries',
		name: 'deliveries',
		type: 'options',
		options: [
			{
				name: 'As They Come',
				value: 'raw',
				description: "Everything in 'payload', untouched",
			},
			{
				name: 'Messages Only',
				value: 'normalised',
				description: 'What can be read as a message; all else starts nothing',
			},
			{
				name: 'Messages, and the Rest As It Comes',
				value: 'both',
				description:
					"What can be read as a message in the form of WhatsApp Kit Trigger, all else in 'payload'",
			},
		],
		default: 'both',
		description: 'What the items look like. The form of deliveries is documented nowhere and may change.',
	};
}

import type { INodeProperties } from 'n8n-workflow';

/** Fresh objects at every call: n8n changes the arrays it is given. */
export function triggerProperties(): INodeProperties[] {
	return [
		{
			displayName: 'Events',
			name: 'events',
			type: 'multiOptions',
			required: true,
			default: ['choice', 'message'],
			description: 'What starts the workflow. WA.cr is asked for it each time n8n polls.',
			options: [
				{
					name: 'Choice',
					value: 'choice',
					description: 'Somebody answered a list, buttons or numbered text sent through this account',
				},
				{
					name: 'Contact Created',
					value: 'contactCreated',
					description: 'There is a new contact. The token needs the scope contacts:read.',
				},
				{ name: 'Message', value: 'message', description: 'Somebody wrote a message or sent a file' },
				{
					name: 'Message Status',
					value: 'messageStatus',
					description: 'A message of yours was sent, delivered, read, or has failed',
				},
			],
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: [
				{
					displayName: 'Include Raw Data',
					name: 'includeRaw',
					type: 'boolean',
					default: false,
					description:
						"Whether to add 'raw', the record as WA.cr gave it. Its form may change with any version.",
				},
			],
		},
	];
}

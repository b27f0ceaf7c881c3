import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** Everything that narrows down what starts the workflow; all of it must apply. */
export function filtersField(): INodeProperties {
	return {
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		options: [
			{
				displayName: 'Chats',
				name: 'chats',
				type: 'options',
				options: [
					{ name: 'All', value: 'all' },
					{ name: 'Groups Only', value: 'group' },
					{ name: 'Private Only', value: 'private' },
				],
				default: 'all',
				description: 'Kind of chat the event happened in',
			},
			{
				displayName: 'Ignore Own Messages',
				name: 'ignoreOwn',
				type: 'boolean',
				default: true,
				description:
					'Whether to leave out what the linked number itself wrote, on the phone or through n8n. This is so unless switched off here; switching it off can make a workflow answer itself for ever.',
			},
			{
				displayName: 'Message Kinds',
				name: 'kinds',
				type: 'multiOptions',
				options: messageKinds(),
				default: [],
				description: "Only messages of these kinds. Applies to the event 'Message'; empty means every kind.",
			},
			{
				displayName: 'Senders',
				name: 'senders',
				type: 'string',
				default: '',
				placeholder: 'e.g. +55 11 98765-4321, +44 7700 900123',
				description:
					'Only these people, as comma-separated numbers or LIDs. A sender whose number WhatsApp hides is only recognised by the LID.',
			},
			textField(),
		],
	};
}

function messageKinds(): INodePropertyOptions[] {
	return [
		{ name: 'Audio', value: 'audio' },
		{ name: 'Call', value: 'call' },
		{ name: 'Contact', value: 'contact' },
		{ name: 'Document', value: 'document' },
		{ name: 'Event', value: 'event' },
		{ name: 'Image', value: 'image' },
		{ name: 'Location', value: 'location' },
		{ name: 'Poll', value: 'poll' },
		{ name: 'Sticker', value: 'sticker' },
		{ name: 'Text', value: 'text' },
		{ name: 'Unknown', value: 'unknown' },
		{ name: 'Video', value: 'video' },
		{ name: 'Voice Message', value: 'voice' },
	];
}

function textField(): INodeProperties {
	return {
		displayName: 'Text',
		name: 'text',
		type: 'fixedCollection',
		default: {},
		placeholder: 'Add Rule',
		description: 'Only texts that match. Applies to messages, choices and edits; captions count as text.',
		options: [
			{
				displayName: 'Rule',
				name: 'rule',
				values: [
					{
						displayName: 'Match',
						name: 'operator',
						type: 'options',
						options: [
							{ name: 'Contains', value: 'contains' },
							{ name: 'Is Exactly', value: 'equals' },
							{
								name: 'Matches Regex',
								value: 'regex',
								description:
									'JavaScript pattern without slashes, up to 500 characters, tried on the first 4096 characters',
							},
							{ name: 'Starts With', value: 'startsWith' },
						],
						default: 'contains',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						placeholder: 'e.g. menu',
					},
					{
						displayName: 'Case Sensitive',
						name: 'caseSensitive',
						type: 'boolean',
						default: false,
						description: 'Whether capital and small letters differ',
					},
				],
			},
		],
	};
}

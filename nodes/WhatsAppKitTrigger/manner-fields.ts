import type { INodeProperties } from 'n8n-workflow';

/** How the published workflow behaves towards people; nothing of it holds unless it is added. */
export function mannersField(): INodeProperties {
	return {
		displayName: 'Manners',
		name: 'manners',
		type: 'collection',
		placeholder: 'Add Manner',
		default: {},
		description:
			'How the published workflow behaves towards the people who write; a test in the editor hears everything as it comes. Kept per number and chat, over restarts.',
		options: [
			activeHours(),
			defaultMessage(),
			{
				displayName: 'Maximum Age (Minutes)',
				name: 'maxAgeMinutes',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description:
					'What was written while n8n was away is left out when it is older than this. 0 takes everything.',
			},
			{
				displayName: 'Merge Bursts: Longest (Seconds)',
				name: 'debounceMaxSeconds',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 600 },
				default: 60,
				description: "A burst that does not end goes out after this time. Needs 'Merge Bursts: Pause'.",
			},
			{
				displayName: 'Merge Bursts: Pause (Seconds)',
				name: 'debounceSeconds',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 300 },
				default: 5,
				description:
					"Several messages of one person in one chat become one item, once nothing more came for this time: the texts one below the other, the single messages in 'merged'",
			},
			optOut(),
			{
				displayName: 'Pause After Human Answer (Minutes)',
				name: 'humanPauseMinutes',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 60,
				description:
					'When somebody answers a chat on the phone, messages of that chat start nothing and get no automatic reply for this time',
			},
			{
				displayName: 'Reply to Groups',
				name: 'replyToGroups',
				type: 'boolean',
				default: false,
				description:
					'Whether messages of groups start the workflow and get automatic replies. Added and off: neither. Not added: they start it and get no automatic reply.',
			},
		],
	};
}

function activeHours(): INodeProperties {
	return {
		displayName: 'Active Hours',
		name: 'activeHours',
		type: 'fixedCollection',
		default: {},
		placeholder: 'Add Hours',
		description: 'Outside these hours messages do not start the workflow, and may get an automatic reply',
		options: [{ displayName: 'Hours', name: 'hours', values: [...when(), ...whatElse()] }],
	};
}

function when(): INodeProperties[] {
	const day = (name: string, value: number) => ({ name, value });
	return [
		{
			displayName: 'Days',
			name: 'days',
			type: 'multiOptions',
			options: [
				day('Friday', 5),
				day('Monday', 1),
				day('Saturday', 6),
				day('Sunday', 7),
				day('Thursday', 4),
				day('Tuesday', 2),
				day('Wednesday', 3),
			],
			default: [1, 2, 3, 4, 5],
			description: 'Days on which the hours begin',
		},
		{
			displayName: 'From',
			name: 'from',
			type: 'string',
			default: '09:00',
			placeholder: 'e.g. 09:00',
			description: 'First minute inside, on a 24-hour clock',
		},
		{
			displayName: 'To',
			name: 'to',
			type: 'string',
			default: '18:00',
			placeholder: 'e.g. 18:00',
			description: 'First minute outside. When it is not after From, the hours end on the next day.',
		},
		{
			displayName: 'Time Zone',
			name: 'timeZone',
			type: 'string',
			default: '',
			placeholder: 'e.g. America/Sao_Paulo',
			description: 'Empty means the time zone of the workflow',
		},
	];
}

function whatElse(): INodeProperties[] {
	return [
		replyText(
			'Automatic Reply',
			'reply',
			'e.g. {Hi|Hello} [name], we are back at nine.',
			'What people get who write outside the hours. Empty means nothing',
		),
		everyHours('At most one automatic reply per chat in this time'),
		{
			displayName: 'Start Workflow Anyway',
			name: 'emitOutside',
			type: 'boolean',
			default: false,
			description:
				"Whether messages outside the hours start the workflow all the same, marked 'outsideHours'",
		},
	];
}

function defaultMessage(): INodeProperties {
	return {
		displayName: 'Default Message',
		name: 'defaultMessage',
		type: 'fixedCollection',
		default: {},
		placeholder: 'Add Message',
		description: 'Sent to whoever writes, before the workflow answers anything',
		options: [
			{
				displayName: 'Message',
				name: 'message',
				values: [
					replyText(
						'Text',
						'text',
						'e.g. {Hi|Hello} [name], how can we help?',
						'One of the alternatives in braces is taken',
					),
					everyHours('At most one default message per chat in this time'),
				],
			},
		],
	};
}

function optOut(): INodeProperties {
	return {
		displayName: 'Opt-Out Words',
		name: 'optOut',
		type: 'fixedCollection',
		default: {},
		placeholder: 'Add Words',
		description:
			'A person who writes nothing but one of these words gets no more messages from this number, by any workflow, until they write a word that allows it again. In private chats.',
		options: [
			{
				displayName: 'Words',
				name: 'words',
				values: [
					{
						displayName: 'Stop Words',
						name: 'stopWords',
						type: 'string',
						default: 'STOP',
						placeholder: 'e.g. STOP, UNSUBSCRIBE',
						description: 'Separated by commas. Capital and small letters do not differ.',
					},
					{
						displayName: 'Start Words',
						name: 'startWords',
						type: 'string',
						default: 'START',
						placeholder: 'e.g. START',
						description: 'Separated by commas. They allow messages again.',
					},
					replyText(
						'Reply to Stop',
						'stopReply',
						'e.g. You will get no more messages. Write START to get them again.',
						'Confirms it. Empty means nothing',
					),
					replyText(
						'Reply to Start',
						'startReply',
						'e.g. Welcome back, [name].',
						'Confirms it. Empty means nothing',
					),
					{
						displayName: 'Start Workflow',
						name: 'emitWords',
						type: 'boolean',
						default: false,
						description: "Whether these words start the workflow, too, with 'optOut' saying what they did",
					},
				],
			},
		],
	};
}

function replyText(
	displayName: string,
	name: string,
	placeholder: string,
	description: string,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder,
		description: `${description}. [name] and [phone] are filled in, {Hi|Hello} takes one of the two.`,
	};
}

function everyHours(description: string): INodeProperties {
	return {
		displayName: 'At Most Every (Hours)',
		name: 'everyHours',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 8_760 },
		default: 24,
		description,
	};
}

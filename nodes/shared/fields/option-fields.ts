import type { INodeProperties } from 'n8n-workflow';

/** What may stand in the Options of an operation, one builder each; fresh objects at every call. */
export const optionFields = {
	defaultCountry: (): INodeProperties => ({
		displayName: 'Default Country',
		name: 'defaultCountry',
		type: 'string',
		default: '',
		placeholder: 'e.g. BR',
		description: 'Two-letter country code (ISO 3166) for numbers typed without one',
	}),

	experimental: (): INodeProperties => ({
		displayName: 'Native List and Buttons (Experimental)',
		name: 'experimental',
		type: 'boolean',
		default: false,
		description:
			'Whether to send the real WhatsApp form instead of a poll or numbered text. WhatsApp reserves it for business accounts: some phones show nothing at all, although the message counts as sent. Test with your own recipients first.',
	}),

	fallback: (): INodeProperties => ({
		displayName: 'Fallback',
		name: 'fallback',
		type: 'options',
		options: [
			{
				name: 'Automatic',
				value: 'auto',
				description:
					'The best form that certainly shows and is answered: native, else poll, else numbered text',
			},
			{ name: 'Error', value: 'error', description: 'Send nothing when the native form cannot be shown' },
			{ name: 'Numbered Text', value: 'text', description: 'A text with numbers to answer with' },
			{ name: 'Poll', value: 'poll', description: 'A poll with the same options' },
		],
		default: 'auto',
		description:
			'What to send when this connection cannot show the native form. The answer comes back as the same choice either way.',
	}),

	idempotencyKey: (): INodeProperties => ({
		displayName: 'Idempotency Key',
		name: 'idempotencyKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. order-4711-confirmation',
		description:
			'The same key is sent at most once per number, also by other workflows. When empty, one is made of execution, node, item and run.',
	}),

	mentions: (): INodeProperties => ({
		displayName: 'Mentions',
		name: 'mentions',
		type: 'string',
		default: '',
		placeholder: 'e.g. +55 11 98765-4321',
		description: 'People mentioned in the text with @, as comma-separated numbers or IDs',
	}),

	participant: (): INodeProperties => ({
		displayName: 'Message Sender',
		name: 'participant',
		type: 'string',
		default: '',
		placeholder: 'e.g. 123456789012345@lid',
		description: 'In groups: who wrote the message this is about, as number or ID',
	}),

	replyTo: (): INodeProperties => ({
		displayName: 'Reply To',
		name: 'replyTo',
		type: 'fixedCollection',
		default: {},
		description: 'Shows the message as an answer to an earlier one',
		options: [
			{
				displayName: 'Message',
				name: 'message',
				values: [
					{
						displayName: 'Message ID',
						name: 'messageId',
						type: 'string',
						default: '',
						placeholder: 'e.g. 3EB0C431C26A1916E07A',
						description: "ID of the message to quote: 'messageId' of the trigger's item",
					},
					{
						displayName: 'Sender',
						name: 'participant',
						type: 'string',
						default: '',
						placeholder: 'e.g. 123456789012345@lid',
						description: 'In groups: who wrote the quoted message, as number or ID',
					},
					{
						displayName: 'Text',
						name: 'text',
						type: 'string',
						default: '',
						description: 'Text shown in the quote',
					},
					{
						displayName: 'Written by This Number',
						name: 'fromMe',
						type: 'boolean',
						default: false,
						description: 'Whether the quoted message was sent by the linked number itself',
					},
				],
			},
		],
	}),

	timeoutSeconds: (): INodeProperties => ({
		displayName: 'Timeout (Seconds)',
		name: 'timeoutSeconds',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 600 },
		default: 60,
		description: 'Longest wait for the connection and for the answer of WhatsApp, 1 to 600',
	}),

	maxWaitSeconds: (): INodeProperties => ({
		displayName: 'When Limited: Longest Wait (Seconds)',
		name: 'maxWaitSeconds',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 3600 },
		default: 60,
		description:
			"Longest wait for the limits of the number when 'When Limited' is Wait, 0 to 3600. A message that cannot leave in that time fails at once and says when it could.",
	}),

	maxQueueHours: (): INodeProperties => ({
		displayName: 'When Limited: Longest Time in the Queue (Hours)',
		name: 'maxQueueHours',
		type: 'number',
		typeOptions: { minValue: 0.02, maxValue: 168, numberPrecision: 2 },
		default: 24,
		description:
			"When 'When Limited' is Queue: how old the message may get before it is not sent any more, up to 168 (7 days). One whose turn would come later is refused at once.",
	}),

	whenLimited: (): INodeProperties => ({
		displayName: 'When Limited',
		name: 'whenLimited',
		type: 'options',
		options: [
			{
				name: 'Fail',
				value: 'fail',
				description: 'End with an error that says which limit it was and when the message may leave',
			},
			{
				name: 'Queue',
				value: 'queue',
				description:
					"Go on at once, whether or not it may leave now: the message is kept, leaves in its turn, and the item has a 'jobId' for 'Message: Get Job' and 'Cancel Job'",
			},
			{ name: 'Wait', value: 'wait', description: 'Hold the message back until its turn comes' },
		],
		default: 'wait',
		description:
			'What to do when the limits of the number (in its credential) do not let the message leave now',
	}),

	waitFor: (): INodeProperties => ({
		displayName: 'Wait For',
		name: 'waitFor',
		type: 'options',
		options: [
			{
				name: 'Delivered',
				value: 'delivered',
				description: 'Until a phone of the recipient has it; in groups, the first phone of anybody',
			},
			{
				name: 'Read',
				value: 'read',
				description: 'Until it was read. People who switched read receipts off never send one.',
			},
			{ name: 'Sent', value: 'sent', description: 'Until WhatsApp has taken it' },
		],
		default: 'sent',
		description:
			"When the node goes on. If the receipt does not come in time, that is not an error: the item keeps the outcome reached so far and says 'timedOut'.",
	}),

	waitForSeconds: (): INodeProperties => ({
		displayName: 'Wait For: Time Limit (Seconds)',
		name: 'waitForSeconds',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 600 },
		default: 30,
		description: "Longest wait for the receipt chosen in 'Wait For', 1 to 600",
	}),
};

export type OptionFieldName = keyof typeof optionFields;

/** The Options collection of an operation, in the alphabetical order n8n asks for. */
export function optionsCollection(
	names: readonly OptionFieldName[],
	more: readonly INodeProperties[] = [],
): INodeProperties {
	const options = [...names.map((name) => optionFields[name]()), ...more];
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: options.sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

/** Options every send understands. */
export const sendOptions: readonly OptionFieldName[] = [
	'defaultCountry',
	'idempotencyKey',
	'timeoutSeconds',
	'waitFor',
	'waitForSeconds',
	'whenLimited',
	'maxWaitSeconds',
	'maxQueueHours',
];

/** Options of what the limits of a number do not count. */
export const uncountedOptions: readonly OptionFieldName[] = sendOptions.filter(
	(name) => !['whenLimited', 'maxWaitSeconds', 'maxQueueHours'].includes(name),
);

/** Options of sends that may quote and mention. */
export const messageOptions: readonly OptionFieldName[] = [...sendOptions, 'mentions', 'replyTo'];

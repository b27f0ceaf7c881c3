import type { INodeProperties } from 'n8n-workflow';
import { optionsCollection } from '../../../shared/fields/option-fields';
import { recipientField } from '../../../shared/fields/recipient-field';
import { unqueuedField } from '../../../shared/fields/when-limited-field';
import { sectionFields } from './list-field';
import { buttonsField } from './send-buttons.operation';
import { pollOptionsField } from './send-poll.operation';

/** Fields of a question an execution waits on. `message` and `responseType` are n8n's own names for these two. */
export function questionFields(): INodeProperties[] {
	return [
		recipientField('Who is asked'),
		messageField(),
		responseTypeField(),
		...shownFor('approval', [
			text('Approve Text', 'approveText', 'Approve', 'The answer that approves, up to 20 characters'),
			text('Reject Text', 'rejectText', 'Reject', 'The answer that rejects, up to 20 characters'),
		]),
		...shownFor('buttons', [buttonsField()]),
		...shownFor('list', [
			text('Button Text', 'listButtonText', 'Choose', 'What opens the list, up to 20 characters'),
			...sectionFields(),
		]),
		...shownFor('poll', [pollOptionsField()]),
		optionsCollection(
			[
				'defaultCountry',
				'experimental',
				'fallback',
				'idempotencyKey',
				'maxWaitSeconds',
				'mentions',
				'replyTo',
				'timeoutSeconds',
			],
			[unqueuedField(), ...answerOptions()],
		),
	];
}

function messageField(): INodeProperties {
	return {
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 3 },
		required: true,
		default: '',
		placeholder: 'e.g. Shall we deliver on Monday?',
		description: 'What is asked. A text too long for its question is sent whole before it.',
	};
}

function responseTypeField(): INodeProperties {
	return {
		displayName: 'Response Type',
		name: 'responseType',
		type: 'options',
		options: [
			{ name: 'Approval', value: 'approval', description: 'Yes or no, by tap, vote or number' },
			{ name: 'Buttons', value: 'buttons', description: 'One of up to 3 answers' },
			{ name: 'Free Text', value: 'freeText', description: 'The next text the person writes' },
			{ name: 'List', value: 'list', description: 'One of up to 10 rows' },
			{ name: 'Media', value: 'media', description: 'The next picture, voice note, video or document' },
			{ name: 'Poll', value: 'poll', description: 'One of 2 to 12 answers' },
			{ name: 'Text or Media', value: 'any', description: 'Whatever the person writes or sends next' },
		],
		default: 'approval',
		description: 'What counts as an answer',
	};
}

function answerOptions(): INodeProperties[] {
	return [
		text('Accepted Message', 'acceptedMessage', '', 'What the person gets for the answer that counts'),
		text(
			'Late Message',
			'lateMessage',
			'This question is over.',
			'What somebody gets who picks or quotes too late. Empty means nothing.',
		),
		{
			displayName: 'Limit Wait Time (Minutes)',
			name: 'limitWaitMinutes',
			type: 'number',
			typeOptions: { minValue: 0.1, maxValue: 43_200, numberPrecision: 2 },
			default: 60,
			description:
				"How long an answer counts, up to 43200 (30 days). Then the execution goes on, and its item says 'timedOut'.",
		},
		text(
			'Not Allowed Message',
			'notAllowedMessage',
			'This question is for somebody else.',
			'What somebody gets who picks or quotes and may not answer. Empty means nothing.',
		),
		{
			...text(
				'Who May Answer',
				'responders',
				'',
				'In groups: numbers or LIDs of those whose answer counts, separated by commas. Empty means everybody in the chat.',
			),
			placeholder: 'e.g. +55 11 98765-4321',
		},
	];
}

function shownFor(responseType: string, fields: readonly INodeProperties[]): INodeProperties[] {
	return fields.map((field) => ({
		...field,
		displayOptions: { show: { responseType: [responseType], ...field.displayOptions?.show } },
	}));
}

function text(displayName: string, name: string, value: string, description: string): INodeProperties {
	return { displayName, name, type: 'string', default: value, description };
}

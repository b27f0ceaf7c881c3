import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { optionsCollection } from '../../../shared/fields/option-fields';
import { recipientField } from '../../../shared/fields/recipient-field';
import { defined } from '../../../shared/item-parameters';
import type { ItemParameters } from '../../../shared/item-parameters';
import { readKey, readRecipient } from '../../../shared/send-message';
import type { ApprovalSendInput } from '../../../../verification/approval/approval-verifications';
import type { VerifyContext } from '../../open-verifications';
import { unqueuedField } from '../../../shared/fields/when-limited-field';
import { patienceOptions, readPatience } from '../../patience';
import { enginesByKeeping } from '../../../shared/offered-engines';
import { keptHere, keptThere, managedByField } from '../../managed-by';
import { callerKeyOption } from '../browser-secret';
import { purposeField } from '../code/which-verification';

/** What an approval is made of, whether or not somebody waits for it. */
export function approvalFields(more: readonly INodeProperties[] = []): INodeProperties[] {
	return [
		{
			...recipientField('Who is asked'),
			description:
				'Who is asked: a phone number with country code, or the ID of a group where this n8n manages it',
			hint: '',
		},
		managedByField('approval'),
		text('Title', 'title', 'Is this you?', 'What is asked, up to 60 characters'),
		...more,
		text('Approve Text', 'approveText', 'Yes, it is me', 'The answer that approves, up to 24 characters'),
		text('Reject Text', 'rejectText', 'No, reject', 'The answer that rejects, up to 24 characters'),
		purposeField(),
		...keptHere('approval', () => [optionsOf([...whatIsSaid(), callerKeyOption(), ...whatIsAnswered()])]),
		...keptThere(enginesByKeeping('approval', true), [optionsOf([...whatIsSaid(), callerKeyOption()])]),
	];
}

function optionsOf(more: readonly INodeProperties[]): INodeProperties {
	return optionsCollection(
		['defaultCountry', 'idempotencyKey', ...patienceOptions],
		[unqueuedField(), ...more],
	);
}

/** Under the name n8n gives the text of a human review of an agent's tool. */
export function messageField(): INodeProperties {
	return {
		...text('Message', 'message', '', "What stands below the title; wins over the option 'Description'"),
		typeOptions: { rows: 3 },
	};
}

export function readApproval(context: VerifyContext): ApprovalSendInput {
	const { parameters } = context;
	const options = parameters.collection('options');
	return {
		...readRecipient(parameters),
		...readPatience(context),
		fields: readFields(parameters, options),
		requestKey: readKey(context),
	};
}

function whatIsSaid(): INodeProperties[] {
	return [
		text('Button', 'buttonText', 'Answer', 'What opens the list where a list is shown, up to 20 characters'),
		text('Description', 'description', '', 'What stands below the title, up to 500 characters'),
		text('Device', 'device', '', 'From which device it was asked for, as a line of its own'),
		text('Footer', 'footer', '', 'A last line, up to 60 characters'),
		text('Place', 'place', '', 'From where it was asked for, as a line of its own'),
		text('Time', 'time', '', 'When it was asked for, as a line of its own'),
	];
}

function whatIsAnswered(): INodeProperties[] {
	return [
		text(
			'Approved Message',
			'approvedMessage',
			'',
			'What the person gets who approved. Empty means nothing.',
		),
		{
			displayName: 'Expires After (Minutes)',
			name: 'expiryMinutes',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 1_440 },
			default: 15,
			description:
				'How long an answer counts, 1 to 1440. As long as one does, the number stays connected to hear of it.',
		},
		text(
			'Late Message',
			'lateMessage',
			'This request is over.',
			'What somebody gets whose answer does not count',
		),
		text(
			'Not Allowed Message',
			'notAllowedMessage',
			'This request is for somebody else.',
			'What somebody gets who answers and may not',
		),
		text(
			'Rejected Message',
			'rejectedMessage',
			'',
			'What the person gets who rejected. Empty means nothing.',
		),
		{
			...text(
				'Who May Answer',
				'responders',
				'',
				'In groups: numbers of those whose answer counts, separated by commas. Empty means everybody in the group.',
			),
			placeholder: 'e.g. +55 11 98765-4321',
		},
	];
}

function text(displayName: string, name: string, value: string, description: string): INodeProperties {
	return { displayName, name, type: 'string', default: value, description };
}

function readFields(parameters: ItemParameters, options: IDataObject): object {
	const option = (name: string) => parameters.asText(options[name], name);
	return defined({
		purpose: parameters.optionalText('purpose'),
		title: parameters.optionalText('title'),
		approveText: parameters.optionalText('approveText'),
		rejectText: parameters.optionalText('rejectText'),
		buttonText: option('buttonText'),
		description: option('description'),
		device: option('device'),
		footer: option('footer'),
		place: option('place'),
		time: option('time'),
		approvedMessage: option('approvedMessage'),
		callerKey: option('callerKey'),
		expiryMinutes: parameters.asNumber(options.expiryMinutes, 'expiryMinutes'),
		lateMessage: option('lateMessage'),
		notAllowedMessage: option('notAllowedMessage'),
		responders: parameters.asList(options.responders, 'responders'),
		rejectedMessage: option('rejectedMessage'),
	});
}

import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { optionsCollection } from '../../../shared/fields/option-fields';
import { recipientField } from '../../../shared/fields/recipient-field';
import { defined } from '../../../shared/item-parameters';
import type { ItemParameters } from '../../../shared/item-parameters';
import { readRecipient } from '../../../shared/send-message';
import type { VerifyOperation } from '../../open-verifications';
import { patienceOptions, readPatience, whenLimitedOption } from '../../patience';
import { purposeField } from '../code/which-verification';

export const send: VerifyOperation = {
	operation: {
		value: 'send',
		name: 'Send',
		action: 'Send an approval',
		description: 'Ask a person to approve or reject something; answers by tap, vote or number',
	},

	fields: () => [
		{ ...recipientField('Who is asked'), description: 'Who is asked, with country code', hint: '' },
		text('Title', 'title', 'Is this you?', 'What is asked, up to 60 characters'),
		text('Approve Text', 'approveText', 'Yes, it is me', 'The answer that approves, up to 24 characters'),
		text('Reject Text', 'rejectText', 'No, reject', 'The answer that rejects, up to 24 characters'),
		purposeField(),
		optionsCollection(
			['defaultCountry', 'idempotencyKey', ...patienceOptions],
			[whenLimitedOption(), ...whatIsSaid(), ...whatIsAnswered()],
		),
	],

	async execute(context) {
		const { parameters, verifications, idempotencyKey } = context;
		const options = parameters.collection('options');
		const sent = await verifications.approvals.send({
			...readRecipient(parameters),
			...readPatience(context),
			fields: readFields(parameters, options),
			requestKey: parameters.asText(options.idempotencyKey, 'idempotencyKey') ?? idempotencyKey,
		});
		return [{ json: { ...sent } }];
	},
};

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
		text(
			'Caller Key',
			'callerKey',
			'',
			'Who asks for it: an address, a session, a user. Each gets only so many verifications in a time (in the credential). Kept as a hash.',
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
			'Rejected Message',
			'rejectedMessage',
			'',
			'What the person gets who rejected. Empty means nothing.',
		),
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
		rejectedMessage: option('rejectedMessage'),
	});
}

import type { INodeProperties } from 'n8n-workflow';
import { messageOptions, optionsCollection } from '../../../shared/fields/option-fields';
import { recipientField } from '../../../shared/fields/recipient-field';
import type { ItemParameters } from '../../../shared/item-parameters';
import type { OperationContext, OperationModule } from '../../../shared/operation';
import { sendMessage } from '../../../shared/send-message';

export const sendPoll: OperationModule = {
	operation: {
		value: 'sendPoll',
		name: 'Send Poll',
		action: 'Send a poll',
		description: 'Ask a question with 2 to 12 answers; every vote comes to the trigger as a choice',
	},

	fields: () => [
		recipientField(),
		{
			displayName: 'Question',
			name: 'pollQuestion',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Which day suits you?',
			description: 'Up to 255 characters',
		},
		pollOptionsField(),
		{
			displayName: 'Answers per Person',
			name: 'selectableCount',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 12 },
			default: 1,
			description: 'How many answers one person may pick; 0 means any number',
		},
		optionsCollection(messageOptions),
	],

	execute: async (context) => await sendMessage(context, pollMessage(context)),
};

function pollMessage({ parameters }: OperationContext): object {
	return {
		kind: 'poll',
		question: parameters.text('pollQuestion'),
		options: readPollOptions(parameters),
		selectableCount: parameters.number('selectableCount', 1),
	};
}

/** The fixed field `pollOptions`. */
export function pollOptionsField(): INodeProperties {
	return {
		displayName: 'Answers',
		name: 'pollOptions',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true, multipleValueButtonText: 'Add Answer' },
		required: true,
		default: { option: [{ title: '' }, { title: '' }] },
		description: '2 to 12 different answers',
		options: [
			{
				displayName: 'Answer',
				name: 'option',
				values: [
					{
						displayName: 'Title',
						name: 'title',
						type: 'string',
						default: '',
						placeholder: 'e.g. Monday',
						description: 'Up to 100 characters; an expression may give a whole list of answers',
					},
				],
			},
		],
	};
}

export function readPollOptions(parameters: ItemParameters): string[] {
	return (
		parameters
			.entries('pollOptions', 'option')
			// One entry may be a whole list by an expression.
			.flatMap(({ title }) => (Array.isArray(title) ? title : [title]))
			.map((answer) => parameters.asText(answer, 'pollOptions'))
			.filter((answer) => answer !== undefined)
	);
}

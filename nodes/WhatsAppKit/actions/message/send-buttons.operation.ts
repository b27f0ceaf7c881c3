import type { INodeProperties } from 'n8n-workflow';
import { messageOptions, optionsCollection } from '../../../shared/fields/option-fields';
import { recipientField } from '../../../shared/fields/recipient-field';
import { defined } from '../../../shared/item-parameters';
import type { ItemParameters } from '../../../shared/item-parameters';
import type { OperationContext, OperationModule } from '../../../shared/operation';
import { sendMessage } from '../../../shared/send-message';

export const sendButtons: OperationModule = {
	operation: {
		value: 'sendButtons',
		name: 'Send Buttons',
		action: 'Send buttons to choose from',
		description: 'Offer up to 3 answers; the trigger gives the one picked as a choice',
	},

	fields: () => [
		recipientField(),
		{
			displayName: 'Body',
			name: 'buttonsBody',
			type: 'string',
			typeOptions: { rows: 3 },
			required: true,
			default: '',
			placeholder: 'e.g. Shall we confirm your booking?',
			description: 'Text above the buttons, up to 1024 characters',
		},
		buttonsField(),
		optionsCollection(
			[...messageOptions, 'experimental', 'fallback'],
			[
				{
					displayName: 'Footer',
					name: 'buttonsFooter',
					type: 'string',
					default: '',
					description: 'Small text below the body, up to 60 characters',
				},
				{
					displayName: 'Header',
					name: 'buttonsHeader',
					type: 'string',
					default: '',
					description: 'Title above the body, up to 60 characters',
				},
			],
		),
	],

	execute: async (context) => await sendMessage(context, buttonsMessage(context)),
};

/** The fixed field `buttons`. */
export function buttonsField(): INodeProperties {
	return {
		displayName: 'Buttons',
		name: 'buttons',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true, multipleValueButtonText: 'Add Button' },
		required: true,
		default: { button: [{ title: '', id: '' }] },
		description: 'One to three, with different titles',
		options: [
			{
				displayName: 'Button',
				name: 'button',
				values: [
					{
						displayName: 'Title',
						name: 'title',
						type: 'string',
						default: '',
						placeholder: 'e.g. Yes',
						description: 'Up to 20 characters',
					},
					{
						displayName: 'ID',
						name: 'id',
						type: 'string',
						default: '',
						placeholder: 'e.g. yes',
						description:
							'What the trigger gives back when this button is picked. Made from the title when empty.',
					},
				],
			},
		],
	};
}

function buttonsMessage({ parameters }: OperationContext): object {
	const options = parameters.collection('options');
	return defined({
		kind: 'buttons',
		body: parameters.text('buttonsBody'),
		header: parameters.asText(options.buttonsHeader, 'buttonsHeader'),
		footer: parameters.asText(options.buttonsFooter, 'buttonsFooter'),
		buttons: readButtons(parameters),
	});
}

export function readButtons(parameters: ItemParameters): object[] {
	return parameters.entries('buttons', 'button').map((button) =>
		defined({
			id: parameters.asText(button.id, 'buttons.id'),
			title: parameters.asText(button.title, 'buttons.title') ?? '',
		}),
	);
}

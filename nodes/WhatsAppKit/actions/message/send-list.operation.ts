import { messageOptions, optionsCollection } from '../../../shared/fields/option-fields';
import { recipientField } from '../../../shared/fields/recipient-field';
import { defined } from '../../../shared/item-parameters';
import type { OperationContext, OperationModule } from '../../../shared/operation';
import { sendMessage } from '../../../shared/send-message';
import { readSections, sectionFields } from './list-field';

export const sendList: OperationModule = {
	operation: {
		value: 'sendList',
		name: 'Send List',
		action: 'Send a list to choose from',
		description: 'Offer up to 10 rows to pick one of; the trigger gives the answer as a choice',
	},

	fields: () => [
		recipientField(),
		{
			displayName: 'Body',
			name: 'listBody',
			type: 'string',
			typeOptions: { rows: 3 },
			required: true,
			default: '',
			placeholder: 'e.g. What would you like to eat?',
			description: 'Text above the list, up to 1024 characters',
		},
		{
			displayName: 'Button Text',
			name: 'listButtonText',
			type: 'string',
			required: true,
			default: 'Choose',
			description: 'Label of the button that opens the list, up to 20 characters',
		},
		...sectionFields(),
		optionsCollection(
			[...messageOptions, 'experimental', 'fallback'],
			[
				{
					displayName: 'Footer',
					name: 'listFooter',
					type: 'string',
					default: '',
					description: 'Small text below the body, up to 60 characters',
				},
				{
					displayName: 'Header',
					name: 'listHeader',
					type: 'string',
					default: '',
					description: 'Title above the body, up to 60 characters',
				},
			],
		),
	],

	execute: async (context) => await sendMessage(context, listMessage(context)),
};

function listMessage({ parameters }: OperationContext): object {
	const options = parameters.collection('options');
	return defined({
		kind: 'list',
		body: parameters.text('listBody'),
		buttonText: parameters.text('listButtonText'),
		header: parameters.asText(options.listHeader, 'listHeader'),
		footer: parameters.asText(options.listFooter, 'listFooter'),
		sections: readSections(parameters),
	});
}

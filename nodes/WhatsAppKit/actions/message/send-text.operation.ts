import { messageOptions, optionsCollection } from '../../../shared/fields/option-fields';
import { recipientField } from '../../../shared/fields/recipient-field';
import type { OperationModule } from '../../../shared/operation';
import { sendMessage } from '../../../shared/send-message';

export const sendText: OperationModule = {
	operation: {
		value: 'sendText',
		name: 'Send Text',
		action: 'Send a text message',
		description: 'Send a text, up to 4096 characters',
	},

	fields: () => [
		recipientField(),
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 4 },
			required: true,
			default: '',
			placeholder: 'e.g. Your order is on its way',
			description: 'What to write, up to 4096 characters. *bold*, _italic_ and ~struck~ work as in the app.',
		},
		optionsCollection(messageOptions),
	],

	execute: async (context) =>
		await sendMessage(context, { kind: 'text', text: context.parameters.text('text') }),
};

import { messageOptions, optionsCollection } from '../../../shared/fields/option-fields';
import { recipientField } from '../../../shared/fields/recipient-field';
import type { OperationContext, OperationModule } from '../../../shared/operation';
import { besideFields, readBeside } from './beside-text';
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
		optionsCollection(messageOptions, besideFields()),
	],

	execute: async (context) => await sendMessage(context, textMessage(context)),
};

function textMessage({ parameters }: OperationContext): object {
	const text = parameters.text('text');
	const beside = readBeside(parameters);
	return beside === undefined ? { kind: 'text', text } : { kind: 'compound', text, ...beside };
}

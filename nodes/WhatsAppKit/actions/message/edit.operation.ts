import { optionsCollection, sendOptions } from '../../../shared/fields/option-fields';
import { recipientField } from '../../../shared/fields/recipient-field';
import type { OperationModule } from '../../../shared/operation';
import { sendMessage } from '../../../shared/send-message';
import { messageIdField, readTarget } from './message-target';

export const edit: OperationModule = {
	operation: {
		value: 'edit',
		name: 'Edit',
		action: 'Edit a message',
		description: 'Change the text of a message this number sent, up to 15 minutes after',
	},

	fields: () => [
		recipientField('Chat of the message'),
		messageIdField("The message to change: 'messageId' of the item it was sent with"),
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 4 },
			required: true,
			default: '',
			description: 'What the message says from now on, up to 4096 characters',
		},
		optionsCollection(sendOptions),
	],

	async execute(context) {
		const { parameters } = context;
		return await sendMessage(context, {
			kind: 'edit',
			text: parameters.text('text'),
			target: readTarget(parameters, true),
		});
	},
};

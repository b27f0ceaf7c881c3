import { optionsCollection, uncountedOptions } from '../../../shared/fields/option-fields';
import { recipientField } from '../../../shared/fields/recipient-field';
import type { OperationModule } from '../../../shared/operation';
import { sendMessage } from '../../../shared/send-message';
import { fromMeField, messageIdField, readTarget } from './message-target';

export const deleteForEveryone: OperationModule = {
	operation: {
		value: 'delete',
		name: 'Delete',
		action: 'Delete a message',
		description: 'Delete a message for everyone; as admin of a group also those of others',
	},

	fields: () => [
		recipientField('Chat of the message'),
		messageIdField("The message to delete: 'messageId' of the item it was sent with"),
		{ ...fromMeField(), default: true },
		optionsCollection([...uncountedOptions, 'participant']),
	],

	async execute(context) {
		const { parameters } = context;
		return await sendMessage(context, {
			kind: 'delete',
			target: readTarget(parameters, parameters.boolean('fromMe', true)),
		});
	},
};

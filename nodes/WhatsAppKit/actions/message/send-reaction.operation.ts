import { optionsCollection, sendOptions } from '../../../shared/fields/option-fields';
import { recipientField } from '../../../shared/fields/recipient-field';
import type { OperationModule } from '../../../shared/operation';
import { sendMessage } from '../../../shared/send-message';
import { fromMeField, messageIdField, readTarget } from './message-target';

export const sendReaction: OperationModule = {
	operation: {
		value: 'sendReaction',
		name: 'Send Reaction',
		action: 'Send a reaction to a message',
		description: 'React to a message with an emoji, or take the reaction back',
	},

	fields: () => [
		recipientField('Chat of the message'),
		messageIdField("The message to react to: 'messageId' of the trigger's item"),
		{
			displayName: 'Emoji',
			name: 'emoji',
			type: 'string',
			default: '',
			description: 'One emoji; empty takes an earlier reaction back',
		},
		fromMeField(),
		optionsCollection([...sendOptions, 'participant']),
	],

	async execute(context) {
		const { parameters } = context;
		return await sendMessage(context, {
			kind: 'reaction',
			emoji: parameters.text('emoji').trim(),
			target: readTarget(parameters, parameters.boolean('fromMe', false)),
		});
	},
};

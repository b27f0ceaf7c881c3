import { optionsCollection } from '../../../shared/fields/option-fields';
import { recipientField } from '../../../shared/fields/recipient-field';
import { defined } from '../../../shared/item-parameters';
import type { OperationModule } from '../../../shared/operation';
import { readRecipient } from '../../../shared/send-message';
import { operationSignal } from '../../../shared/time-limit';

export const markRead: OperationModule = {
	operation: {
		value: 'markRead',
		name: 'Mark as Read',
		action: 'Mark messages as read',
		description: 'Show the sender the blue ticks',
	},

	fields: () => [
		recipientField('Chat of the messages'),
		{
			displayName: 'Message IDs',
			name: 'messageIds',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 3EB0C431C26A1916E07A',
			description: "Comma-separated IDs of the messages: 'messageId' of the trigger's item",
		},
		optionsCollection(['defaultCountry', 'participant', 'timeoutSeconds']),
	],

	async execute(context) {
		const { parameters, session } = context;
		const recipient = readRecipient(parameters);
		const messageIds = parameters.asList(parameters.raw('messageIds'), 'messageIds') ?? [];
		await session.markRead(
			defined({
				recipient,
				messageIds,
				participant: parameters.asText(parameters.collection('options').participant, 'participant'),
				signal: operationSignal(context),
			}),
		);
		return [{ json: { recipient: recipient.recipient, messageIds, read: true } }];
	},
};

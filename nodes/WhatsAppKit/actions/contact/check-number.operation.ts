import { optionsCollection } from '../../../shared/fields/option-fields';
import { recipientField } from '../../../shared/fields/recipient-field';
import type { OperationModule } from '../../../shared/operation';
import { readRecipient } from '../../../shared/send-message';
import { operationSignal } from '../../../shared/time-limit';

export const checkNumber: OperationModule = {
	operation: {
		value: 'checkNumber',
		name: 'Check Number',
		action: 'Check a number',
		description: 'Tell whether a number is on WhatsApp, and under which ID',
	},

	fields: () => [
		recipientField('The number to look up'),
		optionsCollection(['defaultCountry', 'timeoutSeconds']),
	],

	async execute(context) {
		const recipient = readRecipient(context.parameters);
		const found = await context.session.checkNumber(recipient, operationSignal(context));
		return [
			{
				json: {
					recipient: recipient.recipient,
					exists: found.exists,
					chatId: found.chatId ?? null,
					phone: found.phone ?? null,
					lid: found.lid ?? null,
				},
			},
		];
	},
};

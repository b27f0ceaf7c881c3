import { optionsCollection } from '../../../shared/fields/option-fields';
import { recipientField } from '../../../shared/fields/recipient-field';
import type { OperationModule } from '../../../shared/operation';
import { readRecipient } from '../../../shared/send-message';
import { operationSignal } from '../../../shared/time-limit';

export const getOptOut: OperationModule = {
	operation: {
		value: 'getOptOut',
		name: 'Get Opt-Out',
		action: 'Get the opt out of a contact',
		description: 'Tell whether a person asked for no more messages from this number',
	},

	fields: () => [
		recipientField('Whom to ask about'),
		optionsCollection(['defaultCountry', 'timeoutSeconds']),
	],

	async execute(context) {
		const recipient = readRecipient(context.parameters);
		const optOut = await context.session.getOptOut(recipient, operationSignal(context));
		return [{ json: { recipient: recipient.recipient, ...optOut } }];
	},
};

import { optionsCollection } from '../../../shared/fields/option-fields';
import { recipientField } from '../../../shared/fields/recipient-field';
import type { OperationModule } from '../../../shared/operation';
import { readRecipient } from '../../../shared/send-message';
import { operationSignal } from '../../../shared/time-limit';

export const setOptOut: OperationModule = {
	operation: {
		value: 'setOptOut',
		name: 'Set Opt-Out',
		action: 'Set the opt out of a contact',
		description: 'Refuse messages of this number to a person, or allow them again, by hand',
	},

	fields: () => [
		recipientField('Whom it is about'),
		{
			displayName: 'Opted Out',
			name: 'optedOut',
			type: 'boolean',
			default: true,
			description:
				'Whether every message of this number to this person is refused. What they write later (STOP, START) counts again.',
		},
		optionsCollection(['defaultCountry', 'timeoutSeconds']),
	],

	async execute(context) {
		const recipient = readRecipient(context.parameters);
		const optOut = await context.session.setOptOut({
			recipient,
			optedOut: context.parameters.boolean('optedOut', true),
			signal: operationSignal(context),
		});
		return [{ json: { recipient: recipient.recipient, ...optOut } }];
	},
};

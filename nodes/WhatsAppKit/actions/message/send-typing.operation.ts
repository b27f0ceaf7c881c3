import { optionsCollection } from '../../../shared/fields/option-fields';
import { recipientField } from '../../../shared/fields/recipient-field';
import type { OperationModule } from '../../../shared/operation';
import { readRecipient } from '../../../shared/send-message';
import { operationSignal } from '../../../shared/time-limit';

type Typing = 'composing' | 'paused' | 'recording';

export const sendTyping: OperationModule = {
	operation: {
		value: 'sendTyping',
		name: 'Send Typing',
		action: 'Send a typing indicator',
		description: "Show 'typing' or 'recording' in a chat; WhatsApp ends it by itself after some seconds",
	},

	fields: () => [
		recipientField('Who sees it'),
		{
			displayName: 'Show',
			name: 'typing',
			type: 'options',
			options: [
				{ name: 'Nothing More', value: 'paused' },
				{ name: 'Recording', value: 'recording' },
				{ name: 'Typing', value: 'composing' },
			],
			default: 'composing',
			description: 'What the other side sees',
		},
		optionsCollection(['defaultCountry', 'timeoutSeconds']),
	],

	async execute(context) {
		const { parameters, session } = context;
		const recipient = readRecipient(parameters);
		const typing = (parameters.optionalText('typing') ?? 'composing') as Typing;
		await session.setTyping({ recipient, typing, signal: operationSignal(context) });
		return [{ json: { recipient: recipient.recipient, typing } }];
	},
};

import { optionsCollection } from '../../../shared/fields/option-fields';
import type { OperationModule } from '../../../shared/operation';
import { eventItem } from '../../../shared/event-item';
import { defined } from '../../../shared/item-parameters';
import { readRecipient } from '../../../shared/send-message';
import { operationSignal } from '../../../shared/time-limit';

export const getMany: OperationModule = {
	operation: {
		value: 'getMany',
		name: 'Get Many',
		action: 'Get many messages',
		description: 'Get what this n8n received lately, newest first, in the form of the trigger',
	},

	fields: () => [
		{
			displayName: 'Recipient',
			name: 'recipient',
			type: 'string',
			default: '',
			placeholder: 'e.g. +55 11 98765-4321',
			description:
				'Only this chat: a phone number with country code or the ID of a chat or group. Empty means all chats.',
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Max number of results to return',
		},
		optionsCollection(['defaultCountry', 'timeoutSeconds']),
	],

	async execute(context) {
		const { parameters, session, account } = context;
		const recipient = readRecipient(parameters);
		const events = await session.recentMessages(
			defined({
				recipient: recipient.recipient === '' ? undefined : recipient,
				limit: Math.max(1, Math.floor(parameters.number('limit', 50))),
				signal: operationSignal(context),
			}),
		);
		const source = { account: account.name, engine: account.engine };
		return events.map((event) => ({ json: eventItem(event, source) }));
	},
};

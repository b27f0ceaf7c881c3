import type { INodeProperties } from 'n8n-workflow';

/** The fixed field `recipient`: one normaliser behind it reads whatever a person types. */
export function recipientField(description = 'Who gets it'): INodeProperties {
	return {
		displayName: 'Recipient',
		name: 'recipient',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. +55 11 98765-4321',
		description: `${description}: a phone number with country code, the ID of a chat or group, or a wa.me link`,
		hint: "To answer a message, use the 'chat.id' of the trigger's item",
	};
}

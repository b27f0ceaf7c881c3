import type { INodeProperties } from 'n8n-workflow';
import { defined } from '../../../shared/item-parameters';
import type { ItemParameters } from '../../../shared/item-parameters';

/** The message an operation is about. */
export function messageIdField(description: string): INodeProperties {
	return {
		displayName: 'Message ID',
		name: 'messageId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 3EB0C431C26A1916E07A',
		description,
	};
}

/** Off by default: most messages people act on came from somebody else. */
export function fromMeField(): INodeProperties {
	return {
		displayName: 'Written by This Number',
		name: 'fromMe',
		type: 'boolean',
		default: false,
		description: 'Whether the message was sent by the linked number itself',
	};
}

/** `messageId`, `fromMe` and `options.participant`, as a reference to a message that exists. */
export function readTarget(parameters: ItemParameters, fromMe: boolean): object {
	return defined({
		messageId: parameters.text('messageId').trim(),
		fromMe,
		participant: parameters.asText(parameters.collection('options').participant, 'participant'),
	});
}

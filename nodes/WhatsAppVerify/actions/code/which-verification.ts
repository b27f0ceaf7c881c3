import type { INodeProperties } from 'n8n-workflow';
import type { WhichInput } from '../../../../verification/code/which-code';
import type { ItemParameters } from '../../../shared/item-parameters';
import { defined } from '../../../shared/item-parameters';
import { readBrowserSecret } from '../browser-secret';

export function purposeField(): INodeProperties {
	return {
		displayName: 'Purpose',
		name: 'purpose',
		type: 'string',
		default: 'authentication',
		placeholder: 'e.g. payment',
		description:
			'What it is for, in a word of your own, up to 50 characters. Each number has one live verification per purpose, with tries of its own.',
	};
}

/** Number and purpose, or the id of one verification. */
export function whichFields(): INodeProperties[] {
	return [
		{
			displayName: 'Recipient',
			name: 'recipient',
			type: 'string',
			default: '',
			placeholder: 'e.g. +55 11 98765-4321',
			description:
				'The number it was sent to, with country code. The latest of this number and purpose counts.',
		},
		purposeField(),
		{
			displayName: 'Verification ID',
			name: 'verificationId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 7b2f9c1e-…',
			description:
				"Instead of Recipient and Purpose: 'verificationId' of the item that sent it. When Recipient is filled in too, both must fit.",
		},
	];
}

export function readWhich(parameters: ItemParameters): WhichInput {
	const options = parameters.collection('options');
	return defined({
		recipient: parameters.optionalText('recipient'),
		purpose: parameters.optionalText('purpose'),
		verificationId: parameters.optionalText('verificationId')?.trim(),
		browserSecret: readBrowserSecret(parameters, options),
		defaultCountry: parameters.asText(options.defaultCountry, 'defaultCountry')?.trim().toUpperCase(),
	});
}

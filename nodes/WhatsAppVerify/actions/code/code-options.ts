import type { INodeProperties } from 'n8n-workflow';
import { browserSecretOption, callerKeyOption } from '../browser-secret';
import { languageOptions } from './language-options';

/** Included in the output of a send only when asked for. */
export function includeCodeOption(): INodeProperties {
	return {
		displayName: 'Include Code',
		name: 'includeCode',
		type: 'boolean',
		default: false,
		description:
			"Whether to put the code into the output as 'code'. Whoever sees the item can then pass for the person. The field is marked as sensitive: n8n hides it where its redaction of execution data is on.",
	};
}

export function sendOnlyOptions(): INodeProperties[] {
	return [...theCode(), ...theText(), ...whatIsAllowed(), includeCodeOption()];
}

function theCode(): INodeProperties[] {
	return [
		{
			displayName: 'Alphabet',
			name: 'alphabet',
			type: 'options',
			options: [
				{ name: 'Digits', value: 'digits' },
				{ name: 'Letters', value: 'letters', description: 'Without I and O, which look like digits' },
				{
					name: 'Letters and Digits',
					value: 'lettersAndDigits',
					description: 'Without I, O, 0 and 1, which look like each other',
				},
			],
			default: 'digits',
			description: 'What the code is made of. Small and capital letters do not differ when it is checked.',
		},
		number(
			'Code Length',
			'codeLength',
			6,
			4,
			10,
			'Characters of the code, 4 to 10. Shorter is easier to guess.',
		),
		number('Expires After (Minutes)', 'expiryMinutes', 10, 1, 60, 'How long the code works, 1 to 60'),
		{
			displayName: 'On Resend',
			name: 'onResend',
			type: 'options',
			options: [
				{ name: 'New Code', value: 'newCode', description: 'The code before stops working' },
				{
					name: 'Same Code',
					value: 'sameCode',
					description: 'Kept encrypted until the verification ends, to be sent once more',
				},
			],
			default: 'newCode',
			description: "What 'Code: Resend' sends",
		},
		{
			displayName: 'Own Code',
			name: 'ownCode',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Sent instead of a random one: 4 to 10 letters and digits. Make it hard to guess.',
		},
	];
}

function theText(): INodeProperties[] {
	return [
		{
			displayName: 'Brand',
			name: 'brand',
			type: 'string',
			default: '',
			placeholder: 'e.g. Ana’s Flowers',
			description: 'Who sends the code, up to 60 characters: stands above the text, or where {brand} stands',
		},
		{
			displayName: 'Footer',
			name: 'footer',
			type: 'string',
			default: '',
			description: 'A last line in italics, up to 200 characters',
		},
		{
			displayName: 'Language',
			name: 'language',
			type: 'options',
			options: languageOptions(),
			default: 'en',
			description: 'Language of the text. One of five wordings is chosen at random.',
		},
		{
			displayName: 'Template',
			name: 'template',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. {code} is your code for {brand}. It works for {minutes} minutes.',
			description: 'Own text instead of ours, with {code}, {minutes} and {brand}; up to 1000 characters',
		},
	];
}

function whatIsAllowed(): INodeProperties[] {
	return [
		browserSecretOption(),
		callerKeyOption(),
		number(
			'Lock After Last Try (Minutes)',
			'lockMinutes',
			15,
			0,
			1_440,
			'How long the number gets no further code for this purpose after the last wrong try, 0 to 1440. 0 lets somebody guess on with the next code.',
		),
		number(
			'Tries',
			'maxTries',
			5,
			1,
			10,
			'Wrong codes until the verification fails, 1 to 10. More make guessing easier.',
		),
	];
}

function number(
	displayName: string,
	name: string,
	value: number,
	minValue: number,
	maxValue: number,
	description: string,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'number',
		typeOptions: { minValue, maxValue },
		default: value,
		description,
	};
}

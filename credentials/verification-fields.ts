import type { INodeProperties } from 'n8n-workflow';

/** What the number allows in verifications, whichever workflow asks for them. */
export function verificationFields(): INodeProperties[] {
	const options = [...countryFields(), ...countFields(), testNumbersField(), callbackSecretField()];
	return [collection('who may be asked, how often, and numbers for tests', options)];
}

/** As `verificationFields`, where the other side keeps the links and nothing is sent to anybody. */
export function keptLinkFields(): INodeProperties[] {
	const ofCallers = countFields().filter(({ name }) => name.startsWith('caller'));
	return [
		collection('who may prove a number, and how often somebody may ask', [...countryFields(), ...ofCallers]),
	];
}

function collection(what: string, options: readonly INodeProperties[]): INodeProperties {
	return {
		displayName: 'Verification',
		name: 'verification',
		type: 'collection',
		placeholder: 'Add Setting',
		default: {},
		description: `Of the node 'WhatsApp Verify': ${what}`,
		options: [...options].sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

function countryFields(): INodeProperties[] {
	const countries = (displayName: string, name: string, description: string): INodeProperties => ({
		displayName,
		name,
		type: 'string',
		default: '',
		placeholder: 'e.g. BR, PT, +49',
		description: `${description}, as comma-separated ISO codes or calling codes`,
	});
	return [
		countries(
			'Allowed Countries',
			'allowedCountries',
			'Only numbers of these countries get verifications. Empty allows all',
		),
		countries('Blocked Countries', 'blockedCountries', 'Numbers of these countries get no verifications'),
	];
}

function countFields(): INodeProperties[] {
	return [
		number(
			'Verifications per Caller',
			'callerSendsPerWindow',
			10,
			10_000,
			"Verifications under one 'Caller Key' in the time below, 1 to 10,000. Many from one caller is what abuse looks like.",
		),
		number(
			'Verifications per Caller: Time (Minutes)',
			'callerWindowMinutes',
			60,
			1_440,
			"The time 'Verifications per Caller' counts in, 1 to 1440",
		),
		number(
			'Verifications per Day',
			'maxPerDay',
			1_000,
			100_000,
			'Verifications of this number in any 24 hours, 1 to 100,000. A bound on what a flood of requests can do.',
		),
		number(
			'Verifications per Recipient',
			'sendsPerWindow',
			5,
			100,
			'Verifications to one recipient in the time below, 1 to 100, sent again or anew. More makes guessing easier and annoys people.',
		),
		number(
			'Verifications per Recipient: Time (Minutes)',
			'windowMinutes',
			60,
			1_440,
			"The time 'Verifications per Recipient' counts in, 1 to 1440",
		),
	];
}

function callbackSecretField(): INodeProperties {
	return {
		displayName: 'Callback Secret',
		name: 'callbackSecret',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description:
			"What the callbacks of 'Link: Create' are signed with, by HMAC-SHA256. Whoever has it can claim that a number was proven.",
	};
}

function testNumbersField(): INodeProperties {
	return {
		displayName: 'Test Numbers',
		name: 'testNumbers',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Number',
		description:
			'Numbers nothing is sent to and that have a code of their own, free of cooldown and counts. Whoever knows such a code passes for its number.',
		options: [
			{
				displayName: 'Number',
				name: 'number',
				values: [
					{
						displayName: 'Phone Number',
						name: 'phone',
						type: 'string',
						default: '',
						placeholder: 'e.g. +55 11 98765-4321',
					},
					{
						displayName: 'Code',
						name: 'code',
						type: 'string',
						typeOptions: { password: true },
						default: '',
						description: 'The code that is right for it, 4 to 10 letters and digits',
					},
				],
			},
		],
	};
}

function number(
	displayName: string,
	name: string,
	value: number,
	maxValue: number,
	description: string,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'number',
		typeOptions: { minValue: 1, maxValue },
		default: value,
		description,
	};
}

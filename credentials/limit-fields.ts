import type { INodeProperties } from 'n8n-workflow';

/** What the number may send: a preset, and any of its numbers on their own. */
export function limitFields(): INodeProperties[] {
	return [presetField(), overridesField()];
}

function presetField(): INodeProperties {
	return {
		displayName: 'Limits',
		name: 'limitsPreset',
		type: 'options',
		options: [
			{
				name: 'Careful (New Number)',
				value: 'careful',
				description: '4 messages a minute, 60 an hour, 200 a day, 10 new chats a day, about 5 s apart',
			},
			{
				name: 'Standard',
				value: 'standard',
				description: '12 messages a minute, 300 an hour, 1,500 a day, 60 new chats a day, about 2 s apart',
			},
			{
				name: 'High',
				value: 'high',
				description: '60 messages a minute, 2,000 an hour, 15,000 a day: for numbers with a long history',
			},
			{
				name: 'Unlimited',
				value: 'unlimited',
				description: 'Nothing is held back but verification requests to one recipient. At your own risk.',
			},
		],
		default: 'careful',
		description:
			'How much this number sends at most, all workflows together. Sending less lowers the risk that WhatsApp blocks the number; no limit takes that risk away.',
	};
}

function overridesField(): INodeProperties {
	return {
		displayName: 'Own Limits',
		name: 'limits',
		type: 'collection',
		placeholder: 'Add Limit',
		default: {},
		description: 'Each replaces one number of the preset',
		options: [...hourFields(), ...countFields(), ...pauseFields()].sort((a, b) =>
			a.displayName.localeCompare(b.displayName),
		),
	};
}

function countFields(): INodeProperties[] {
	return [
		number(
			'Messages per Minute',
			'perMinute',
			4,
			1,
			1_000,
			'Messages in any 60 seconds, 1 to 1,000. More at once looks like a program.',
		),
		number(
			'Messages per Hour',
			'perHour',
			60,
			1,
			60_000,
			'Messages in any hour, 1 to 60,000. The rest of them waits.',
		),
		number(
			'Messages per Day',
			'perDay',
			200,
			1,
			1_000_000,
			'Messages in any 24 hours, 1 to 1,000,000. The rest of them waits or fails.',
		),
		number(
			'New Chats per Day',
			'newChatsPerDay',
			10,
			1,
			100_000,
			'People written to in any 24 hours who neither wrote to this number lately nor were written to before, 1 to 100,000. Writing to strangers is what gets numbers blocked most.',
		),
		number(
			'Warm-Up (Days)',
			'warmUpDays',
			0,
			0,
			365,
			'Over so many days the limits grow from Careful to the ones chosen, 0 to 365. 0 begins with the full limits.',
		),
	];
}

function pauseFields(): INodeProperties[] {
	return [
		number(
			'Gap (Seconds)',
			'gapSeconds',
			5,
			0,
			3_600,
			'Pause between any two messages, 0 to 3,600. 0 lets them follow at once.',
		),
		number(
			'Gap Variation (Percent)',
			'gapJitterPercent',
			20,
			0,
			100,
			'By how much each gap is longer or shorter, 0 to 100. 0 makes messages tick like a clock.',
		),
		number(
			'Gap per Recipient (Seconds)',
			'perRecipientGapSeconds',
			0,
			0,
			86_400,
			'Pause between two messages to the same recipient, 0 to 86,400. 0 is none.',
		),
		number(
			'Verification Cooldown (Seconds)',
			'verificationCooldownSeconds',
			60,
			30,
			86_400,
			'Pause between two verification requests to the same recipient, whatever the method, 30 to 86,400. Holds for Unlimited too.',
		),
		number(
			'Restriction (Hours)',
			'restrictionHours',
			24,
			0,
			720,
			'How long only people who wrote to this number are written to after WhatsApp refused a new chat (error 463), 0 to 720. 0 goes on as before, which can make it worse.',
		),
	];
}

function hourFields(): INodeProperties[] {
	const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
	return [
		{
			displayName: 'Active Days',
			name: 'activeDays',
			type: 'multiOptions',
			options: days.map((name, index) => ({ name, value: index + 1 })),
			default: [1, 2, 3, 4, 5],
			description:
				'Days on which ordinary messages leave; on others they wait or fail. Verification is not held back.',
		},
		time('Active From', 'activeFrom', '09:00', 'Time at which ordinary messages begin to leave, as 09:00'),
		time(
			'Active To',
			'activeTo',
			'18:00',
			'Time from which they wait, as 18:00; earlier than Active From is on the next day',
		),
		time(
			'Time Zone',
			'timeZone',
			'',
			"Of the active days and hours, as America/Sao_Paulo. When empty, the one of n8n's process.",
		),
	];
}

function time(displayName: string, name: string, value: string, description: string): INodeProperties {
	const placeholder = `e.g. ${value === '' ? 'America/Sao_Paulo' : value}`;
	return { displayName, name, type: 'string', default: value, placeholder, description };
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

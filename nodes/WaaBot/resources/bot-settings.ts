import type { IExecuteSingleFunctions, INodeProperties, PreSendAction } from 'n8n-workflow';
import type { RestOperation } from '../../shared/rest/operation';
import { flag, longText, optional, text } from './body-fields';
import { done } from './read-answer';

/** What the bot of the credential says and does by itself. */
export function botSettings(): RestOperation[] {
	return [...manners(), ...activeTimes()];
}

function manners(): RestOperation[] {
	return [
		{
			value: 'updateGeneral',
			name: 'Update General Settings',
			action: 'Update the general settings',
			description: 'Change name, time zone, language and default message of the bot',
			method: 'PUT',
			url: '/whatsapp/updateGeneral',
			read: done(),
			fields: [
				optional('Update Fields', 'generalFields', [
					text('Bot Name', 'botName', 'bot_name'),
					longText(
						'Default Message',
						'defaultMessage',
						'default_msg',
						'What the bot answers when no keyword fits, such as {Hi|Hello} [name]',
					),
					text('Language', 'botLanguage', 'bot_lang', 'Such as en'),
					text('Time Zone', 'botTimezone', 'bot_timezone', 'Such as +1 or Africa/Harare'),
				]),
			],
		},
		{
			value: 'updateActions',
			name: 'Update Actions',
			action: 'Update the actions',
			description: 'Switch on or off what the bot does by itself',
			method: 'PUT',
			url: '/whatsapp/updateActions',
			read: done(),
			fields: [optional('Update Fields', 'actionFields', switches())],
		},
	];
}

function activeTimes(): RestOperation[] {
	return [
		{
			value: 'updateActiveDays',
			name: 'Update Active Days',
			action: 'Update the active days',
			description: 'Choose the days on which the bot answers',
			method: 'PUT',
			url: '/whatsapp/updateActiveDays',
			read: done(),
			fields: [daysField()],
		},
		{
			value: 'updateActiveHours',
			name: 'Update Active Hours',
			action: 'Update the active hours',
			description: 'Choose the hours in which the bot answers',
			method: 'PUT',
			url: '/whatsapp/updateActiveHours',
			read: done(),
			fields: [
				{ ...text('From', 'from', 'from', "Such as 08:00, or 'always'"), default: 'always' },
				{ ...text('To', 'to', 'to', "Such as 17:00, or 'always'"), default: 'always' },
			],
		},
	];
}

function switches(): INodeProperties[] {
	return [
		flag('Multi-Device', 'multiDevice', 'multi_device', 'Whether the bot is a linked device'),
		flag('Reply to Groups', 'replyGroups', 'reply_group_msgs', 'Whether the bot answers in groups'),
		flag('Reply to Messages', 'replyMessages', 'reply_msgs', 'Whether the bot answers messages'),
		flag(
			'Reply to Unread',
			'replyUnread',
			'reply_unread_msgs',
			'Whether the bot answers what it finds unread',
		),
		flag(
			'Send Default Message',
			'sendDefault',
			'send_default_msg',
			'Whether the bot answers when no keyword fits',
		),
		flag('Send Webhook', 'sendWebhook', 'send_webhook', 'Whether the bot delivers to its webhook'),
	];
}

/** All seven travel: a day that was not chosen is switched off. */
function daysField(): INodeProperties {
	const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
	return {
		displayName: 'Active Days',
		name: 'activeDays',
		type: 'multiOptions',
		options: days.map((value) => ({ name: value.charAt(0).toUpperCase() + value.slice(1), value })),
		default: [...days],
		description: 'The days on which the bot answers; on all others it does not',
		routing: { send: { preSend: [withDays(days)] } },
	};
}

function withDays(days: readonly string[]): PreSendAction {
	return async function (this: IExecuteSingleFunctions, request) {
		const chosen = this.getNodeParameter('activeDays', []) as readonly string[];
		const body = Object.fromEntries(days.map((day) => [day, chosen.includes(day)]));
		return await Promise.resolve({ ...request, body });
	};
}

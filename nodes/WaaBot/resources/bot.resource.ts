import type { INodeProperties } from 'n8n-workflow';
import { botSettings } from './bot-settings';
import { setWebhook } from './set-webhook';
import { inPath, required } from '../../shared/rest/fields';
import { wholeFields } from '../../shared/rest/list-fields';
import type { RestOperation, RestResource } from '../../shared/rest/operation';
import { flag, optional, text } from './body-fields';
import { deleted, done, many, newBot, one, picture } from './read-answer';

/** Bots of the account; settings and links are of the one in the credential. */
export function botResource(): RestResource {
	return {
		value: 'bot',
		name: 'Bot',
		initial: 'get',
		operations: [...life(), ...linking(), ...botSettings(), setWebhook()],
	};
}

/** Bots are deleted and logged out by another ID than the session ID of the credential. */
const botId = (): INodeProperties => ({
	...required('Bot ID', 'botId', 'path'),
	placeholder: 'e.g. 61a7bd6ea34282366c025764',
	description: "The field '_id' of the bot, as 'Get Many' and 'Create' give it",
});

function life(): RestOperation[] {
	return [
		{
			value: 'create',
			name: 'Create',
			action: 'Create a bot',
			description: 'Make a new bot; its session ID and access token belong in a credential of their own',
			method: 'POST',
			url: '/whatsapp/createNewWhatsapp',
			read: newBot(),
			fields: [optional('Additional Fields', 'botFields', [text('Bot Name', 'botName', 'bot_name')])],
		},
		{
			value: 'get',
			name: 'Get',
			action: 'Get a bot',
			description: 'Get whether the bot of the credential is linked, and to which number',
			method: 'GET',
			url: '/whatsapp/instance',
			read: one(),
		},
		{
			value: 'getMany',
			name: 'Get Many',
			action: 'Get many bots',
			description: 'Get the bots of the account, without their access tokens',
			method: 'GET',
			url: '/whatsapp',
			read: many(),
			fields: wholeFields(),
		},
		{
			value: 'delete',
			name: 'Delete',
			action: 'Delete a bot',
			description: 'Delete a bot for good',
			method: 'DELETE',
			url: `=/whatsapp/${inPath('botId')}`,
			read: deleted(),
			fields: [botId()],
		},
	];
}

function linking(): RestOperation[] {
	return [
		{
			value: 'init',
			name: 'Initialize',
			action: 'Initialize a bot',
			description: 'Start the instance of the bot, so that its QR code can be scanned',
			method: 'POST',
			url: '/whatsapp/init',
			read: done(),
			fields: [
				optional('Additional Fields', 'initFields', [
					flag('Multi-Device', 'multiDevice', 'config.multiDevice', 'Whether the bot is a linked device'),
					flag('Set Webhook', 'setWebhook', 'config.setWebhook', 'Whether the bot delivers to the URL below'),
					text('Webhook URL', 'webhookUrl', 'config.webhookUrl'),
				]),
			],
		},
		{
			value: 'getQr',
			name: 'Get QR Code',
			action: 'Get the QR code',
			description: 'Get the QR code to scan as a picture',
			method: 'GET',
			url: '/whatsapp/scan?format=base64text',
			read: picture(),
		},
		{
			value: 'logout',
			name: 'Log Out',
			action: 'Log out a bot',
			description: 'Unlink the phone of the bot',
			method: 'GET',
			url: `=/whatsapp/instance/logout/${inPath('botId')}`,
			read: done(),
			fields: [botId()],
		},
	];
}

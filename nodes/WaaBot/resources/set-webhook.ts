import type { RestOperation } from '../../shared/rest/operation';
import { inBody, text } from './body-fields';
import { done } from './read-answer';

export function setWebhook(): RestOperation {
	return {
		value: 'setWebhook',
		name: 'Set Webhook',
		action: 'Set the webhook',
		description: 'Choose the one address the bot delivers to. WaaBot Trigger does this by itself.',
		method: 'PUT',
		url: '/whatsapp/setWebhook',
		body: { requestConfig: {} },
		read: done(),
		fields: [
			text('Webhook URL', 'webhookUrl', 'webhook_url', 'Empty: the bot delivers nowhere'),
			inBody(
				{
					displayName: 'Events',
					name: 'webhookEvents',
					type: 'multiOptions',
					options: [
						{ name: 'Any Message', value: 'onAnyMessage' },
						{ name: 'Message', value: 'onMessage' },
					],
					default: ['onMessage'],
				},
				'events',
			),
		],
	};
}

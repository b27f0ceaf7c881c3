import type { INodeProperties } from 'n8n-workflow';
import type { RestResource } from '../../shared/rest/operation';
import { ids, inBody, json, longText, optional, text } from './body-fields';
import { create, getMany, getOne, remove, type RecordKind } from './kept-records';

const broadcast: RecordKind = { name: 'broadcast', url: '/broadcast' };

/** WaaBot sends them by itself: the limits of the credential do not hold for them. */
export function broadcastResource(): RestResource {
	const sending = create(broadcast, fields());
	const description =
		'Send one message to many people. WaaBot sends it by itself: the limits of the credential do not hold for it.';
	return {
		value: 'broadcast',
		name: 'Broadcast',
		initial: 'getMany',
		operations: [{ ...sending, description }, getOne(broadcast), getMany(broadcast), remove(broadcast)],
	};
}

function fields(): INodeProperties[] {
	return [
		inBody(
			{
				displayName: 'Send To',
				name: 'sendType',
				type: 'options',
				options: [
					{ name: 'A Contact Group', value: 'group' },
					{ name: 'Numbers', value: 'individual' },
				],
				default: 'individual',
			},
			'send_type',
		),
		{
			...text('To', 'to', 'to', 'Numbers with commas between them, or the ID of a contact group'),
			required: true,
		},
		longText('Text', 'text', 'message.text'),
		optional('Additional Fields', 'broadcastFields', [
			ids('Attachment IDs', 'attachments', 'message.attachments', 'With commas between them'),
			text('Contact ID', 'contactId', 'message.contactId', 'Of a contact whose card is sent along'),
			json('Location', 'location', 'message.location', 'An object with name, lat and lng'),
		]),
	];
}

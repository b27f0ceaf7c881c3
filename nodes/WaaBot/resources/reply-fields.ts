import type { INodeProperties } from 'n8n-workflow';
import { json, longText, text } from './body-fields';

/** What a bot answers and does: the same for a keyword reply and for a step of a survey. */
export function replyFields(): INodeProperties[] {
	return [
		json(
			'Action',
			'replyAction',
			'action',
			'What happens besides, as an object: send_location, send_contact, send_file, send_photo, send_notification, add_to_group, start_survey, send_button',
		),
		text('Keyword', 'keyword', 'keyword', 'One, or several with commas between them'),
		longText('Reply', 'reply', 'reply'),
		text('Title', 'title', 'title'),
	];
}

import type { INodeProperties } from 'n8n-workflow';
import { required, type Place } from '../../shared/rest/fields';

/** A chat; in the path of a request the operation puts it there itself. */
export function chatField(place: Place): INodeProperties {
	return {
		...required('Chat', 'chatId', place, 'chatId'),
		placeholder: 'e.g. 447911123456@c.us',
		description: 'Number with country code, or the ID of a chat or group',
	};
}

export function groupField(place: Place): INodeProperties {
	return {
		...required('Group ID', 'groupId', place, 'groupId'),
		placeholder: 'e.g. 120363020000000000@g.us',
	};
}

export function labelField(): INodeProperties {
	return required('Label ID', 'labelId', 'path');
}

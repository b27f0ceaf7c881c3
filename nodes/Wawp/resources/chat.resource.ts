import { chatField } from './id-fields';
import { wholeFields } from '../../shared/rest/list-fields';
import { pagedFields } from './list-fields';
import type { RestOperation, RestResource } from '../../shared/rest/operation';
import { deleted, many, one } from './read-answer';

export function chatResource(): RestResource {
	return {
		value: 'chat',
		name: 'Chat',
		initial: 'getMany',
		operations: [
			{
				value: 'getMany',
				name: 'Get Many',
				action: 'Get many chats',
				description: 'Get the chats of the number',
				method: 'GET',
				url: '/chats',
				read: many(),
				fields: wholeFields(),
			},
			{
				value: 'getMessages',
				name: 'Get Messages',
				action: 'Get the messages of a chat',
				description: 'Get messages of a chat, without their files',
				method: 'GET',
				url: '/chats/messages',
				read: many(),
				fields: [chatField('query'), ...pagedFields()],
			},
			change('archive', 'Archive', 'Put a chat into the archive'),
			change('unarchive', 'Unarchive', 'Take a chat out of the archive'),
			change('clear', 'Clear', 'Delete all messages of a chat'),
			change('read', 'Mark as Read', 'Mark all messages of a chat as read'),
			change('unread', 'Mark as Unread', 'Mark a chat as unread'),
			{ ...change('delete', 'Delete', 'Delete a chat'), read: deleted() },
		],
	};
}

function change(value: string, name: string, description: string): RestOperation {
	return {
		value,
		name,
		description,
		action: description,
		method: 'POST',
		url: `/chats/${value}`,
		read: one(),
		fields: [chatField('body')],
	};
}

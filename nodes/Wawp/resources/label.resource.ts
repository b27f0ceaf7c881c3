import { inPath, required } from '../../shared/rest/fields';
import { chatField, labelField } from './id-fields';
import { wholeFields } from '../../shared/rest/list-fields';
import type { RestResource } from '../../shared/rest/operation';
import { deleted, many, one } from './read-answer';

export function labelResource(): RestResource {
	return {
		value: 'label',
		name: 'Label',
		initial: 'getMany',
		operations: [
			{
				value: 'create',
				name: 'Create',
				action: 'Create a label',
				description: 'Create a label',
				method: 'POST',
				url: '/labels/create',
				read: one(),
				fields: [required('Name', 'labelName', 'body', 'name')],
			},
			{
				value: 'delete',
				name: 'Delete',
				action: 'Delete a label',
				description: 'Delete a label',
				method: 'DELETE',
				url: `=/labels/${inPath('labelId')}/delete`,
				read: deleted(),
				fields: [labelField()],
			},
			{
				value: 'getMany',
				name: 'Get Many',
				action: 'Get many labels',
				description: 'Get the labels of the number',
				method: 'GET',
				url: '/labels/all',
				read: many(),
				fields: wholeFields(),
			},
			{
				value: 'getChats',
				name: 'Get Chats',
				action: 'Get the chats with a label',
				description: 'Get the chats that have a label',
				method: 'GET',
				url: `=/labels/${inPath('labelId')}/chats`,
				read: many(),
				fields: [labelField(), ...wholeFields()],
			},
			{
				value: 'getOfChat',
				name: 'Get of Chat',
				action: 'Get the labels of a chat',
				description: 'Get the labels a chat has',
				method: 'GET',
				url: `=/labels/chats/${inPath('chatId')}`,
				read: many(),
				fields: [chatField('path'), ...wholeFields()],
			},
		],
	};
}

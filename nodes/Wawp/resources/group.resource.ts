import type { INodeProperties } from 'n8n-workflow';
import { inPath, required } from '../../shared/rest/fields';
import { groupField } from './id-fields';
import { wholeFields } from '../../shared/rest/list-fields';
import type { RestOperation, RestResource } from '../../shared/rest/operation';
import { many, one } from './read-answer';

export function groupResource(): RestResource {
	return {
		value: 'group',
		name: 'Group',
		initial: 'getMany',
		operations: [
			{
				value: 'getMany',
				name: 'Get Many',
				action: 'Get many groups',
				description: 'Get the groups of the number',
				method: 'GET',
				url: '/groups',
				read: many(),
				fields: wholeFields(),
			},
			{
				value: 'get',
				name: 'Get',
				action: 'Get a group',
				description: 'Get one group',
				method: 'GET',
				url: '/groups/detail',
				read: one(),
				fields: [groupField('query')],
			},
			{
				value: 'leave',
				name: 'Leave',
				action: 'Leave a group',
				description: 'Leave a group',
				method: 'POST',
				url: `=/groups/${inPath('groupId')}/leave`,
				read: one(),
				fields: [groupField('path')],
			},
			...participants(),
		],
	};
}

function participants(): RestOperation[] {
	const url = `=/groups/${inPath('groupId')}/participants`;
	return [
		{
			value: 'getParticipants',
			name: 'Get Participants',
			action: 'Get the participants of a group',
			description: 'Get the people in a group',
			method: 'GET',
			url,
			read: many(),
			fields: [groupField('path'), ...wholeFields()],
		},
		{
			value: 'addParticipants',
			name: 'Add Participants',
			action: 'Add participants to a group',
			description: 'Add people to a group',
			method: 'POST',
			url: `${url}/add`,
			read: one(),
			fields: [groupField('path'), people()],
		},
		{
			value: 'removeParticipants',
			name: 'Remove Participants',
			action: 'Remove participants from a group',
			description: 'Remove people from a group',
			method: 'POST',
			url: `${url}/remove`,
			read: one(),
			fields: [groupField('path'), people()],
		},
	];
}

/** Numbers as they are typed, as Wawp writes people. */
function people(): INodeProperties {
	const ids =
		'={{ $value.split(/[,;\\n]/).map((one) => one.trim()).filter((one) => one !== "").map((one) => one.includes("@") ? one : one.replace(/\\D/g, "") + "@c.us").map((id) => ({ id })) }}';
	return {
		...required('Participants', 'participants', 'path'),
		placeholder: 'e.g. 447911123456, 4915123456789',
		description: 'Numbers with country code or IDs, separated by commas',
		routing: { send: { type: 'body', property: 'participants', value: ids } },
	};
}

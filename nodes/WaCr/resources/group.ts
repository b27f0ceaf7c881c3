import type { INodeProperties } from 'n8n-workflow';
import { bodyField, idField, inPath, jsonField } from '../routing/request-fields';
import type { WaCrOperation, WaCrResource } from '../routing/wa-cr-operation';
import { namedRecords } from './named-records';

const nameField = (): INodeProperties =>
	bodyField('name', {
		displayName: 'Name',
		name: 'name',
		description: 'Up to 255 characters, different from all others',
	});

const members = (): INodeProperties[] => [
	idField('groupId', 'Group ID', 'The number WA.cr gave the group'),
	jsonField('contact_ids', {
		displayName: 'Contact IDs (JSON)',
		name: 'contactIds',
		default: '[1, 2]',
		description: 'The numbers WA.cr gave the contacts, at least one',
	}),
];

const memberOperation = (
	operation: Pick<WaCrOperation, 'value' | 'name' | 'action' | 'description' | 'method'>,
): WaCrOperation => ({
	...operation,
	url: `=/groups/${inPath('groupId')}/contacts`,
	scope: 'groups:write',
	answer: 'record',
	fields: members,
});

/** Lists of contacts, not groups of WhatsApp. */
export const group: WaCrResource = {
	value: 'group',
	name: 'Group',
	defaultOperation: 'getMany',
	operations: [
		...namedRecords({
			...{ word: 'group', words: 'groups', path: '/groups' },
			scopes: { read: 'groups:read', write: 'groups:write', remove: 'groups:delete' },
			createFields: () => [nameField()],
			updateFields: () => [nameField()],
			sortable: ['name', 'created_at', 'updated_at'],
		}),
		memberOperation({
			value: 'addContacts',
			name: 'Add Contacts',
			action: 'Add contacts to a group',
			description: 'Put contacts into a group; those who are in it already are skipped',
			method: 'POST',
		}),
		memberOperation({
			value: 'removeContacts',
			name: 'Remove Contacts',
			action: 'Remove contacts from a group',
			description: 'Take contacts out of a group; the contacts stay',
			method: 'DELETE',
		}),
	],
};

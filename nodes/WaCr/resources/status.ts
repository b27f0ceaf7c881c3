import type { INodeProperties } from 'n8n-workflow';
import { addedFields, bodyField } from '../routing/request-fields';
import type { WaCrResource } from '../routing/wa-cr-operation';
import { namedRecords } from './named-records';

const color = { displayName: 'Color', name: 'color', type: 'color', default: '#2563EB' } as const;

const createFields = (): INodeProperties[] => [
	bodyField('name', { displayName: 'Name', name: 'name' }),
	bodyField('color', { ...color }),
];

const updateFields = (): INodeProperties[] => [
	addedFields('Additional Fields', { name: { displayName: 'Name', name: 'name' }, color: { ...color } }),
];

/** How far somebody is on the way to be a customer. */
export const status: WaCrResource = {
	value: 'status',
	name: 'Status',
	defaultOperation: 'getMany',
	operations: namedRecords({
		...{ word: 'status', words: 'statuses', path: '/statuses' },
		scopes: { read: 'statuses:read', write: 'statuses:write', remove: 'statuses:delete' },
		createFields,
		updateFields,
		sortable: ['name', 'created_at', 'updated_at'],
	}),
};

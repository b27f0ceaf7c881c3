import type { INodeProperties } from 'n8n-workflow';
import { bodyField } from '../routing/request-fields';
import type { WaCrResource } from '../routing/wa-cr-operation';
import { namedRecords } from './named-records';

const nameField = (): INodeProperties =>
	bodyField('name', {
		displayName: 'Name',
		name: 'name',
		description: 'Up to 255 characters, different from all others',
	});

/** Where contacts come from. */
export const source: WaCrResource = {
	value: 'source',
	name: 'Source',
	defaultOperation: 'getMany',
	operations: namedRecords({
		...{ word: 'source', words: 'sources', path: '/sources' },
		scopes: { read: 'sources:read', write: 'sources:write', remove: 'sources:delete' },
		createFields: () => [nameField()],
		updateFields: () => [nameField()],
		sortable: ['name', 'created_at', 'updated_at'],
	}),
};

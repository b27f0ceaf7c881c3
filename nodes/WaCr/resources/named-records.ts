import type { INodeProperties } from 'n8n-workflow';
import { idField, inPath, listFilters } from '../routing/request-fields';
import type { WaCrOperation } from '../routing/wa-cr-operation';

export interface NamedRecords {
	/** `group`, also the name of its id parameter with `Id` behind it. */
	readonly word: string;
	readonly words: string;
	/** `/groups` */
	readonly path: string;
	/** By what it is asked for, written and deleted. */
	readonly scopes: { readonly read: string; readonly write: string; readonly remove: string };
	/** What makes one. Fresh objects at every call. */
	createFields(): INodeProperties[];
	updateFields(): INodeProperties[];
	readonly sortable: readonly string[];
}

/** The five operations all of WA.cr's simple records have. */
export function namedRecords(records: NamedRecords): readonly WaCrOperation[] {
	const { word, words, path, scopes, sortable, createFields, updateFields } = records;
	const title = word.charAt(0).toUpperCase() + word.slice(1);
	const id = `${word}Id`;
	const idOf = (): INodeProperties => idField(id, `${title} ID`, `The number WA.cr gave the ${word}`);
	const one = `=${path}/${inPath(id)}`;
	return [
		{
			...{ value: 'create', name: 'Create', action: `Create a ${word}`, description: `Create a ${word}` },
			...{ method: 'POST', url: path, scope: scopes.write, answer: 'record' },
			fields: createFields,
		},
		{
			...{ value: 'delete', name: 'Delete', action: `Delete a ${word}`, description: `Delete a ${word}` },
			...{ method: 'DELETE', url: one, scope: scopes.remove, answer: 'deleted' },
			fields: () => [idOf()],
		},
		{
			...{ value: 'get', name: 'Get', action: `Get a ${word}`, description: `Get a ${word}` },
			...{ method: 'GET', url: one, scope: scopes.read, answer: 'record' },
			fields: () => [idOf()],
		},
		{
			...{
				value: 'getMany',
				name: 'Get Many',
				action: `Get many ${words}`,
				description: `Get many ${words}`,
			},
			...{ method: 'GET', url: path, scope: scopes.read, answer: 'list' },
			fields: () => [listFilters(sortable, {}, true)],
		},
		{
			...{ value: 'update', name: 'Update', action: `Update a ${word}`, description: `Update a ${word}` },
			...{ method: 'PATCH', url: one, scope: scopes.write, answer: 'record' },
			fields: () => [idOf(), ...updateFields()],
		},
	];
}

import type { INodeProperties } from 'n8n-workflow';
import { inPath, required } from '../../shared/rest/fields';
import { wholeFields } from '../../shared/rest/list-fields';
import type { RestOperation } from '../../shared/rest/operation';
import { deleted, many, one } from './read-answer';

/** A kind of record WaaBot keeps, and its address. */
export interface RecordKind {
	/** "contact", for people. */
	readonly name: string;
	/** "an intent" */
	readonly article?: 'a' | 'an';
	/** Behind the base address. */
	readonly url: string;
}

export const recordId = (): INodeProperties => ({
	...required('ID', 'recordId', 'path'),
	placeholder: 'e.g. 64a00ec7c5e487d95dcb0d5e',
});

const atRecord = (url: string): string => `=${url}/${inPath('recordId')}`;

export function getOne({ name, article = 'a', url }: RecordKind): RestOperation {
	return {
		value: 'get',
		name: 'Get',
		action: `Get ${article} ${name}`,
		description: `Get one ${name}`,
		method: 'GET',
		url: atRecord(url),
		read: one(),
		fields: [recordId()],
	};
}

export function getMany({ name, url }: RecordKind): RestOperation {
	return {
		value: 'getMany',
		name: 'Get Many',
		action: `Get many ${name}s`,
		description: `Get the ${name}s of the bot`,
		method: 'GET',
		url,
		read: many(),
		fields: wholeFields(),
	};
}

export function remove({ name, article = 'a', url }: RecordKind): RestOperation {
	return {
		value: 'delete',
		name: 'Delete',
		action: `Delete ${article} ${name}`,
		description: `Delete one ${name} for good`,
		method: 'DELETE',
		url: atRecord(url),
		read: deleted(),
		fields: [recordId()],
	};
}

export function create(
	{ name, article = 'a', url }: RecordKind,
	fields: readonly INodeProperties[],
): RestOperation {
	return {
		value: 'create',
		name: 'Create',
		action: `Create ${article} ${name}`,
		description: `Create a new ${name}`,
		method: 'POST',
		url,
		read: one(),
		fields,
	};
}

export function update(
	{ name, article = 'a', url }: RecordKind,
	fields: readonly INodeProperties[],
): RestOperation {
	return {
		value: 'update',
		name: 'Update',
		action: `Update ${article} ${name}`,
		description: `Change fields of one ${name}; the others stay`,
		method: 'PUT',
		url: atRecord(url),
		read: one(),
		fields: [recordId(), ...fields],
	};
}

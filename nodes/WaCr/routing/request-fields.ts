import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

type Field = Omit<INodeProperties, 'default' | 'type'> & Partial<Pick<INodeProperties, 'default' | 'type'>>;

/** Asked for always, and sent in the body under this name. */
export function bodyField(property: string, field: Field): INodeProperties {
	return {
		type: 'string',
		default: '',
		required: true,
		...field,
		routing: { send: { type: 'body', property } },
	};
}

/** A body that is sent as it is written. */
export function jsonField(property: string, field: Field): INodeProperties {
	return {
		...field,
		type: 'json',
		default: field.default ?? '[]',
		required: true,
		routing: {
			send: {
				type: 'body',
				property,
				value: '={{ typeof $value === "string" ? JSON.parse($value) : $value }}',
			},
		},
	};
}

/** In the path of the request; its value stands there by an expression. */
export function idField(name: string, displayName: string, description: string): INodeProperties {
	return { displayName, name, type: 'string', default: '', required: true, description };
}

/** Sent only when they are added. By the name of the API, the field. */
export function addedFields(
	displayName: string,
	fields: Readonly<Record<string, Field>>,
	sentIn: 'body' | 'query' = 'body',
): INodeProperties {
	return {
		displayName,
		name: displayName === 'Filters' ? 'filters' : 'additionalFields',
		type: 'collection',
		placeholder: displayName === 'Filters' ? 'Add Filter' : 'Add Field',
		default: {},
		options: Object.entries(fields)
			.map(
				([property, field]): INodeProperties => ({
					type: 'string',
					default: '',
					...field,
					// Brackets in a name of the API are no path.
					routing: { send: { type: sentIn, property, propertyInDotNotation: !property.includes('[') } },
				}),
			)
			.sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

/** Values of the API under names for people, by the alphabet. */
export function choices(...values: readonly string[]): INodePropertyOptions[] {
	return values
		.map((value) => ({ name: value.charAt(0).toUpperCase() + value.slice(1).toLowerCase(), value }))
		.sort((a, b) => a.name.localeCompare(b.name));
}

/** Part of a path, with a value of the node in it. */
export function inPath(name: string): string {
	return `{{encodeURIComponent($parameter["${name}"])}}`;
}

/** Order and words to look for, as all lists of WA.cr take them. */
export function listFilters(
	sortable: readonly string[],
	fields: Readonly<Record<string, Field>> = {},
	searchable = false,
): INodeProperties {
	const directions = sortable.flatMap((field) => [
		{ name: `${field} (Ascending)`, value: field },
		{ name: `${field} (Descending)`, value: `-${field}` },
	]);
	return addedFields(
		'Filters',
		{
			...fields,
			...(sortable.length > 0 && {
				sort: {
					displayName: 'Sort By',
					name: 'sort',
					type: 'options',
					options: directions.sort((a, b) => a.name.localeCompare(b.name)),
					default: '',
				},
			}),
			...(searchable && { search: { displayName: 'Search For', name: 'search' } }),
		},
		'query',
	);
}

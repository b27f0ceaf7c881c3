import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

type Option = INodeProperties | INodePropertyOptions | INodePropertyCollection;

/** A field that travels in the body under `property`. */
export function inBody(field: INodeProperties, property: string): INodeProperties {
	return { ...field, routing: { send: { type: 'body', property, value: '={{ $value }}' } } };
}

/** Fields that travel only when they are added: what is left out stays as it is at WaaBot. */
export function optional(displayName: string, name: string, options: Option[]): INodeProperties {
	return { displayName, name, type: 'collection', placeholder: 'Add Field', default: {}, options };
}

export const text = (
	displayName: string,
	name: string,
	property: string,
	description?: string,
): INodeProperties =>
	inBody(
		{ displayName, name, type: 'string', default: '', ...(description !== undefined && { description }) },
		property,
	);

export const longText = (
	displayName: string,
	name: string,
	property: string,
	description?: string,
): INodeProperties => ({
	...text(displayName, name, property, description),
	typeOptions: { rows: 3 },
});

export const flag = (
	displayName: string,
	name: string,
	property: string,
	description: string,
): INodeProperties => inBody({ displayName, name, type: 'boolean', default: false, description }, property);

/** An object as JSON text or from an expression. */
export const json = (
	displayName: string,
	name: string,
	property: string,
	description: string,
): INodeProperties => ({
	...inBody({ displayName, name, type: 'json', default: '{}', description }, property),
	routing: {
		send: {
			type: 'body',
			property,
			value: '={{ typeof $value === "string" ? JSON.parse($value || "{}") : $value }}',
		},
	},
});

/** Comma-separated IDs to a list. */
export const ids = (
	displayName: string,
	name: string,
	property: string,
	description: string,
): INodeProperties => ({
	...inBody({ displayName, name, type: 'string', default: '', description }, property),
	routing: {
		send: {
			type: 'body',
			property,
			value: '={{ $value.split(",").map((id) => id.trim()).filter((id) => id !== "") }}',
		},
	},
});

import type { INodeProperties } from 'n8n-workflow';

export type Place = 'body' | 'query' | 'path';

/** `property`: its name in the request. */
export function required(
	displayName: string,
	name: string,
	place: Place,
	property: string = name,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'string',
		required: true,
		default: '',
		...(place !== 'path' && { routing: { send: { type: place, property, value: '={{ $value.trim() }}' } } }),
	};
}

/** A parameter as a part of a path. */
export function inPath(name: string): string {
	return `{{ encodeURIComponent($parameter["${name}"].trim()) }}`;
}

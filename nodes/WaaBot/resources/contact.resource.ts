import type { INodeProperties } from 'n8n-workflow';
import type { RestResource } from '../../shared/rest/operation';
import { optional, text } from './body-fields';
import { create, getMany, getOne, remove, update, type RecordKind } from './kept-records';

const contact: RecordKind = { name: 'contact', url: '/contact' };

export function contactResource(): RestResource {
	const many = getMany(contact);
	return {
		value: 'contact',
		name: 'Contact',
		initial: 'getMany',
		operations: [
			create(contact, [
				{ ...name(), required: true },
				{ ...number(), required: true },
				optional('Additional Fields', 'contactFields', [group()]),
			]),
			getOne(contact),
			{ ...many, fields: [...(many.fields ?? []), allBots()] },
			update(contact, [optional('Update Fields', 'contactFields', [group(), name(), number()])]),
			remove(contact),
		],
	};
}

const name = (): INodeProperties => text('Name', 'contactName', 'name');
const number = (): INodeProperties =>
	text('Number', 'contactNumber', 'number', 'With country code, digits only');
const group = (): INodeProperties => text('Contact Group ID', 'groupId', 'group_id');

/** Documented for contacts and the message log alone. */
export function allBots(): INodeProperties {
	return {
		displayName: 'All Bots',
		name: 'allBots',
		type: 'boolean',
		default: false,
		description: 'Whether to get those of all bots of the account',
		routing: { send: { type: 'query', property: 'type', value: '={{ $value ? "all" : undefined }}' } },
	};
}

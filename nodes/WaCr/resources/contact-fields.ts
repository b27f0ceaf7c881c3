import type { INodeProperties } from 'n8n-workflow';
import { addedFields, bodyField, choices } from '../routing/request-fields';

const types = () => choices('customer', 'guest', 'lead');

const lookUp = (displayName: string, name: string, loadOptionsMethod: string) =>
	({
		displayName,
		name,
		type: 'options',
		typeOptions: { loadOptionsMethod },
		default: '',
		description:
			'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	}) as const;

const sourceField = () => lookUp('Source Name or ID', 'sourceId', 'getSources');
const statusField = () => lookUp('Status Name or ID', 'statusId', 'getStatuses');

/** What WA.cr needs of a new contact. */
export function neededFields(): INodeProperties[] {
	return [
		bodyField('firstname', { displayName: 'First Name', name: 'firstname' }),
		bodyField('lastname', { displayName: 'Last Name', name: 'lastname' }),
		bodyField('phone', {
			displayName: 'Phone',
			name: 'phone',
			placeholder: 'e.g. +919812345678',
			description: 'With country code, up to 20 characters, different from all others',
		}),
		bodyField('type', {
			displayName: 'Type',
			name: 'type',
			type: 'options',
			options: types(),
			default: 'lead',
		}),
		bodyField('source_id', sourceField()),
		bodyField('status_id', statusField()),
		addedFields('Additional Fields', moreFields()),
	];
}

/** All that may change of one. */
export function changeFields(): INodeProperties {
	return addedFields('Additional Fields', {
		firstname: { displayName: 'First Name', name: 'firstname' },
		lastname: { displayName: 'Last Name', name: 'lastname' },
		phone: { displayName: 'Phone', name: 'phone' },
		type: { displayName: 'Type', name: 'type', type: 'options', options: types(), default: 'lead' },
		source_id: sourceField(),
		status_id: statusField(),
		...moreFields(),
	});
}

/** Which contacts a list is to have. */
export function contactFilters() {
	return {
		'filter[type]': {
			displayName: 'Type',
			name: 'type',
			type: 'options',
			options: types(),
			default: 'lead',
		},
		'filter[source_id]': sourceField(),
		'filter[status_id]': statusField(),
		'filter[assigned_id]': { displayName: 'Assigned ID', name: 'assignedId' },
		'filter[group_id]': { displayName: 'Group ID', name: 'groupId' },
		'filter[created_at][gte]': {
			displayName: 'Created After',
			name: 'createdAfter',
			type: 'dateTime',
			default: '',
		},
		include: {
			displayName: 'Include',
			name: 'include',
			description: 'What to put into each contact, by commas: groups, source, status',
		},
	} as const;
}

function moreFields() {
	return {
		address: { displayName: 'Address', name: 'address', description: 'Up to 500 characters' },
		assigned_id: { displayName: 'Assigned ID', name: 'assignedId', description: 'Whom it belongs to' },
		city: { displayName: 'City', name: 'city' },
		company: { displayName: 'Company', name: 'company' },
		country_id: { displayName: 'Country ID', name: 'countryId' },
		description: { displayName: 'Description', name: 'description' },
		email: { displayName: 'Email', name: 'email', placeholder: 'name@email.com' },
		state: { displayName: 'State', name: 'state' },
		zip: { displayName: 'Zip', name: 'zip' },
	} as const;
}

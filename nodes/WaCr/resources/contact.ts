import { addedFields, idField, inPath, jsonField, listFilters } from '../routing/request-fields';
import type { WaCrResource } from '../routing/wa-cr-operation';
import { changeFields, contactFilters, neededFields } from './contact-fields';

const contactId = () => idField('contactId', 'Contact ID', 'The number WA.cr gave the contact');
const one = `=/contacts/${inPath('contactId')}`;

export const contact: WaCrResource = {
	value: 'contact',
	name: 'Contact',
	defaultOperation: 'getMany',
	operations: [
		{
			...{ value: 'create', name: 'Create', action: 'Create a contact', description: 'Create a contact' },
			...{ method: 'POST', url: '/contacts', scope: 'contacts:write', answer: 'record' },
			fields: neededFields,
		},
		{
			value: 'createMany',
			name: 'Create Many',
			action: 'Create many contacts',
			description: 'Create contacts in one request; the item says what became of each',
			...{ method: 'POST', url: '/contacts/batch', scope: 'contacts:write', answer: 'record' },
			fields: () => [
				jsonField('contacts', {
					displayName: 'Contacts (JSON)',
					name: 'contacts',
					default:
						'[{ "firstname": "Ada", "lastname": "Lovelace", "phone": "+447911123456", "type": "lead", "source_id": 1, "status_id": 1 }]',
					description: 'A list of contacts, with the fields of WA.cr',
				}),
				addedFields('Additional Fields', {
					'options.continue_on_error': {
						displayName: 'Continue on Error',
						name: 'continueOnError',
						type: 'boolean',
						default: true,
						description: 'Whether the others are created when one is refused',
					},
					'options.skip_duplicates': {
						displayName: 'Skip Duplicates',
						name: 'skipDuplicates',
						type: 'boolean',
						default: false,
						description: 'Whether a contact that exists is left out instead of being an error',
					},
				}),
			],
		},
		{
			...{ value: 'delete', name: 'Delete', action: 'Delete a contact', description: 'Delete a contact' },
			...{ method: 'DELETE', url: one, scope: 'contacts:delete', answer: 'deleted' },
			fields: () => [contactId()],
		},
		{
			value: 'deleteMany',
			name: 'Delete Many',
			action: 'Delete many contacts',
			description: 'Delete contacts in one request; the item says how many',
			...{ method: 'DELETE', url: '/contacts/batch', scope: 'contacts:delete', answer: 'record' },
			fields: () => [
				jsonField('ids', {
					displayName: 'Contact IDs (JSON)',
					name: 'contactIds',
					default: '[1, 2]',
					description: 'The numbers WA.cr gave the contacts',
				}),
			],
		},
		{
			...{ value: 'get', name: 'Get', action: 'Get a contact', description: 'Get a contact' },
			...{ method: 'GET', url: one, scope: 'contacts:read', answer: 'record' },
			fields: () => [contactId()],
		},
		{
			...{
				value: 'getMany',
				name: 'Get Many',
				action: 'Get many contacts',
				description: 'Get many contacts',
			},
			...{ method: 'GET', url: '/contacts', scope: 'contacts:read', answer: 'list' },
			fields: () => [
				listFilters(['id', 'firstname', 'lastname', 'created_at', 'updated_at'], contactFilters(), true),
			],
		},
		{
			...{ value: 'update', name: 'Update', action: 'Update a contact', description: 'Update a contact' },
			...{ method: 'PATCH', url: one, scope: 'contacts:write', answer: 'record' },
			fields: () => [contactId(), changeFields()],
		},
	],
};

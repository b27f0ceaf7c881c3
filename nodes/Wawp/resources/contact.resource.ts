import { required } from '../../shared/rest/fields';
import { chatField } from './id-fields';
import { pagedFields } from './list-fields';
import type { RestResource } from '../../shared/rest/operation';
import { many, one } from './read-answer';

export function contactResource(): RestResource {
	return {
		value: 'contact',
		name: 'Contact',
		initial: 'getMany',
		operations: [
			{
				value: 'getMany',
				name: 'Get Many',
				action: 'Get many contacts',
				description: 'Get the contacts of the number',
				method: 'GET',
				url: '/contacts/all',
				read: many(),
				fields: pagedFields(),
			},
			{
				value: 'checkNumber',
				name: 'Check Number',
				action: 'Check a number',
				description: 'Check whether a number is on WhatsApp; at most one a second',
				method: 'GET',
				url: '/contacts/check-exists',
				read: one(),
				fields: [
					{
						...required('Phone Number', 'phone', 'query'),
						placeholder: 'e.g. 447911123456',
						description: 'With country code',
					},
				],
			},
			{
				value: 'getPicture',
				name: 'Get Picture',
				action: 'Get the picture of a contact',
				description: 'Get the address of the profile picture',
				method: 'GET',
				url: '/contacts/profile-picture',
				read: one(),
				fields: [chatField('query')],
			},
		],
	};
}

import { messageOptions, optionsCollection } from '../../../shared/fields/option-fields';
import { recipientField } from '../../../shared/fields/recipient-field';
import { defined } from '../../../shared/item-parameters';
import type { OperationContext, OperationModule } from '../../../shared/operation';
import { sendMessage } from '../../../shared/send-message';

export const sendContact: OperationModule = {
	operation: {
		value: 'sendContact',
		name: 'Send Contact',
		action: 'Send a contact',
		description: 'Send one or more contact cards',
	},

	fields: () => [
		recipientField(),
		{
			displayName: 'Contacts',
			name: 'contacts',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, sortable: true, multipleValueButtonText: 'Add Contact' },
			required: true,
			default: { contact: [{ name: '', phone: '', organization: '', email: '' }] },
			description: 'Who is on the cards',
			options: [
				{
					displayName: 'Contact',
					name: 'contact',
					values: [
						{ displayName: 'Name', name: 'name', type: 'string', default: '', placeholder: 'e.g. Ana Souza' },
						{
							displayName: 'Phone Number',
							name: 'phone',
							type: 'string',
							default: '',
							placeholder: 'e.g. +55 11 98765-4321',
							description: 'With country code',
						},
						{ displayName: 'Organization', name: 'organization', type: 'string', default: '' },
						{
							displayName: 'Email',
							name: 'email',
							type: 'string',
							default: '',
							placeholder: 'name@email.com',
						},
					],
				},
			],
		},
		optionsCollection(messageOptions),
	],

	execute: async (context) => await sendMessage(context, contactMessage(context)),
};

function contactMessage({ parameters }: OperationContext): object {
	return {
		kind: 'contact',
		contacts: parameters.entries('contacts', 'contact').map((contact) =>
			defined({
				name: parameters.asText(contact.name, 'contacts.name') ?? '',
				phone: parameters.asText(contact.phone, 'contacts.phone') ?? '',
				organization: parameters.asText(contact.organization, 'contacts.organization'),
				email: parameters.asText(contact.email, 'contacts.email'),
			}),
		),
	};
}

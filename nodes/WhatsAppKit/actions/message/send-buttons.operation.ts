import type { INodeProperties } from 'n8n-workflow';
import { messageOptions, optionsCollection } from '../../../shared/fields/option-fields';
import { recipientField } from '../../../shared/fields/recipient-field';
import { defined } from '../../../shared/item-parameters';
import type { ItemParameters } from '../../../shared/item-parameters';
import type { OperationContext, OperationModule } from '../../../shared/operation';
import { sendMessage } from '../../../shared/send-message';

export const sendButtons: OperationModule = {
	operation: {
		value: 'sendButtons',
		name: 'Send Buttons',
		action: 'Send buttons to choose from',
		description: 'Offer up to 3 answers; the trigger gives the one picked as a choice',
	},

	fields: () => [
		recipientField(),
		{
			displayName: 'Body',
			name: 'buttonsBody',
			type: 'string',
			typeOptions: { rows: 3 },
			required: true,
			default: '',
			placeholder: 'e.g. Shall we confirm your booking?',
			description: 'Text above the buttons, up to 1024 characters',
		},
		buttonsField([typeField(), ...openingFields()]),
		optionsCollection(
			[...messageOptions, 'experimental', 'fallback'],
			[
				{
					displayName: 'Footer',
					name: 'buttonsFooter',
					type: 'string',
					default: '',
					description: 'Small text below the body, up to 60 characters',
				},
				{
					displayName: 'Header',
					name: 'buttonsHeader',
					type: 'string',
					default: '',
					description: 'Title above the body, up to 60 characters',
				},
				{
					displayName: 'Image URL',
					name: 'buttonsImageUrl',
					type: 'string',
					default: '',
					placeholder: 'e.g. https://example.com/menu.jpg',
					description:
						'Picture above the body, at a public address. Where this connection cannot show one, the address stands in the text.',
				},
			],
		),
	],

	execute: async (context) => await sendMessage(context, buttonsMessage(context)),
};

/** The fixed field `buttons`. `more`: what a button has beside its title and ID. */
export function buttonsField(more: readonly INodeProperties[] = []): INodeProperties {
	return {
		displayName: 'Buttons',
		name: 'buttons',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true, multipleValueButtonText: 'Add Button' },
		required: true,
		default: { button: [{ title: '', id: '' }] },
		description: 'One to three, with different titles',
		options: [
			{
				displayName: 'Button',
				name: 'button',
				values: [
					{
						displayName: 'Title',
						name: 'title',
						type: 'string',
						default: '',
						placeholder: 'e.g. Yes',
						description: 'Up to 20 characters',
					},
					{
						displayName: 'ID',
						name: 'id',
						type: 'string',
						default: '',
						placeholder: 'e.g. yes',
						...(more.length > 0 && shownFor('reply')),
						description:
							'What the trigger gives back when this button is picked. Made from the title when empty.',
					},
					...more,
				],
			},
		],
	};
}

const shownFor = (type: string) => ({ displayOptions: { show: { type: [type] } } });

function typeField(): INodeProperties {
	return {
		displayName: 'Type',
		name: 'type',
		type: 'options',
		options: [
			{ name: 'Call', value: 'call', description: 'Calls a number; nothing comes back' },
			{ name: 'Open URL', value: 'url', description: 'Opens a page; nothing comes back' },
			{ name: 'Reply', value: 'reply', description: 'An answer to pick' },
		],
		default: 'reply',
		description:
			'What the button does. Where this connection has no buttons that open or call, address and number stand in the text.',
	};
}

function openingFields(): INodeProperties[] {
	return [
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://example.com/menu',
			description: 'Page that opens; up to 2 such buttons',
			...shownFor('url'),
		},
		{
			displayName: 'Phone Number',
			name: 'phone',
			type: 'string',
			default: '',
			placeholder: 'e.g. +55 11 98765-4321',
			description: 'Number that is called, with country code; one such button',
			...shownFor('call'),
		},
	];
}

function buttonsMessage({ parameters }: OperationContext): object {
	const options = parameters.collection('options');
	const image = parameters.asText(options.buttonsImageUrl, 'buttonsImageUrl');
	return defined({
		kind: 'buttons',
		body: parameters.text('buttonsBody'),
		header: parameters.asText(options.buttonsHeader, 'buttonsHeader'),
		footer: parameters.asText(options.buttonsFooter, 'buttonsFooter'),
		image: image === undefined ? undefined : { url: image.trim() },
		buttons: readButtons(parameters),
	});
}

export function readButtons(parameters: ItemParameters): object[] {
	return parameters.entries('buttons', 'button').map((button) => {
		const field = (name: string): string | undefined => parameters.asText(button[name], `buttons.${name}`);
		const [type = 'reply', title = ''] = [field('type'), field('title')];
		if (type === 'reply') return defined({ id: field('id'), title });
		return defined({ type, title, url: field('url')?.trim(), phone: field('phone') });
	});
}

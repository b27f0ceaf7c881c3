import type { INodeProperties } from 'n8n-workflow';
import { addedFields, bodyField, choices, idField, inPath, listFilters } from '../routing/request-fields';
import type { WaCrResource } from '../routing/wa-cr-operation';

/** Texts, files, lists and buttons go through the node WhatsApp Kit, which keeps the limits of the account. */
export const message: WaCrResource = {
	value: 'message',
	name: 'Message',
	defaultOperation: 'sendTemplate',
	operations: [
		{
			...{ value: 'get', name: 'Get', action: 'Get a message', description: 'Get a message with its status' },
			...{ method: 'GET', url: `=/messages/${inPath('messageId')}`, scope: 'messages:read' },
			answer: 'record',
			fields: () => [idField('messageId', 'Message ID', 'The number WA.cr gave the message')],
		},
		{
			...{
				value: 'getMany',
				name: 'Get Many',
				action: 'Get many messages',
				description: 'Get many messages',
			},
			...{ method: 'GET', url: '/messages', scope: 'messages:read', answer: 'list' },
			fields: () => [listFilters(['created_at', 'updated_at'], filters())],
		},
		{
			value: 'sendTemplate',
			name: 'Send Template',
			action: 'Send a template message',
			description: 'Send an approved template; it also reaches people who did not write in the last 24 hours',
			...{ method: 'POST', url: '/messages/template', scope: 'messages:send', answer: 'record' },
			fields: templateFields,
		},
	],
};

function filters() {
	return {
		'filter[direction]': {
			displayName: 'Direction',
			name: 'direction',
			type: 'options',
			options: choices('inbound', 'outbound'),
			default: 'inbound',
		},
		'filter[interaction_id]': { displayName: 'Chat ID', name: 'interactionId' },
		'filter[status]': {
			displayName: 'Status',
			name: 'status',
			type: 'options',
			options: choices('delivered', 'failed', 'read', 'sent'),
			default: 'sent',
		},
		'filter[type]': {
			displayName: 'Type',
			name: 'type',
			type: 'options',
			options: choices('audio', 'document', 'image', 'interactive', 'template', 'text', 'video'),
			default: 'text',
		},
	} as const;
}

function templateFields(): INodeProperties[] {
	const texts = Array.from({ length: 10 }, (_, index) => index + 1);
	const buttons = [0, 1, 2];
	return [
		bodyField('phone', {
			displayName: 'Phone',
			name: 'phone',
			placeholder: 'e.g. +919812345678',
			description: 'Whom to send it to, with country code',
		}),
		bodyField('template_name', {
			displayName: 'Template Name or ID',
			name: 'templateName',
			type: 'options',
			typeOptions: { loadOptionsMethod: 'getTemplates' },
			default: '',
			description:
				'Approved templates. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		}),
		bodyField('language', { displayName: 'Language', name: 'language', default: 'en' }),
		addedFields('Additional Fields', {
			contact_id: { displayName: 'Contact ID', name: 'contactId' },
			header_field_1: { displayName: 'Header Text', name: 'headerField' },
			header_image_url: { displayName: 'Header Image URL', name: 'headerImageUrl' },
			header_video_url: { displayName: 'Header Video URL', name: 'headerVideoUrl' },
			header_document_url: { displayName: 'Header Document URL', name: 'headerDocumentUrl' },
			header_document_name: { displayName: 'Header Document Name', name: 'headerDocumentName' },
			...Object.fromEntries(
				texts.map((number) => [
					`field_${number}`,
					{ displayName: `Body Text ${number}`, name: `field${number}`, description: `For {{${number}}}` },
				]),
			),
			...Object.fromEntries(
				buttons.map((number) => [
					`button_${number}`,
					{ displayName: `Button ${number + 1}`, name: `button${number}` },
				]),
			),
		}),
	];
}

import { choices, idField, inPath, listFilters } from '../routing/request-fields';
import type { WaCrResource } from '../routing/wa-cr-operation';

export const template: WaCrResource = {
	value: 'template',
	name: 'Template',
	defaultOperation: 'getMany',
	operations: [
		{
			...{
				value: 'get',
				name: 'Get',
				action: 'Get a template',
				description: 'Get a template with its parts',
			},
			...{ method: 'GET', url: `=/templates/${inPath('templateId')}`, scope: 'templates:read' },
			answer: 'record',
			fields: () => [idField('templateId', 'Template ID', 'The number WhatsApp gave the template')],
		},
		{
			...{
				value: 'getMany',
				name: 'Get Many',
				action: 'Get many templates',
				description: 'Get many templates',
			},
			...{ method: 'GET', url: '/templates', scope: 'templates:read', answer: 'list' },
			fields: () => [
				listFilters([], {
					'filter[status]': {
						displayName: 'Status',
						name: 'status',
						type: 'options',
						options: choices('APPROVED', 'PENDING', 'REJECTED'),
						default: 'APPROVED',
					},
					'filter[category]': {
						displayName: 'Category',
						name: 'category',
						type: 'options',
						options: choices('AUTHENTICATION', 'MARKETING', 'UTILITY'),
						default: 'UTILITY',
					},
					'filter[language]': { displayName: 'Language', name: 'language', placeholder: 'e.g. en' },
				}),
			],
		},
		{
			value: 'sync',
			name: 'Sync',
			action: 'Sync the templates',
			description: 'Have WA.cr fetch the templates from WhatsApp anew',
			...{ method: 'POST', url: '/templates/sync', scope: 'templates:sync', answer: 'record' },
		},
	],
};

import type { INodeProperties } from 'n8n-workflow';
import { addedFields, bodyField, listFilters } from '../routing/request-fields';
import type { WaCrOperation, WaCrResource } from '../routing/wa-cr-operation';

const phone = (): INodeProperties =>
	bodyField('phone', {
		displayName: 'Phone',
		name: 'phone',
		placeholder: 'e.g. +919812345678',
		description: 'Number to prove, with country code, 10 to 20 characters',
	});

const code = (description: string): INodeProperties =>
	bodyField('code', { displayName: 'Code', name: 'code', typeOptions: { password: true }, description });

const templateName = (): INodeProperties =>
	bodyField('template_name', {
		displayName: 'Template Name or ID',
		name: 'templateName',
		type: 'options',
		typeOptions: { loadOptionsMethod: 'getAuthenticationTemplates' },
		default: '',
		description:
			'Approved templates for codes. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	});

const purpose = () => ({
	displayName: 'Purpose',
	name: 'purpose',
	default: 'authentication',
	description: 'What the code is for; there is one live code per number and purpose. Up to 50 characters.',
});

const sendFields = () => ({
	expiry_minutes: {
		displayName: 'Expires After (Minutes)',
		name: 'expiryMinutes',
		type: 'number' as const,
		typeOptions: { minValue: 1, maxValue: 60 },
		default: 10,
	},
	language: { displayName: 'Language', name: 'language', default: 'en' },
	purpose: purpose(),
});

const asked = (): INodeProperties[] => [phone(), addedFields('Additional Fields', { purpose: purpose() })];

const operations: readonly WaCrOperation[] = [
	{
		value: 'getStatus',
		name: 'Get Status',
		action: 'Get the status of a code',
		description: 'Whether a code is live, and how many tries are left. Counts as no try.',
		...{ method: 'POST', url: '/auth/status', scope: 'messages:send', answer: 'record' },
		fields: asked,
	},
	{
		value: 'getTemplates',
		name: 'Get Templates',
		action: 'Get the templates for codes',
		description: 'Approved templates that can carry a code',
		...{ method: 'GET', url: '/auth/templates', scope: 'templates:read', answer: 'list' },
		fields: () => [
			listFilters(['template_name', 'created_at', 'language'], {
				'filter[language]': { displayName: 'Language', name: 'language', placeholder: 'e.g. en' },
			}),
		],
	},
	{
		value: 'resend',
		name: 'Resend',
		action: 'Send a new code',
		description: 'WA.cr makes a new code of six digits; the one before stops working',
		...{ method: 'POST', url: '/auth/resend', scope: 'messages:send', answer: 'record' },
		fields: () => [phone(), templateName(), addedFields('Additional Fields', sendFields())],
	},
	{
		value: 'send',
		name: 'Send',
		action: 'Send a code',
		description: 'Send a code of your own by a template',
		...{ method: 'POST', url: '/auth/send-otp', scope: 'messages:send', answer: 'record' },
		fields: () => [
			phone(),
			templateName(),
			code('What the person has to type. Choose it at random.'),
			addedFields('Additional Fields', {
				...sendFields(),
				contact_id: { displayName: 'Contact ID', name: 'contactId' },
			}),
		],
	},
	{
		value: 'verify',
		name: 'Verify',
		action: 'Verify a code',
		description: "Gives 'verified'; a wrong or old code is an item with the reason, not an error",
		...{ method: 'POST', url: '/auth/verify', scope: 'messages:send', answer: 'verdict' },
		fields: () => [
			phone(),
			code('What the person typed'),
			addedFields('Additional Fields', { purpose: purpose() }),
		],
	},
];

/** Codes that WA.cr keeps and checks. Those of the node WhatsApp Verify are kept here. */
export const otp: WaCrResource = {
	value: 'otp',
	name: 'Verification Code',
	defaultOperation: 'send',
	operations,
};

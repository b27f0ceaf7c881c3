import type { INodeProperties } from 'n8n-workflow';
import { enginesByCode } from '../../../shared/offered-engines';
import { browserSecretOption, callerKeyOption } from '../browser-secret';
import { languageOptions } from './language-options';

/** Of a code that the gateway makes, words and all. */
export function ownWordsCodeOptions(): INodeProperties[] {
	return [
		...whoAsks(),
		{
			displayName: 'Footer',
			name: 'footer',
			type: 'string',
			default: '',
			description: 'A last line below what the gateway writes, up to 200 characters',
		},
		{
			displayName: 'Language',
			name: 'language',
			type: 'options',
			options: languageOptions(),
			default: 'en',
			description: 'Language of the text. The gateway takes one of its wordings at random.',
		},
		expiry('How long this n8n asks the gateway about the code, 1 to 60. The gateway may end it earlier.'),
	];
}

/** Of a code that the gateway sends by a template and compares. */
export function templateCodeOptions(): INodeProperties[] {
	return [
		...whoAsks(),
		{
			displayName: 'Additional Parameters',
			name: 'parameters',
			type: 'string',
			default: '',
			placeholder: 'e.g. Shop, Berlin',
			description: 'What else the text of the template takes, separated by commas, in its order',
		},
		{
			displayName: 'Own Code',
			name: 'ownCode',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Sent instead of a random one of six digits: 4 to 10 letters and digits. Make it hard to guess.',
		},
		{
			displayName: 'Template Language',
			name: 'language',
			type: 'string',
			default: '',
			placeholder: 'e.g. pt_BR',
			description: 'Where the template was not chosen from the list. Empty is as the gateway says.',
		},
		expiry('How long the code works, 1 to 60'),
	];
}

/** The approved templates of the account that carry a code, or the name of one. */
export function templateField(): INodeProperties {
	return {
		displayName: 'Template Name or ID',
		name: 'template',
		type: 'options',
		typeOptions: { loadOptionsMethod: 'getCodeTemplates', loadOptionsDependsOn: ['engine'] },
		required: true,
		default: '',
		description:
			'Approved template of the category Authentication, by its name. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	};
}

/** Who is proven may be put on a list there. */
export function listIdOption(): INodeProperties {
	return {
		displayName: 'Contact List ID',
		name: 'listId',
		type: 'number',
		default: 0,
		displayOptions: { show: { '/engine': enginesByCode('ownWords') } },
		description: 'List at the gateway that whoever is proven is put on. For codes that the gateway manages.',
	};
}

function whoAsks(): INodeProperties[] {
	return [browserSecretOption(), callerKeyOption()];
}

function expiry(description: string): INodeProperties {
	return {
		displayName: 'Expires After (Minutes)',
		name: 'expiryMinutes',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 60 },
		default: 10,
		description,
	};
}

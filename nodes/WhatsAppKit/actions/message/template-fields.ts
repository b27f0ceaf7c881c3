import type { INodeProperties } from 'n8n-workflow';

/** Which template, and everything that is filled into it. */
export function templateFields(): INodeProperties[] {
	return [
		templateField(),
		languageField(),
		bodyParametersField(),
		...headerFields(),
		buttonParametersField(),
	];
}

function templateField(): INodeProperties {
	return {
		displayName: 'Template',
		name: 'template',
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		description: 'Text that WhatsApp approved for this account',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Choose a template...',
				typeOptions: {
					searchListMethod: 'searchTemplates',
					searchable: true,
					slowLoadNotice: { message: "If this takes long, use 'By Name'", timeout: 10_000 },
				},
			},
			{
				displayName: 'By Name',
				name: 'name',
				type: 'string',
				placeholder: 'e.g. order_ready',
				hint: "Its language is the one of 'Template Language'",
			},
		],
	};
}

function languageField(): INodeProperties {
	return {
		displayName: 'Template Language',
		name: 'templateLanguage',
		type: 'string',
		default: 'en',
		placeholder: 'e.g. pt_BR',
		description: 'Of a template given by its name. One chosen from the list brings its own.',
	};
}

function bodyParametersField(): INodeProperties {
	return {
		displayName: 'Body Parameters',
		name: 'bodyParameters',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true, multipleValueButtonText: 'Add Parameter' },
		default: {},
		description: 'What stands for {{1}}, {{2}} and so on in the text, in this order',
		options: [
			{
				displayName: 'Parameter',
				name: 'parameter',
				values: [{ displayName: 'Text', name: 'text', type: 'string', default: '', placeholder: 'e.g. Ada' }],
			},
		],
	};
}

function headerFields(): INodeProperties[] {
	const shownFor = (...kinds: string[]) => ({ displayOptions: { show: { templateHeader: kinds } } });
	return [
		{
			displayName: 'Header',
			name: 'templateHeader',
			type: 'options',
			options: [
				{ name: 'File From Binary Field', value: 'file', description: 'An image, a video or a document' },
				{ name: 'File From URL', value: 'link', description: 'The gateway fetches it from there' },
				{ name: 'None', value: 'none', description: 'The template has no header to fill' },
				{ name: 'Text', value: 'text' },
			],
			default: 'none',
			description: 'What stands above the text, as the template was approved',
		},
		{
			displayName: 'Header Text',
			name: 'headerText',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Order 4711',
			description: 'What stands for {{1}} in the header, up to 60 characters',
			...shownFor('text'),
		},
		{
			displayName: 'Input Binary Field',
			name: 'headerBinaryPropertyName',
			type: 'string',
			required: true,
			default: 'data',
			hint: 'The name of the input binary field containing the file to send',
			...shownFor('file'),
		},
		{
			displayName: 'Header Kind',
			name: 'headerKind',
			type: 'options',
			options: [
				{ name: 'Document', value: 'document' },
				{ name: 'Image', value: 'image' },
				{ name: 'Video', value: 'video' },
			],
			default: 'image',
			description: 'What the file is',
			...shownFor('link'),
		},
		{
			displayName: 'Header URL',
			name: 'headerUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://example.com/ticket.pdf',
			description: 'Public address of the file, beginning with https://',
			...shownFor('link'),
		},
	];
}

function buttonParametersField(): INodeProperties {
	return {
		displayName: 'Button Parameters',
		name: 'buttonParameters',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Parameter' },
		default: {},
		description: 'For buttons with a place to fill: the end of their address, or a code to copy',
		options: [
			{
				displayName: 'Parameter',
				name: 'parameter',
				values: [
					{
						displayName: 'Button Number',
						name: 'number',
						type: 'number',
						typeOptions: { minValue: 1, maxValue: 10 },
						default: 1,
						description: 'Its place in the template: 1 is the first button',
					},
					{ displayName: 'Text', name: 'text', type: 'string', default: '', placeholder: 'e.g. A-17' },
				],
			},
		],
	};
}

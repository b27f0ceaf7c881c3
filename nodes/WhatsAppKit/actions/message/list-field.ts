import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { defined, isObject } from '../../../shared/item-parameters';
import type { ItemParameters } from '../../../shared/item-parameters';

/** Rows known while building the workflow are typed in; rows that come from data are given as JSON. */
export function sectionFields(): INodeProperties[] {
	return [
		{
			displayName: 'Define Rows',
			name: 'sectionsSource',
			type: 'options',
			options: [
				{ name: 'Using Fields Below', value: 'fields', description: 'Sections and rows are typed in here' },
				{
					name: 'Using JSON',
					value: 'json',
					description: 'Sections and rows come from data, by an expression',
				},
			],
			default: 'fields',
			description: 'How the rows of the list are given',
		},
		{ ...sectionsField(), displayOptions: { show: { sectionsSource: ['fields'] } } },
		{
			displayName: 'Sections (JSON)',
			name: 'sectionsJson',
			type: 'json',
			required: true,
			default:
				'[\n  { "title": "Lasagne", "id": "lasagne", "description": "With salad" },\n  { "title": "Risotto" }\n]',
			displayOptions: { show: { sectionsSource: ['json'] } },
			description:
				'A list of rows, each a text or an object with title, ID and description; or a list of sections, each with title and rows',
		},
	];
}

/** The fixed field `sections`: sections with rows, both in the order the person dragged them into. */
function sectionsField(): INodeProperties {
	return {
		displayName: 'Sections',
		name: 'sections',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true, multipleValueButtonText: 'Add Section' },
		required: true,
		default: { section: [{ title: '', rows: { row: [{ title: '', id: '', description: '' }] } }] },
		description: 'Up to 10 rows in all; with more than one section each needs a title',
		options: [
			{
				displayName: 'Section',
				name: 'section',
				values: [
					{
						displayName: 'Title',
						name: 'title',
						type: 'string',
						default: '',
						placeholder: 'e.g. Main dishes',
						description: 'Heading above the rows, up to 24 characters',
					},
					rowsField(),
				],
			},
		],
	};
}

function rowsField(): INodeProperties {
	return {
		displayName: 'Rows',
		name: 'rows',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true, multipleValueButtonText: 'Add Row' },
		default: {},
		options: [
			{
				displayName: 'Row',
				name: 'row',
				values: [
					{
						displayName: 'Title',
						name: 'title',
						type: 'string',
						default: '',
						placeholder: 'e.g. Lasagne',
						description: 'What the person sees and picks, up to 24 characters',
					},
					{
						displayName: 'ID',
						name: 'id',
						type: 'string',
						default: '',
						placeholder: 'e.g. lasagne',
						description:
							'What the trigger gives back when this row is picked. Made from the title when empty.',
					},
					{
						displayName: 'Description',
						name: 'description',
						type: 'string',
						default: '',
						placeholder: 'e.g. With salad, 12.50',
						description: 'Smaller text below the title, up to 72 characters',
					},
				],
			},
		],
	};
}

/** Sections as a person built them, or out of JSON; what is wrong in them is told by the message itself. */
export function readSections(parameters: ItemParameters): object[] {
	const sections =
		parameters.optionalText('sectionsSource') === 'json'
			? sectionsOf(parameters.json('sectionsJson'))
			: parameters.entries('sections', 'section');
	return sections.map((section) =>
		defined({
			title: parameters.asText(section.title, 'sections.title'),
			rows: rowsOf(section).map((row) =>
				defined({
					id: parameters.asText(row.id, 'sections.rows.id'),
					title: parameters.asText(row.title, 'sections.rows.title') ?? '',
					description: parameters.asText(row.description, 'sections.rows.description'),
				}),
			),
		}),
	);
}

/** A list of sections as it is; a list of rows as one section without a title. */
function sectionsOf(given: unknown): IDataObject[] {
	const list = isObject(given) && Array.isArray(given.sections) ? given.sections : given;
	const entries = (Array.isArray(list) ? list : [list]).map((entry) =>
		isObject(entry) ? entry : { title: entry as string },
	);
	return entries.some((entry) => 'rows' in entry) ? entries : [{ rows: entries }];
}

function rowsOf({ rows }: IDataObject): IDataObject[] {
	const list = isObject(rows) ? rows.row : rows;
	return Array.isArray(list) ? list.map((row) => (isObject(row) ? row : { title: row as string })) : [];
}

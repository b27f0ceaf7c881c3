import type { INodeProperties } from 'n8n-workflow';

/** Picks a group from the list of the number, or takes its id. */
export function groupField(): INodeProperties {
	return {
		displayName: 'Group',
		name: 'groupId',
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		description: 'Group the number is a member of',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Choose a group...',
				typeOptions: {
					searchListMethod: 'searchGroups',
					searchable: true,
					slowLoadNotice: { message: "If this takes long, use 'By ID'", timeout: 10_000 },
				},
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 120363043211234567@g.us',
				hint: "The 'chat.id' of an item that came from the group",
				validation: [
					{
						type: 'regex',
						properties: {
							regex: '^\\s*[0-9]+(-[0-9]+)?(@g\\.us)?\\s*$',
							errorMessage: 'The ID of a group looks like 120363043211234567@g.us',
						},
					},
				],
			},
		],
	};
}

/** The id with its ending, however it was given. */
export function groupId(given: string): string {
	const text = given.trim();
	return text === '' || text.includes('@') ? text : `${text}@g.us`;
}

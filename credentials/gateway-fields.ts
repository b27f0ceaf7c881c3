import type { INodeProperties } from 'n8n-workflow';

/** Where the API of a gateway is. Last in its credential: hardly anybody touches it. */
export function addressFields(defaultUrl: string): INodeProperties[] {
	return [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: defaultUrl,
			description:
				'Address of the API, without what comes behind it. Change it only for a server of your own.',
		},
		{
			displayName: 'Allow Private Address',
			name: 'allowPrivateAddress',
			type: 'boolean',
			default: false,
			description:
				'Whether the base URL may lead to this machine or the local network, and begin with http. Everybody who may edit this credential can then reach inside addresses through it.',
		},
	];
}

/** A secret that is hidden while it is typed. */
export function secretField(displayName: string, name: string, description: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		description,
	};
}

/** What messages, items and logs call the account. */
export function labelField(): INodeProperties {
	return {
		displayName: 'Account Label',
		name: 'accountLabel',
		type: 'string',
		default: '',
		placeholder: 'e.g. Shop reception',
		description: 'A name for people: what messages, items and logs call this account',
	};
}

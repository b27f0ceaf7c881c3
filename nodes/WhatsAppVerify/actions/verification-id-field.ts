import type { INodeProperties } from 'n8n-workflow';

export function verificationIdField(): INodeProperties {
	return {
		displayName: 'Verification ID',
		name: 'verificationId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 7b2f9c1e-…',
		description: "The 'verificationId' of the item that made it",
	};
}

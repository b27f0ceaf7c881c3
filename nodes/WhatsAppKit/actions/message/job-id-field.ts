import type { INodeProperties } from 'n8n-workflow';

export function jobIdField(description: string): INodeProperties {
	return {
		displayName: 'Job ID',
		name: 'jobId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 8JbN0wq5cZ7mXkT2rVfA',
		description: `${description}: 'jobId' of the item it was queued with`,
	};
}

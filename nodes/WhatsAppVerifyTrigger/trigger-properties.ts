import type { INodeProperties } from 'n8n-workflow';
import { engineField } from '../shared/offered-engines';

/** Fresh objects at every call: n8n changes the arrays it is given. */
export function triggerProperties(): INodeProperties[] {
	return [engineField({ verifies: true }), eventsField(), filtersField()];
}

function eventsField(): INodeProperties {
	return {
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		default: ['validated'],
		description: 'What starts the workflow, once for each verification',
		options: [
			{ name: 'Expired', value: 'expired', description: 'Nobody proved the number in time' },
			{
				name: 'Failed',
				value: 'failed',
				description: 'Too many wrong codes, cancelled, or replaced by a newer one: the item says which',
			},
			{ name: 'Rejected', value: 'rejected', description: 'Somebody answered an approval with no' },
			{ name: 'Requested', value: 'requested', description: 'A verification has left' },
			{ name: 'Validated', value: 'validated', description: 'Somebody proved the number, or approved' },
		],
	};
}

function filtersField(): INodeProperties {
	return {
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		options: [
			{
				displayName: 'Methods',
				name: 'methods',
				type: 'multiOptions',
				options: [
					{ name: 'Approval', value: 'approval' },
					{ name: 'Code', value: 'code' },
					{ name: 'Link', value: 'link' },
				],
				default: [],
				description: 'Only verifications by these methods; empty means every method',
			},
			{
				displayName: 'Purposes',
				name: 'purposes',
				type: 'string',
				default: '',
				placeholder: 'e.g. authentication, payment',
				description: 'Only verifications with one of these purposes, separated by commas',
			},
		],
	};
}

import type { INodeProperties, PreSendAction } from 'n8n-workflow';
import type { RestResource } from './operation';

/** Resource, operation and their fields, of a node whose requests n8n makes itself. `preSend`: before each of them. */
export function restProperties(
	resources: readonly RestResource[],
	{ initial, preSend }: { readonly initial: string; readonly preSend: PreSendAction },
): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ value, name }) => ({ name, value })),
			default: initial,
		},
		...resources.map((resource) => operationSelector(resource, preSend)),
		...resources.flatMap(fieldsOf),
	];
}

function operationSelector(
	{ value: resource, operations, initial }: RestResource,
	preSend: PreSendAction,
): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options: operations
			.map(({ name, value, action, description, method, url, read, body }) => ({
				name,
				value,
				action,
				description,
				routing: {
					request: { method, url, ...(body && { body }) },
					send: { preSend: [preSend] },
					output: { postReceive: read },
				},
			}))
			.sort((a, b) => a.name.localeCompare(b.name)),
		default: initial,
	};
}

function fieldsOf({ value: resource, operations }: RestResource): INodeProperties[] {
	return operations.flatMap(({ value: operation, fields = [] }) =>
		fields.map((field) => ({
			...field,
			displayOptions: {
				show: { resource: [resource], operation: [operation], ...field.displayOptions?.show },
			},
		})),
	);
}

import type { INodeProperties } from 'n8n-workflow';
import type { OperationModule, ResourceModule } from './operation';

/** Resource selector, one operation selector per resource, then the fields of every operation. */
export function resourceProperties(
	resources: readonly ResourceModule[],
	defaultResource: string,
): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ resource }) => ({ ...resource })),
			default: defaultResource,
		},
		...resources.map(operationSelector),
		...resources.flatMap(({ resource, operations }) =>
			operations.flatMap((module) => fieldsOf(resource.value, module)),
		),
	];
}

function operationSelector({ resource, operations, defaultOperation }: ResourceModule): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource.value] } },
		options: operations
			.map(({ operation }) => ({ ...operation }))
			.sort((a, b) => a.name.localeCompare(b.name)),
		default: defaultOperation,
	};
}

function fieldsOf(resource: string, module: OperationModule): INodeProperties[] {
	return module.fields().map((field) => ({
		...field,
		displayOptions: {
			...field.displayOptions,
			show: { resource: [resource], operation: [module.operation.value], ...field.displayOptions?.show },
		},
	}));
}

/** The operation behind the two selectors; undefined for names this version does not know. */
export function findOperation(
	resources: readonly ResourceModule[],
	resource: string,
	operation: string,
): OperationModule | undefined {
	return resources
		.find((candidate) => candidate.resource.value === resource)
		?.operations.find((candidate) => candidate.operation.value === operation);
}

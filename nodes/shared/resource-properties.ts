import type { INodeProperties } from 'n8n-workflow';
import type { ItemContext, OperationModule, ResourceModule } from './operation';

/** Resource selector, one operation selector per resource, then the fields of every operation. */
export function resourceProperties<Context extends ItemContext>(
	resources: readonly ResourceModule<Context>[],
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

function operationSelector<Context extends ItemContext>({
	resource,
	operations,
	defaultOperation,
}: ResourceModule<Context>): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource.value] } },
		options: operations
			.map(({ operation: { engines, ...option } }) => ({
				...option,
				...(engines && { displayOptions: { show: { '/engine': [...engines] } } }),
			}))
			.sort((a, b) => a.name.localeCompare(b.name)),
		default: defaultOperation,
	};
}

function fieldsOf<Context extends ItemContext>(
	resource: string,
	module: OperationModule<Context>,
): INodeProperties[] {
	return module.fields().map((field) => ({
		...field,
		displayOptions: {
			...field.displayOptions,
			show: { resource: [resource], operation: [module.operation.value], ...field.displayOptions?.show },
		},
	}));
}

/** The operation behind the two selectors; undefined for names this version does not know. */
export function findOperation<Context extends ItemContext>(
	resources: readonly ResourceModule<Context>[],
	resource: string,
	operation: string,
): OperationModule<Context> | undefined {
	return resources
		.find((candidate) => candidate.resource.value === resource)
		?.operations.find((candidate) => candidate.operation.value === operation);
}

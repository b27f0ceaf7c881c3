import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { answerActions } from './read-answer';
import { everyPage, listFields } from './every-page';
import { placingCredential } from '../../shared/rest/place-credential';
import { placeWaCr } from './place-credential';
import type { WaCrOperation, WaCrResource } from './wa-cr-operation';

/** Resource selector, one operation selector per resource with its requests, then the fields of every operation. */
export function waCrProperties(resources: readonly WaCrResource[], initial: string): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ name, value }) => ({ name, value })),
			default: initial,
		},
		...resources.map(operationSelector),
		...resources.flatMap(({ value, operations }) =>
			operations.flatMap((operation) => fieldsOf(value, operation)),
		),
	];
}

function operationSelector({ value, operations, defaultOperation }: WaCrResource): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [value] } },
		options: operations.map(optionOf).sort((a, b) => a.name.localeCompare(b.name)),
		default: defaultOperation,
	};
}

function optionOf(operation: WaCrOperation): INodePropertyOptions {
	const { value, name, action, description, method, url, scope, answer } = operation;
	const isList = answer === 'list';
	return {
		value,
		name,
		action,
		description,
		routing: {
			request: { method, url },
			send: { preSend: [placingCredential('waCrApi', placeWaCr)], ...(isList && { paginate: true }) },
			output: { postReceive: answerActions(answer, scope) },
			...(isList && { operations: { pagination: everyPage } }),
		},
	};
}

function fieldsOf(resource: string, { value, answer, fields }: WaCrOperation): INodeProperties[] {
	const own = [...(fields?.() ?? []), ...(answer === 'list' ? listFields() : [])];
	return own.map((field) => ({
		...field,
		displayOptions: {
			...field.displayOptions,
			show: { resource: [resource], operation: [value], ...field.displayOptions?.show },
		},
	}));
}

import { optionsCollection } from '../../../shared/fields/option-fields';
import type { OperationModule } from '../../../shared/operation';
import { operationSignal } from '../../../shared/time-limit';

export const getMany: OperationModule = {
	operation: {
		value: 'getMany',
		name: 'Get Many',
		action: 'Get many groups',
		description: 'Get the groups the number is a member of',
	},

	fields: () => [
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			displayOptions: { show: { returnAll: [false] } },
			description: 'Max number of results to return',
		},
		optionsCollection(['timeoutSeconds']),
	],

	async execute(context) {
		const { parameters, session } = context;
		const groups = await session.listGroups(operationSignal(context));
		const shown = parameters.boolean('returnAll', false)
			? groups
			: groups.slice(0, Math.max(1, Math.floor(parameters.number('limit', 50))));
		return shown.map((group) => ({ json: { ...group } }));
	},
};

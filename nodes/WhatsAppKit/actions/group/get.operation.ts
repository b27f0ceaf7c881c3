import { optionsCollection } from '../../../shared/fields/option-fields';
import type { OperationModule } from '../../../shared/operation';
import { operationSignal } from '../../../shared/time-limit';
import { groupField, groupId } from './group-field';

export const get: OperationModule = {
	operation: {
		value: 'get',
		name: 'Get',
		action: 'Get a group',
		description: 'Get name, description, owner and size of a group',
	},

	fields: () => [groupField(), optionsCollection(['timeoutSeconds'])],

	async execute(context) {
		const { group } = await context.session.getGroup(
			groupId(context.parameters.locator('groupId')),
			operationSignal(context),
		);
		return [{ json: { ...group } }];
	},
};

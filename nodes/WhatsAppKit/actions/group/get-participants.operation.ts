import { optionsCollection } from '../../../shared/fields/option-fields';
import type { OperationModule } from '../../../shared/operation';
import { operationSignal } from '../../../shared/time-limit';
import { groupField, groupId } from './group-field';

export const getParticipants: OperationModule = {
	operation: {
		value: 'getParticipants',
		name: 'Get Participants',
		action: 'Get the participants of a group',
		description: 'Get one item per member, with number and LID where WhatsApp tells them',
	},

	fields: () => [groupField(), optionsCollection(['timeoutSeconds'])],

	async execute(context) {
		const id = groupId(context.parameters.locator('groupId'));
		const { participants } = await context.session.getGroup(id, operationSignal(context));
		return participants.map((participant) => ({ json: { groupId: id, ...participant } }));
	},
};

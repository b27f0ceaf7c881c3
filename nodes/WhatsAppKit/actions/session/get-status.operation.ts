import type { OperationModule } from '../../../shared/operation';

export const getStatus: OperationModule = {
	operation: {
		value: 'getStatus',
		name: 'Get Status',
		action: 'Get the status of a session',
		description: 'Tell whether the number is linked and connected, and what to do when it is not',
	},

	fields: () => [],

	async execute({ session }) {
		return [{ json: { ...(await session.status()) } }];
	},
};

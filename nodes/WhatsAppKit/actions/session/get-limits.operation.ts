import type { OperationModule } from '../../../shared/operation';

export const getLimits: OperationModule = {
	operation: {
		value: 'getLimits',
		name: 'Get Limits',
		action: 'Get the limits of a session',
		description: 'Tell what the number may still send, rule by rule, and when the next message may leave',
	},

	fields: () => [],

	async execute({ session }) {
		const { rules, ...report } = await session.limits();
		return [{ json: { ...report, rules: rules.map((rule) => ({ ...rule })) } }];
	},
};

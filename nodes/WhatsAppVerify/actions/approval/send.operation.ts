import type { VerifyOperation } from '../../open-verifications';
import { approvalFields, readApproval } from './approval-fields';

export const send: VerifyOperation = {
	operation: {
		value: 'send',
		name: 'Send',
		action: 'Send an approval',
		description: 'Ask a person to approve or reject something; answers by tap, vote or number',
	},

	fields: () => approvalFields(),

	async execute(context) {
		return [{ json: { ...(await context.verifications.approvals.send(readApproval(context))) } }];
	},
};

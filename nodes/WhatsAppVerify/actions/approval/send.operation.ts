import { isManaged, notManaged } from '../../managed-by';
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
		const { parameters, verifications } = context;
		if (isManaged(parameters)) {
			const { approvals } = verifications.managed ?? {};
			if (approvals === undefined) throw notManaged(parameters);
			return [{ json: { ...(await approvals.sendManaged(readApproval(context))) } }];
		}
		return [{ json: { ...(await verifications.approvals.send(readApproval(context))) } }];
	},
};

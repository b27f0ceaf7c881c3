import type { VerifyOperation } from '../../open-verifications';
import { statusItem } from '../status-item';
import { verificationIdField } from '../verification-id-field';

export const getStatus: VerifyOperation = {
	operation: {
		value: 'getStatus',
		name: 'Get Status',
		action: 'Get the status of an approval',
		description: 'Tell whether it was approved, rejected or not answered',
	},

	fields: () => [verificationIdField()],

	async execute({ parameters, verifications }) {
		const id = parameters.text('verificationId').trim();
		return [{ json: statusItem(await verifications.approvals.getStatus(id)) }];
	},
};

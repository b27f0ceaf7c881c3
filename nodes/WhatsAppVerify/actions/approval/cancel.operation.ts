import type { VerifyOperation } from '../../open-verifications';
import { statusItem } from '../status-item';
import { verificationIdField } from '../verification-id-field';

export const cancel: VerifyOperation = {
	operation: {
		value: 'cancel',
		name: 'Cancel',
		action: 'Cancel an approval',
		description: 'Let no answer count any more; the verification ends as failed',
	},

	fields: () => [verificationIdField()],

	async execute({ parameters, verifications }) {
		const id = parameters.text('verificationId').trim();
		const { cancelled, status } = await verifications.approvals.cancel(id);
		return [{ json: { cancelled, ...statusItem(status) } }];
	},
};

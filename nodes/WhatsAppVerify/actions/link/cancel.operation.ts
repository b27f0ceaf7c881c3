import { optionsCollection } from '../../../shared/fields/option-fields';
import type { VerifyOperation } from '../../open-verifications';
import { browserSecretOption, readBrowserSecret } from '../browser-secret';
import { statusItem } from '../status-item';
import { verificationIdField } from '../verification-id-field';

export const cancel: VerifyOperation = {
	operation: {
		value: 'cancel',
		name: 'Cancel',
		action: 'Cancel a link',
		description: 'Make a link stop working; its verification ends as failed',
	},

	fields: () => [verificationIdField(), optionsCollection([], [browserSecretOption()])],

	async execute({ parameters, verifications }) {
		const id = parameters.text('verificationId').trim();
		const secret = readBrowserSecret(parameters, parameters.collection('options'));
		const { cancelled, status } = await verifications.links.cancel(id, secret);
		return [{ json: { cancelled, ...statusItem(status) } }];
	},
};

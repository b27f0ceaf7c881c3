import { optionsCollection } from '../../../shared/fields/option-fields';
import type { VerifyOperation } from '../../open-verifications';
import { browserSecretOption, readBrowserSecret } from '../browser-secret';
import { statusItem } from '../status-item';
import { verificationIdField } from '../verification-id-field';

export const getStatus: VerifyOperation = {
	operation: {
		value: 'getStatus',
		name: 'Get Status',
		action: 'Get the status of a link',
		description: 'Tell what became of it, and who proved it',
	},

	fields: () => [verificationIdField(), optionsCollection([], [browserSecretOption()])],

	async execute({ parameters, verifications }) {
		const id = parameters.text('verificationId').trim();
		const secret = readBrowserSecret(parameters, parameters.collection('options'));
		return [{ json: statusItem(await verifications.links.getStatus(id, secret)) }];
	},
};

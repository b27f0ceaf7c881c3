import { optionsCollection } from '../../../shared/fields/option-fields';
import type { VerifyOperation } from '../../open-verifications';
import { browserSecretOption } from '../browser-secret';
import { statusItem } from '../status-item';
import { readWhich, whichFields } from './which-verification';

export const cancel: VerifyOperation = {
	operation: {
		value: 'cancel',
		name: 'Cancel',
		action: 'Cancel a code',
		description: 'Make a code stop working; its verification ends as failed',
	},

	fields: () => [...whichFields(), optionsCollection(['defaultCountry'], [browserSecretOption()])],

	async execute({ parameters, verifications }) {
		const { cancelled, status } = await verifications.codes.cancel(readWhich(parameters));
		return [{ json: { cancelled, ...statusItem(status) } }];
	},
};

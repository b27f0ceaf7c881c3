import { optionsCollection } from '../../../shared/fields/option-fields';
import type { VerifyOperation } from '../../open-verifications';
import { browserSecretOption } from '../browser-secret';
import { statusItem } from '../status-item';
import { readWhich, whichFields } from './which-verification';

export const getStatus: VerifyOperation = {
	operation: {
		value: 'getStatus',
		name: 'Get Status',
		action: 'Get the status of a code',
		description: 'Tell what became of it; counts as no try',
	},

	fields: () => [...whichFields(), optionsCollection(['defaultCountry'], [browserSecretOption()])],

	async execute({ parameters, verifications, signal }) {
		const status = await verifications.codes.getStatus({ ...readWhich(parameters), signal });
		return [{ json: statusItem(status) }];
	},
};

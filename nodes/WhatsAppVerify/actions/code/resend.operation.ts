import { optionsCollection } from '../../../shared/fields/option-fields';
import type { VerifyOperation } from '../../open-verifications';
import { unqueuedField } from '../../../shared/fields/when-limited-field';
import { patienceOptions, readPatience } from '../../patience';
import { browserSecretOption } from '../browser-secret';
import { includeCodeOption } from './code-options';
import { readWhich, whichFields } from './which-verification';

export const resend: VerifyOperation = {
	operation: {
		value: 'resend',
		name: 'Resend',
		action: 'Resend a code',
		description: 'Send a code again that still works, as its first send said; wrong tries stay counted',
	},

	fields: () => [
		...whichFields(),
		optionsCollection(
			['defaultCountry', ...patienceOptions],
			[browserSecretOption(), unqueuedField(), includeCodeOption()],
		),
	],

	async execute(context) {
		const { parameters, verifications } = context;
		const includeCode = parameters.collection('options').includeCode === true;
		const sent = await verifications.codes.resend({
			...readWhich(parameters),
			...readPatience(context),
			includeCode,
		});
		return [{ json: { ...sent } }];
	},
};

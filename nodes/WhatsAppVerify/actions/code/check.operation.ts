import { optionsCollection } from '../../../shared/fields/option-fields';
import type { VerifyOperation } from '../../open-verifications';
import { browserSecretOption } from '../browser-secret';
import { listIdOption } from './managed-options';
import { readWhich, whichFields } from './which-verification';

export const check: VerifyOperation = {
	operation: {
		value: 'check',
		name: 'Check',
		action: 'Check a code',
		description: 'Tell whether the code somebody typed is the one that was sent; right ones work once',
	},

	fields: () => [
		...whichFields(),
		{
			displayName: 'Code',
			name: 'code',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. {{ $json.body.code }}',
			description: 'What the person typed; spaces, dashes and capital letters do not matter',
		},
		optionsCollection(
			['defaultCountry'],
			[
				browserSecretOption(),
				listIdOption(),
				{
					displayName: 'Fail When Not Verified',
					name: 'failWhenNotVerified',
					type: 'boolean',
					default: false,
					description:
						"Whether a code that is not right ends the node with an error. Otherwise it is an item with 'verified': false and the reason.",
				},
			],
		),
	],

	async execute({ parameters, verifications, signal }) {
		const options = parameters.collection('options');
		const listId = parameters.asNumber(options.listId, 'listId');
		const result = await verifications.codes.check({
			...readWhich(parameters),
			code: parameters.text('code'),
			...(listId !== undefined && listId > 0 && { listId }),
			signal,
		});
		const fails = options.failWhenNotVerified === true;
		if (fails && !result.verified) {
			throw parameters.mistake(
				`The code was not verified: ${result.reason ?? 'unknown'}`,
				`${result.attemptsRemaining} tries are left.${result.retryAt === null ? '' : ` Checking again is of no use before ${result.retryAt}.`}`,
			);
		}
		return [{ json: { ...result } }];
	},
};

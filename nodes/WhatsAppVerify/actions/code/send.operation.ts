import type { IDataObject } from 'n8n-workflow';
import { optionsCollection } from '../../../shared/fields/option-fields';
import { recipientField } from '../../../shared/fields/recipient-field';
import { defined } from '../../../shared/item-parameters';
import type { ItemParameters } from '../../../shared/item-parameters';
import { readRecipient } from '../../../shared/send-message';
import type { VerifyOperation } from '../../open-verifications';
import { unqueuedField } from '../../../shared/fields/when-limited-field';
import { patienceOptions, readPatience } from '../../patience';
import { readBrowserSecret } from '../browser-secret';
import { sendOnlyOptions } from './code-options';
import { purposeField } from './which-verification';

export const send: VerifyOperation = {
	operation: {
		value: 'send',
		name: 'Send',
		action: 'Send a code',
		description: 'Send a code to a number; the one sent before for the same purpose stops working',
	},

	fields: () => [
		{
			...recipientField('The number to prove'),
			description: 'The number to prove, with country code',
			hint: '',
		},
		purposeField(),
		optionsCollection(
			['defaultCountry', 'idempotencyKey', ...patienceOptions],
			[unqueuedField(), ...sendOnlyOptions()],
		),
	],

	async execute(context) {
		const { parameters, verifications } = context;
		const options = parameters.collection('options');
		const sent = await verifications.codes.send({
			...readRecipient(parameters),
			...readPatience(context),
			fields: readFields(parameters, options),
			requestKey: parameters.asText(options.idempotencyKey, 'idempotencyKey') ?? context.idempotencyKey,
			includeCode: options.includeCode === true,
		});
		return [{ json: { ...sent } }];
	},
};

function readFields(parameters: ItemParameters, options: IDataObject): object {
	const text = (name: string) => parameters.asText(options[name], name);
	const number = (name: string) => parameters.asNumber(options[name], name);
	return defined({
		purpose: parameters.optionalText('purpose'),
		alphabet: text('alphabet'),
		brand: text('brand'),
		length: number('codeLength'),
		expiryMinutes: number('expiryMinutes'),
		footer: text('footer'),
		language: text('language'),
		onResend: text('onResend'),
		code: text('ownCode'),
		template: text('template'),
		browserSecret: readBrowserSecret(parameters, options),
		callerKey: text('callerKey'),
		lockMinutes: number('lockMinutes'),
		maxTries: number('maxTries'),
	});
}

import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { optionsCollection } from '../../../shared/fields/option-fields';
import { recipientField } from '../../../shared/fields/recipient-field';
import { defined } from '../../../shared/item-parameters';
import type { ItemParameters } from '../../../shared/item-parameters';
import { readRecipient } from '../../../shared/send-message';
import type { VerifyOperation } from '../../open-verifications';
import { unqueuedField } from '../../../shared/fields/when-limited-field';
import { patienceOptions, readPatience } from '../../patience';
import { readBrowserSecret } from '../browser-secret';
import { isManaged, keptHere, keptThere, managedByField, notManaged } from '../../managed-by';
import { sendOnlyOptions } from './code-options';
import { enginesByCode } from '../../../shared/offered-engines';
import { ownWordsCodeOptions, templateCodeOptions, templateField } from './managed-options';
import { readManagedCode } from './read-managed';
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
		managedByField('code'),
		...keptHere('code', () => [purposeField(), optionsOf(sendOnlyOptions())]),
		...keptThere(enginesByCode('template'), [
			templateField(),
			purposeField(),
			optionsOf(templateCodeOptions()),
		]),
		// It has one code per number, whatever it is for.
		...keptThere(enginesByCode('ownWords'), [optionsOf(ownWordsCodeOptions())]),
	],

	async execute(context) {
		const { parameters, verifications } = context;
		if (isManaged(parameters)) {
			const { codes } = verifications.managed ?? {};
			if (codes === undefined) throw notManaged(parameters);
			return [{ json: { ...(await codes.sendManaged(readManagedCode(context))) } }];
		}
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

function optionsOf(more: readonly INodeProperties[]): INodeProperties {
	return optionsCollection(
		['defaultCountry', 'idempotencyKey', ...patienceOptions],
		[unqueuedField(), ...more],
	);
}

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

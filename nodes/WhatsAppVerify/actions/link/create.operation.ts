import { optionsCollection } from '../../../shared/fields/option-fields';
import { defined } from '../../../shared/item-parameters';
import { renderQr } from '../../../shared/qr-picture';
import type { VerifyContext, VerifyOperation } from '../../open-verifications';
import { readBrowserSecret } from '../browser-secret';
import { purposeField } from '../code/which-verification';
import { linkOptions } from './link-options';

export const create: VerifyOperation = {
	operation: {
		value: 'create',
		name: 'Create',
		action: 'Create a link',
		description: 'Make a link and a QR code that let a person send us a code from the number to prove',
	},

	fields: () => [
		{
			displayName: 'Authorized Numbers',
			name: 'authorizedNumbers',
			type: 'string',
			default: '',
			placeholder: 'e.g. +55 11 98765-4321',
			description:
				'Who may prove it, as comma-separated phone numbers with country code. Empty takes whoever sends the code, and tells who it was.',
		},
		purposeField(),
		optionsCollection(['defaultCountry', 'idempotencyKey'], linkOptions()),
	],

	execute: createLink,
};

async function createLink({ host, parameters, verifications, idempotencyKey, signal }: VerifyContext) {
	const options = parameters.collection('options');
	const text = (name: string) => parameters.asText(options[name], name);
	const created = await verifications.links.create(
		defined({
			defaultCountry: text('defaultCountry')?.trim().toUpperCase(),
			requestKey: text('idempotencyKey') ?? idempotencyKey,
			signal,
			fields: defined({
				purpose: parameters.optionalText('purpose'),
				authorizedNumbers: parameters.asList(parameters.raw('authorizedNumbers'), 'authorizedNumbers'),
				expiryMinutes: parameters.asNumber(options.expiryMinutes, 'expiryMinutes'),
				browserSecret: readBrowserSecret(parameters, options),
				callerKey: text('callerKey'),
				callbackUrl: text('callbackUrl'),
				callbackAllowPrivate: options.callbackAllowPrivate === true ? true : undefined,
				addCallbackSecret: options.addCallbackSecret === false ? false : undefined,
				channel: text('channel'),
				qr: options.qr === true ? true : undefined,
				expirationMessage: text('expirationMessage'),
				failureMessage: text('failureMessage'),
				linkMessage: text('linkMessage'),
				responseMessage: text('responseMessage'),
			}),
		}),
	);
	if (options.qr !== true) return [{ json: { ...created } }];
	const picture = await renderQr(created.link);
	const qr = `data:image/png;base64,${picture.toString('base64')}`;
	const binary = { qr: await host.helpers.prepareBinaryData(picture, 'whatsapp-link.png', 'image/png') };
	return [{ json: { ...created, qr }, binary }];
}

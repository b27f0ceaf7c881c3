import type { INodeProperties } from 'n8n-workflow';
import { optionsCollection } from '../../../shared/fields/option-fields';
import { defined } from '../../../shared/item-parameters';
import { renderQr } from '../../../shared/qr-picture';
import type { VerifyContext, VerifyOperation } from '../../open-verifications';
import { browserSecretOption, callerKeyOption, readBrowserSecret } from '../browser-secret';
import { purposeField } from '../code/which-verification';

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

function linkOptions(): INodeProperties[] {
	const message = (displayName: string, name: string, description: string): INodeProperties => ({
		displayName,
		name,
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		description: `${description}, up to 1000 characters`,
	});
	return [
		browserSecretOption(),
		...callbackOptions(),
		callerKeyOption(),
		message(
			'Expiration Message',
			'expirationMessage',
			'What somebody gets who sends the code too late. Empty means nothing',
		),
		{
			displayName: 'Expires After (Minutes)',
			name: 'expiryMinutes',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 1_440 },
			default: 10,
			description:
				'How long the link works, 1 to 1440. As long as one does, the number stays connected to hear of it.',
		},
		message(
			'Failure Message',
			'failureMessage',
			'What somebody gets who is not authorized, or whose number WhatsApp hides. Empty means nothing',
		),
		message(
			'Link Message',
			'linkMessage',
			'What stands above the code in the message the person finds ready to send. Empty takes our text',
		),
		{
			displayName: 'QR Code',
			name: 'qr',
			type: 'boolean',
			default: false,
			description:
				"Whether to add the link as a QR code: as a picture in the binary field 'qr' and as a data URL in 'qr', for web pages",
		},
		message(
			'Response Message',
			'responseMessage',
			'What the person gets when the number is proven. Empty means nothing',
		),
	];
}

function callbackOptions(): INodeProperties[] {
	return [
		{
			displayName: 'Callback Private Addresses',
			name: 'callbackAllowPrivate',
			type: 'boolean',
			default: false,
			description:
				'Whether the callback may go to an address of this machine or the local network. Leave it off where others may choose the address.',
		},
		{
			displayName: 'Callback URL',
			name: 'callbackUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://example.com/verified',
			description:
				"A server that has to agree before the number counts as proven: it gets a signed POST and answers 200 or 204. After three tries without that the verification has failed. Needs 'Callback Secret' in the credential.",
		},
	];
}

async function createLink({ host, parameters, verifications, idempotencyKey }: VerifyContext) {
	const options = parameters.collection('options');
	const text = (name: string) => parameters.asText(options[name], name);
	const created = await verifications.links.create(
		defined({
			defaultCountry: text('defaultCountry')?.trim().toUpperCase(),
			requestKey: text('idempotencyKey') ?? idempotencyKey,
			fields: defined({
				purpose: parameters.optionalText('purpose'),
				authorizedNumbers: parameters.asList(parameters.raw('authorizedNumbers'), 'authorizedNumbers'),
				expiryMinutes: parameters.asNumber(options.expiryMinutes, 'expiryMinutes'),
				browserSecret: readBrowserSecret(parameters, options),
				callerKey: text('callerKey'),
				callbackUrl: text('callbackUrl'),
				callbackAllowPrivate: options.callbackAllowPrivate === true ? true : undefined,
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

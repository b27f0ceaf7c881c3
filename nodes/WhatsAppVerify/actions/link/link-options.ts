import type { INodeProperties } from 'n8n-workflow';
import { enginesOfLinksAlone } from '../../../shared/offered-engines';
import { browserSecretOption, callerKeyOption } from '../browser-secret';

/** Options of 'Link: Create'; those of a link that this n8n keeps, and of one that the other side does. */
export function linkOptions(): INodeProperties[] {
	const here = [...callbackHere(), ...messages(ofOurs), expiry(ofOurs)].map((option) => ({
		...option,
		displayOptions: { hide: { '/engine': enginesOfLinksAlone() } },
	}));
	const there = [...callbackThere(), ...messages(ofTheirs), expiry(ofTheirs), channel()].map((option) => ({
		...option,
		displayOptions: { show: { '/engine': enginesOfLinksAlone() } },
	}));
	return [browserSecretOption(), callerKeyOption(), qrCode(), ...here, ...there];
}

interface Wording {
	readonly expirationMessage: string;
	readonly failureMessage: string;
	readonly linkMessage: string;
	readonly responseMessage: string;
	readonly expiry: { readonly default: number; readonly maxValue: number; readonly description: string };
}

const ofOurs: Wording = {
	expirationMessage: 'What somebody gets who sends the code too late. Empty means nothing',
	failureMessage:
		'What somebody gets who is not authorized, or whose number WhatsApp hides. Empty means nothing',
	linkMessage:
		'What stands above the code in the message the person finds ready to send. Empty takes our text',
	responseMessage: 'What the person gets when the number is proven. Empty means nothing',
	expiry: {
		default: 10,
		maxValue: 1_440,
		description:
			'How long the link works, 1 to 1440. As long as one does, the number stays connected to hear of it.',
	},
};

const ofTheirs: Wording = {
	expirationMessage:
		'What WhatsAuth answers to somebody who sends the code too late. Empty is as the application says',
	failureMessage: 'What WhatsAuth answers when the callback fails. Empty is as the application says',
	linkMessage:
		'What stands above the code in the message the person finds ready to send. Empty is as the application says',
	responseMessage: 'What WhatsAuth answers when the number is proven. Empty is as the application says',
	expiry: {
		default: 10,
		maxValue: 10_080,
		description:
			'How long the code works, 1 to 10080. Without this option WhatsAuth decides, and here the link counts as expired after a day.',
	},
};

function messages(wording: Wording): INodeProperties[] {
	const message = (displayName: string, name: Exclude<keyof Wording, 'expiry'>): INodeProperties => ({
		displayName,
		name,
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		description: `${wording[name]}, up to 1000 characters`,
	});
	return [
		message('Expiration Message', 'expirationMessage'),
		message('Failure Message', 'failureMessage'),
		message('Link Message', 'linkMessage'),
		message('Response Message', 'responseMessage'),
	];
}

function expiry({ expiry: { default: fallback, maxValue, description } }: Wording): INodeProperties {
	return {
		displayName: 'Expires After (Minutes)',
		name: 'expiryMinutes',
		type: 'number',
		typeOptions: { minValue: 1, maxValue },
		default: fallback,
		description,
	};
}

function qrCode(): INodeProperties {
	return {
		displayName: 'QR Code',
		name: 'qr',
		type: 'boolean',
		default: false,
		description:
			"Whether to add the link as a QR code: as a picture in the binary field 'qr' and as a data URL in 'qr', for web pages. It is drawn on this machine.",
	};
}

function channel(): INodeProperties {
	return {
		displayName: 'Channel',
		name: 'channel',
		type: 'string',
		default: '',
		placeholder: 'e.g. sms',
		description: "How the person sends the code. Empty means WhatsApp, 'sms' a text message.",
	};
}

function callbackHere(): INodeProperties[] {
	return [
		{
			displayName: 'Callback Private Addresses',
			name: 'callbackAllowPrivate',
			type: 'boolean',
			default: false,
			description:
				'Whether the callback may go to an address of this machine or the local network. Leave it off where others may choose the address.',
		},
		callbackUrl(
			'e.g. https://example.com/verified',
			"A server that has to agree before the number counts as proven: it gets a signed POST and answers 200 or 204. After three tries without that the verification has failed. Needs 'Callback Secret' in the credential.",
		),
	];
}

function callbackThere(): INodeProperties[] {
	return [
		{
			displayName: 'Add Callback Secret',
			name: 'addCallbackSecret',
			type: 'boolean',
			default: true,
			description:
				"Whether 'Callback Secret' of the credential goes with the callback URL as '?secret=…'. The node WhatsAuth Trigger takes no callback without it. The address of a waiting execution has its own proof and stays as it is.",
		},
		callbackUrl(
			'e.g. https://n8n.example.com/webhook/…/webhook',
			"Where WhatsAuth tells what became of it, by https: the production URL of the node WhatsAuth Trigger, or {{ $execution.resumeUrl }} for a node Wait behind this one ('On Webhook Call', POST). Then that execution alone hears of it, and Get Status does not. Empty is as the application says.",
		),
	];
}

function callbackUrl(placeholder: string, description: string): INodeProperties {
	return {
		displayName: 'Callback URL',
		name: 'callbackUrl',
		type: 'string',
		default: '',
		placeholder,
		description,
	};
}

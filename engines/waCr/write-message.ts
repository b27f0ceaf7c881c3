import { KitError } from '../../messages/kit-error';
import type {
	ButtonsMessage,
	ListMessage,
	ManagedCodeMessage,
	OutgoingMessage,
} from '../../messages/outgoing';
import { replyButtons } from '../../messages/reply-buttons';
import type { SendRequest } from '../engine';
import { digitsOf } from '../gateway/chat-address';
import { mediaForm } from './media-form';
import { phoneFor } from './phone';
import { templateBody } from './template-body';

export interface WaCrSend {
	readonly path: string;
	readonly body: Readonly<Record<string, unknown>> | FormData;
}

/**
 * The request for one message.
 *
 * @throws KitError `notSupported` for a kind WA.cr does not have, `invalidInput` for what it would refuse
 */
export function waCrSend({
	chat,
	composed,
	extras,
}: Pick<SendRequest, 'chat' | 'composed' | 'extras'>): WaCrSend {
	if (extras.quoted) {
		throw new KitError({
			code: 'notSupported',
			what: 'WA.cr cannot answer to a message: its API has no field for the one that is answered.',
			next: 'Nothing was sent. Leave the option out.',
		});
	}
	return requestOf(digitsOf(chat, 'WA.cr'), composed.message);
}

function requestOf(digits: string, message: OutgoingMessage): WaCrSend {
	switch (message.kind) {
		case 'managedCode':
			return codeSend(digits, message);
		case 'text':
			return { path: '/messages/text', body: { phone: phoneFor(digits, 20), message: message.text } };
		case 'buttons':
			return {
				path: '/messages/interactive',
				body: { ...frameOf(digits, message), ...buttonFields(message) },
			};
		case 'list':
			return { path: '/messages/interactive', body: { ...frameOf(digits, message), ...listFields(message) } };
		case 'image':
		case 'video':
		case 'audio':
		case 'document':
			return { path: '/messages/media', body: mediaForm(phoneFor(digits, 15), message.kind, message) };
		case 'template':
			return { path: '/messages/template', body: templateBody(phoneFor(digits, 20), message) };
		default:
			throw new KitError({
				code: 'notSupported',
				what: `WA.cr cannot send ${message.kind} messages.`,
				next: 'Nothing was sent. Choose another kind of message.',
			});
	}
}

/** The first code is ours to choose; every further one is made there, and the one before stops working. */
function codeSend(digits: string, message: ManagedCodeMessage): WaCrSend {
	const { code, template, language, expiryMinutes, purpose, parameters = [] } = message;
	const fields = {
		phone: phoneFor(digits, 20),
		template_name: template,
		...(language !== undefined && { language }),
		...(expiryMinutes !== undefined && { expiry_minutes: expiryMinutes }),
		...(purpose !== undefined && { purpose }),
	};
	if (code === undefined) return { path: '/auth/resend', body: fields };
	const more = parameters.length > 0 ? { additional_params: parameters } : {};
	return { path: '/auth/send-otp', body: { ...fields, code, ...more } };
}

function frameOf(
	digits: string,
	{ header, body, footer }: ButtonsMessage | ListMessage,
): Readonly<Record<string, unknown>> {
	return {
		phone: phoneFor(digits, 20),
		body_text: body,
		...(header !== undefined && { header_text: header }),
		...(footer !== undefined && { footer_text: footer }),
	};
}

function buttonFields({ buttons }: ButtonsMessage): Readonly<Record<string, unknown>> {
	return { type: 'button', buttons: replyButtons(buttons).map(({ id, title }) => ({ id, title })) };
}

function listFields({ buttonText, sections }: ListMessage): Readonly<Record<string, unknown>> {
	return {
		type: 'list',
		list_button_text: buttonText,
		sections: sections.map(({ title, rows }) => ({
			// Every section needs a heading here. Only a single one may lack it, so the words of the button say what it is.
			title: title ?? buttonText,
			rows: rows.map(({ id, title: row, description }) => ({
				id,
				title: row,
				...(description !== undefined && { description }),
			})),
		})),
	};
}

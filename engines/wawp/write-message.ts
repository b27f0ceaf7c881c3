import { KitError } from '../../messages/kit-error';
import type {
	ContactCard,
	ListMessage,
	LocationMessage,
	MediaMessage,
	OutgoingMessage,
} from '../../messages/outgoing';
import type { ResolvedChat, SendRequest } from '../engine';
import { verificationSend } from './write-verification';

export interface WawpSend {
	readonly path: string;
	readonly body: Readonly<Record<string, unknown>>;
}

/** The request for one message. @throws KitError `notSupported` for a kind Wawp has no documented address for */
export function wawpSend({ chat, composed, extras }: SendRequest): WawpSend {
	const verification = verificationSend(chat, composed.message);
	if (verification) return verification;
	const { path, fields } = requestOf(composed.message);
	const quoted = extras.quoted?.messageId;
	return {
		path,
		body: { chatId: wawpChatId(chat), ...fields, ...(quoted !== undefined && { reply_to: quoted }) },
	};
}

/** Wawp writes people as `…@c.us`. */
export function wawpChatId({ chatId }: Pick<ResolvedChat, 'chatId'>): string {
	return chatId.replace(/@s\.whatsapp\.net$/u, '@c.us');
}

function requestOf(message: OutgoingMessage): {
	readonly path: string;
	readonly fields: Readonly<Record<string, unknown>>;
} {
	switch (message.kind) {
		case 'text':
			return { path: '/send/text', fields: { message: message.text } };
		case 'image':
			return { path: '/send/image', fields: mediaFields(message) };
		case 'video':
			return { path: '/send/video', fields: { ...mediaFields(message), convert: true, asNote: false } };
		case 'voice':
			return { path: '/send/voice', fields: { ...mediaFields(message), convert: true } };
		case 'document':
			return { path: '/send/pdf', fields: { caption: '', ...mediaFields(message) } };
		case 'location':
			return { path: '/send/location', fields: placeFields(message) };
		case 'contact':
			return { path: '/send/contact', fields: { contacts: message.contacts.map(cardOf) } };
		case 'list':
			return { path: '/send/list', fields: { message: listFields(message) } };
		case 'poll':
			return {
				path: '/send/poll',
				fields: {
					poll: {
						name: message.question,
						options: message.options,
						multipleAnswers: message.selectableCount !== 1,
					},
				},
			};
		default:
			throw new KitError({
				code: 'notSupported',
				what: `Wawp cannot send ${message.kind} messages through this package.`,
				next: 'Nothing was sent. Choose another kind of message.',
			});
	}
}

function mediaFields({ media, caption }: MediaMessage): Readonly<Record<string, unknown>> {
	return {
		file: {
			data: Buffer.from(media.data).toString('base64'),
			mimetype: media.mimeType,
			filename: media.fileName ?? 'file',
		},
		...(caption !== undefined && { caption }),
	};
}

/** Wawp takes the degrees as text. */
function placeFields({
	latitude,
	longitude,
	name,
	address,
}: LocationMessage): Readonly<Record<string, string>> {
	return {
		latitude: String(latitude),
		longitude: String(longitude),
		title: name ?? '',
		message: address ?? '',
	};
}

function cardOf({ name, phone, organization, email }: ContactCard): Readonly<Record<string, string>> {
	if (email !== undefined) {
		throw new KitError({
			code: 'notSupported',
			what: 'Wawp cannot show the e-mail address of a contact.',
			next: 'Nothing was sent. Leave it out, or send it as text.',
		});
	}
	return {
		fullName: name,
		...(organization !== undefined && { organization }),
		phoneNumber: phone,
		whatsappId: phone.slice(1),
	};
}

/** Wawp's list has a title where ours may have none: the body is one then. */
function listFields({
	header,
	body,
	footer,
	buttonText,
	sections,
}: ListMessage): Readonly<Record<string, unknown>> {
	return {
		title: header ?? body,
		description: header === undefined ? '' : body,
		...(footer !== undefined && { footer }),
		button: buttonText,
		sections: sections.map(({ title, rows }) => ({
			title: title ?? '',
			rows: rows.map(({ id, title: row, description }) => ({
				title: row,
				rowId: id,
				...(description !== undefined && { description }),
			})),
		})),
	};
}

import { lookup } from 'mime-types';
import { KitError } from '../../messages/kit-error';
import type {
	ButtonsMessage,
	CompoundMessage,
	ContactMessage,
	LinkedImage,
	ListMessage,
	LocationMessage,
	MediaMessage,
	MessageButton,
} from '../../messages/outgoing';
import type { ResolvedChat, SendRequest } from '../engine';
import { digitsOf } from '../gateway/chat-address';

export interface WaaBotSend {
	readonly path: string;
	readonly body: Readonly<Record<string, unknown>> | FormData;
}

/** The request for one message. @throws KitError `notSupported` for what WaaBot has no documented field for */
export function waaBotSend({ chat, composed, extras }: SendRequest): WaaBotSend {
	if (extras.quoted) throw cannot('answer to a message');
	const chatId = waaBotChatId(chat);
	const { message } = composed;
	switch (message.kind) {
		case 'text':
			return { path: '/whatsapp/message', body: { chatId, message: message.text } };
		case 'compound':
			return { path: '/whatsapp/message', body: { chatId, ...compound(message) } };
		case 'location':
			return { path: '/whatsapp/message', body: { chatId, ...place(message) } };
		case 'contact':
			return { path: '/whatsapp/message/contact', body: { chatId, vcard: card(message) } };
		case 'list':
			return { path: '/whatsapp/message/list', body: { chatId, msgdata: listData(message) } };
		case 'buttons':
			return {
				path: message.image ? '/whatsapp/message/MediaButton' : '/whatsapp/message/button',
				body: { chatId, btndata: buttonData(message) },
			};
		case 'image':
		case 'video':
		case 'audio':
			return { path: `/whatsapp/message/${message.kind}`, body: form(chatId, message) };
		case 'voice':
			// There is one address for sound; whether it is shown as spoken is WaaBot's own choice.
			return { path: '/whatsapp/message/audio', body: form(chatId, message) };
		case 'document':
			return { path: '/whatsapp/message/doc', body: documentForm(chatId, message) };
		default:
			throw cannot(`send ${message.kind} messages`);
	}
}

/** People by their digits; groups as WhatsApp writes them. */
function waaBotChatId(chat: ResolvedChat): string {
	return chat.chatId.endsWith('@g.us') ? chat.chatId : digitsOf(chat, 'WaaBot');
}

/** Files and contacts lie at WaaBot and go by their ids. */
function compound({
	text,
	attachments,
	contactId,
	location,
}: CompoundMessage): Readonly<Record<string, unknown>> {
	return {
		message: text,
		...(attachments !== undefined && { attachments }),
		...(contactId !== undefined && { contactId }),
		...(location !== undefined && { location: place(location).location }),
	};
}

/** The place has a name and no address; that goes with it as text. */
function place({
	latitude,
	longitude,
	name,
	address,
}: Omit<LocationMessage, 'kind'>): Readonly<Record<string, unknown>> {
	return {
		message: address ?? '',
		location: { name: name ?? '', lat: String(latitude), lng: String(longitude) },
	};
}

function card({ contacts }: ContactMessage): Readonly<Record<string, string>> {
	const [contact, ...others] = contacts;
	if (!contact || others.length > 0) throw cannot('send several contacts in one message');
	if (contact.email !== undefined) throw cannot('show the e-mail address of a contact');
	return {
		fullName: contact.name,
		displayName: contact.name,
		// Left out, the card shows "undefined" in its place.
		organization: contact.organization ?? '',
		phoneNumber: contact.phone.slice(1),
	};
}

function listData({
	header,
	body,
	footer,
	buttonText,
	sections,
}: ListMessage): Readonly<Record<string, unknown>> {
	return {
		buttonText,
		text: body,
		title: header ?? '',
		// The documents show the line below the text under this name.
		description: footer ?? '',
		sections: sections.map(({ title, rows }) => ({
			title: title ?? '',
			rows: rows.map((row) => ({ title: row.title, description: row.description ?? '', rowId: row.id })),
		})),
		listType: 0,
	};
}

/** A reply button has a title and nothing else: its answer comes back by title. There is no field for a header. */
function buttonData({
	header,
	body,
	footer,
	buttons,
	image,
}: ButtonsMessage): Readonly<Record<string, unknown>> {
	return {
		text: [header, body].filter(Boolean).join('\n'),
		buttons: buttons.map(buttonOf),
		footerText: footer ?? '',
		...(image && { image: image.url, mediaType: 'image', mimeType: typeOf(image) }),
	};
}

function buttonOf(button: MessageButton): Readonly<Record<string, string>> {
	const { title } = button;
	switch (button.type) {
		case 'url':
			return { type: 'urlButton', title, payload: button.url };
		case 'call':
			return { type: 'callButton', title, payload: button.phone.slice(1) };
		default:
			return { type: 'replyButton', title };
	}
}

/** WaaBot wants to be told. Most pictures in the web are of this type when their address does not say. */
function typeOf({ url, mimeType }: LinkedImage): string {
	const named = lookup(new URL(url).pathname);
	return mimeType ?? (named !== false && named.startsWith('image/') ? named : 'image/jpeg');
}

function form(chatId: string, message: MediaMessage): FormData {
	if (message.viewOnce === true) throw cannot('send files that open once');
	const { media, caption } = message;
	const made = new FormData();
	const bytes = new Blob([new Uint8Array(media.data)], { type: media.mimeType });
	made.set('file', bytes, media.fileName ?? 'file');
	made.set('chatId', chatId);
	if (caption !== undefined) made.set('caption', caption);
	return made;
}

function documentForm(chatId: string, message: MediaMessage): FormData {
	if (message.caption !== undefined) throw cannot('write a caption under a document');
	const made = form(chatId, message);
	made.set('filename', message.media.fileName ?? 'file');
	return made;
}

function cannot(what: string): KitError {
	return new KitError({
		code: 'notSupported',
		what: `WaaBot cannot ${what}.`,
		next: 'Nothing was sent. Leave it out, or send it in another form.',
	});
}

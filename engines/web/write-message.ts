import type { AnyMessageContent, BinaryNode, WAMessage, proto } from '@whiskeysockets/baileys';
import { KitError } from '../../messages/kit-error';
import type {
	ComposedMessage,
	ContactMessage,
	EditMessage,
	OutgoingMessage,
	SendExtras,
} from '../../messages/outgoing';
import { jidOfAddress } from './jid';
import type { Baileys } from './load-baileys';
import { mediaContent } from './write/media-content';
import { keyOf } from './write/message-key';
import { interactiveMessage, interactiveNodes } from './write/native-interactive';
import { quotedMessage } from './write/quoted';
import { writeVcard } from './vcard';

export interface WriteTarget {
	readonly chatId: string;
	/** Lists and buttons as such, although not every phone shows them. Without it they are refused. */
	readonly experimental: boolean;
	/** Wire form of the quoted message (`SentRow.body`), when it is stored; its text serves otherwise. */
	readonly quotedBody?: Uint8Array;
	/** Epoch ms. Default: the machine's clock. Only native lists and buttons carry it. */
	readonly now?: number;
}

export interface WireOptions {
	readonly quoted?: WAMessage;
}

/** What to hand to the client library. */
export type WireMessage =
	/** For `generateWAMessage`, which uploads media on the way. */
	| { readonly via: 'content'; readonly content: AnyMessageContent; readonly options: WireOptions }
	/** For `generateWAMessageFromContent` and `relayMessage` with these nodes beside it. */
	| {
			readonly via: 'relay';
			readonly message: proto.IMessage;
			readonly nodes: readonly BinaryNode[];
			readonly options: WireOptions;
	  };

/**
 * Writes a checked message in the client library's words. Pure but for random secrets; touches no network.
 *
 * @throws KitError `invalidInput` for a key that cannot name a message, `notSupported` for lists and buttons
 * that nobody composed into something every phone shows.
 */
export function toWire(
	composed: ComposedMessage,
	extras: SendExtras,
	baileys: Baileys,
	target: WriteTarget,
): WireMessage {
	const { message } = composed;
	const options = quoteOptions(message, extras, baileys, target);
	if (message.kind === 'list' || message.kind === 'buttons') {
		if (!target.experimental) throw notShownEverywhere(message.kind);
		const nodes = interactiveNodes(target.now ?? Date.now());
		return { via: 'relay', message: interactiveMessage(message), nodes, options };
	}
	if (message.kind === 'managedCode' || message.kind === 'managedApproval') throw keptByNobody();
	if (message.kind === 'template') throw noTemplates();
	if (message.kind === 'compound') throw oneThingAtATime();
	return { via: 'content', content: withMentions(contentOf(message, target.chatId), extras), options };
}

type PlainMessage = Exclude<
	OutgoingMessage,
	{ kind: 'list' | 'buttons' | 'compound' | 'template' | 'managedCode' | 'managedApproval' }
>;

function contentOf(message: PlainMessage, chatId: string): AnyMessageContent {
	switch (message.kind) {
		case 'text':
			// A preview would make this machine fetch whatever address the text names.
			return { text: message.text, linkPreview: null };
		case 'location':
			return {
				location: {
					degreesLatitude: message.latitude,
					degreesLongitude: message.longitude,
					name: message.name,
					address: message.address,
				},
			};
		case 'contact':
			return contactContent(message);
		case 'poll':
			return {
				poll: {
					name: message.question,
					values: [...message.options],
					selectableCount: message.selectableCount,
				},
			};
		case 'reaction':
			return { react: { text: message.emoji, key: keyOf(message.target, chatId) } };
		case 'edit':
			return editContent(message, chatId);
		case 'delete':
			return { delete: keyOf(message.target, chatId) };
		default:
			return mediaContent(message);
	}
}

function contactContent({ contacts }: ContactMessage): AnyMessageContent {
	const cards = contacts.map((contact) => ({ displayName: contact.name, vcard: writeVcard(contact) }));
	const [first] = cards;
	const displayName = first && cards.length === 1 ? first.displayName : `${cards.length} contacts`;
	return { contacts: { displayName, contacts: cards } };
}

function editContent(message: EditMessage, chatId: string): AnyMessageContent {
	if (!message.target.fromMe) {
		throw new KitError({
			code: 'invalidInput',
			what: 'Only your own messages can be edited.',
			why: `The message ${message.target.messageId} was written by somebody else.`,
			next: 'Use the message id that a send operation put out.',
		});
	}
	return { text: message.text, linkPreview: null, edit: keyOf(message.target, chatId) };
}

function withMentions(content: AnyMessageContent, extras: SendExtras): AnyMessageContent {
	const mentions = (extras.mentions ?? []).map(jidOfAddress);
	// The library reads mentions on every kind of content, its types allow them on some.
	return mentions.length === 0 ? content : ({ ...content, mentions } as AnyMessageContent);
}

/** Reactions, edits and deletes point at a message already; a quote on them would be lost or break them. */
const UNQUOTED: ReadonlySet<OutgoingMessage['kind']> = new Set(['reaction', 'edit', 'delete']);

function quoteOptions(
	message: OutgoingMessage,
	extras: SendExtras,
	baileys: Baileys,
	target: WriteTarget,
): WireOptions {
	if (!extras.quoted || UNQUOTED.has(message.kind)) return {};
	return { quoted: quotedMessage(extras.quoted, target.chatId, target.quotedBody, baileys) };
}

function noTemplates(): KitError {
	return new KitError({
		code: 'notSupported',
		what: 'An own number cannot send templates.',
		why: "They are approved for accounts on WhatsApp's Cloud API.",
		next: 'Nothing was sent. Send a text instead.',
	});
}

function notShownEverywhere(kind: 'list' | 'buttons'): KitError {
	const name = kind === 'list' ? 'A native list' : 'Native buttons';
	return new KitError({
		code: 'notSupported',
		what: `${name} cannot be sent from an own number in a form every phone shows.`,
		why: 'WhatsApp keeps that form for its paid interface; other senders are accepted and often not shown.',
		next: 'Set the option "Fallback" to poll or text, or switch on the experimental form.',
	});
}

function keptByNobody(): KitError {
	return new KitError({
		code: 'notSupported',
		what: 'An own number has no gateway that could keep a verification.',
		next: 'Nothing was sent. Let this n8n manage the verification.',
	});
}

function oneThingAtATime(): KitError {
	return new KitError({
		code: 'notSupported',
		what: 'A message from an own number holds one thing.',
		next: 'Nothing was sent. Send text, files, places and contacts one after the other.',
	});
}

/**
 * The engine-free message model, outgoing side. These are the plain types behind the zod schemas in
 * `schemas/`; a value of one of these types has passed its schema and all of WhatsApp's limits.
 */

/** Bytes or a place to read them from. `url` has already been fetched by us when an engine sees a message. */
export interface MediaBytes {
	/** The whole file, at most the cap of `media-limits.ts`. */
	readonly data: Uint8Array;
	/** As worked out from the bytes, else from the name; never taken on trust from the sender alone. */
	readonly mimeType: string;
	readonly fileName?: string;
}

export type MediaKind = 'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker';

export interface TextMessage {
	readonly kind: 'text';
	readonly text: string;
}

/** A text with more in the same message, where a gateway has such messages; nothing else says the same. */
export interface CompoundMessage {
	readonly kind: 'compound';
	readonly text: string;
	/** IDs of files that lie at the gateway. */
	readonly attachments?: readonly string[];
	/** ID of a contact that the gateway keeps. */
	readonly contactId?: string;
	readonly location?: Pick<LocationMessage, 'latitude' | 'longitude' | 'name'>;
}

export interface MediaMessage {
	readonly kind: MediaKind;
	readonly media: MediaBytes;
	/** Images, videos and documents only. */
	readonly caption?: string;
	/** Whole seconds, voice and audio. */
	readonly durationSeconds?: number;
	/** Opens once, then disappears (image, video, voice). */
	readonly viewOnce?: boolean;
	/** Video shown as a looping GIF. */
	readonly gifPlayback?: boolean;
}

export interface LocationMessage {
	readonly kind: 'location';
	readonly latitude: number;
	readonly longitude: number;
	readonly name?: string;
	readonly address?: string;
}

export interface ContactCard {
	readonly name: string;
	/** E.164 with plus. */
	readonly phone: string;
	readonly organization?: string;
	readonly email?: string;
}

export interface ContactMessage {
	readonly kind: 'contact';
	readonly contacts: readonly ContactCard[];
}

export interface ListRow {
	readonly id: string;
	readonly title: string;
	readonly description?: string;
}

export interface ListSection {
	readonly title?: string;
	readonly rows: readonly ListRow[];
}

export interface ListMessage {
	readonly kind: 'list';
	readonly body: string;
	readonly buttonText: string;
	readonly header?: string;
	readonly footer?: string;
	readonly sections: readonly ListSection[];
}

/** Picked, it answers. */
export interface ReplyButton {
	readonly type?: 'reply';
	readonly id: string;
	readonly title: string;
}

/** Opens a page; nothing comes back. */
export interface UrlButton {
	readonly type: 'url';
	readonly title: string;
	readonly url: string;
}

/** Calls a number; nothing comes back. */
export interface CallButton {
	readonly type: 'call';
	readonly title: string;
	/** E.164 with plus. */
	readonly phone: string;
}

export type MessageButton = ReplyButton | UrlButton | CallButton;

/** What buttons of a message may have beside replies. */
export type ButtonPart = UrlButton['type'] | CallButton['type'] | 'image';

/** A picture the other side fetches itself. */
export interface LinkedImage {
	/** HTTPS. */
	readonly url: string;
	readonly mimeType?: string;
}

export interface ButtonsMessage {
	readonly kind: 'buttons';
	readonly body: string;
	readonly header?: string;
	readonly footer?: string;
	/** Above the body. */
	readonly image?: LinkedImage;
	readonly buttons: readonly MessageButton[];
}

export interface PollMessage {
	readonly kind: 'poll';
	readonly question: string;
	readonly options: readonly string[];
	/** 1 = single choice; 0 = any number. */
	readonly selectableCount: number;
}

/** Points at a message that already exists in the chat. */
export interface MessageReference {
	readonly messageId: string;
	/** True when we wrote it. */
	readonly fromMe: boolean;
	/** Who wrote it, in groups: JID or LID. */
	readonly participant?: string;
}

export interface ReactionMessage {
	readonly kind: 'reaction';
	/** One emoji; the empty string takes the reaction back. */
	readonly emoji: string;
	readonly target: MessageReference;
}

export interface EditMessage {
	readonly kind: 'edit';
	readonly text: string;
	readonly target: MessageReference;
}

export interface DeleteMessage {
	readonly kind: 'delete';
	readonly target: MessageReference;
}

/**
 * A code of a verification that a gateway keeps: never a choice of a workflow, and sent only where a gateway has it
 * natively.
 */
export interface ManagedCodeMessage {
	readonly kind: 'managedCode';
	/** Left out where the gateway makes the code. */
	readonly code?: string;
	readonly language?: string;
	readonly footer?: string;
	/** Name of the gateway's template. */
	readonly template?: string;
	/** Whole minutes. */
	readonly expiryMinutes?: number;
	/** In whose name it is kept there, where the gateway tells purposes apart. */
	readonly purpose?: string;
	/** What else the template takes, in its order. */
	readonly parameters?: readonly string[];
}

/** A question of a verification that a gateway keeps; its answer is asked for under the id the gateway gives it. */
export interface ManagedApprovalMessage {
	readonly kind: 'managedApproval';
	readonly title: string;
	readonly approveText: string;
	readonly rejectText: string;
	readonly buttonText?: string;
	readonly description?: string;
	readonly footer?: string;
}

/** A file the other side fetches itself from a public address. */
export interface LinkedMedia {
	readonly kind: 'image' | 'video' | 'document';
	/** HTTPS. */
	readonly url: string;
	/** Shown for documents. */
	readonly fileName?: string;
}

export type TemplateHeader =
	| { readonly type: 'text'; readonly text: string }
	| { readonly type: 'link'; readonly link: LinkedMedia }
	/** An image, video or document. */
	| { readonly type: 'file'; readonly file: MediaMessage };

/** What is filled into a button that has a place for it: the end of its address, or a code to copy. */
export interface TemplateButton {
	/** Of the button in the template, from 0. */
	readonly index: number;
	readonly text: string;
}

/** A text that WhatsApp approved beforehand, with places to fill. The only kind that reaches people at any time. */
export interface TemplateMessage {
	readonly kind: 'template';
	readonly name: string;
	/** Of the approved text: `en`, `pt_BR`. */
	readonly language: string;
	/** For `{{1}}`, `{{2}}` and so on of the body. */
	readonly parameters: readonly string[];
	readonly header?: TemplateHeader;
	readonly buttons?: readonly TemplateButton[];
}

export type OutgoingMessage =
	| TextMessage
	| CompoundMessage
	| MediaMessage
	| LocationMessage
	| ContactMessage
	| ListMessage
	| ButtonsMessage
	| PollMessage
	| ReactionMessage
	| EditMessage
	| DeleteMessage
	| TemplateMessage
	| ManagedCodeMessage
	| ManagedApprovalMessage;

export type OutgoingKind = OutgoingMessage['kind'];

/** What may accompany any message. */
export interface SendExtras {
	/** Answer to this message (shown as a quote). */
	readonly quoted?: MessageReference & { readonly text?: string };
	/** JIDs, LIDs or E.164 numbers mentioned in the text with `@`. */
	readonly mentions?: readonly string[];
}

/** One row a person can pick, kept so that an answer in any form comes back as one choice. */
export interface ChoiceOption {
	readonly id: string;
	readonly title: string;
	readonly description?: string;
}

export type InteractiveVia = 'list' | 'buttons' | 'poll' | 'numberedText';

/** What people may do when the engine cannot show a list or buttons (node option `fallback`). */
export type Fallback = 'auto' | 'poll' | 'text' | 'error';

/** A message as it will really leave, and what has to be remembered to understand the answer. */
export interface ComposedMessage {
	readonly message: OutgoingMessage;
	/** The form it takes on the phone; equals the kind for everything that is not interactive. */
	readonly via: OutgoingKind | InteractiveVia;
	/** Present when the message offers choices: in the order shown, index 0 first. */
	readonly choices?: readonly ChoiceOption[];
}

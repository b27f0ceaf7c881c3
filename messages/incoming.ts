/**
 * The engine-free message model, incoming side: one shape for every engine. It is also the item a trigger
 * puts on the canvas, so every name here is something a workflow may read (fixed names).
 */
export type ChatType = 'private' | 'group' | 'broadcast' | 'channel';

export interface Chat {
	/** As the message came: reply to exactly this id. */
	readonly id: string;
	readonly type: ChatType;
	readonly name?: string;
}

export interface Sender {
	/** E.164 with plus; null when WhatsApp gave only a LID and the number is not known. */
	readonly phone: string | null;
	/** `…@lid`, null when unknown. */
	readonly lid: string | null;
	/** The name the sender gave itself (push name). Never proof of anything. */
	readonly name: string | null;
	readonly isMe: boolean;
}

export type ChoiceVia = 'list' | 'buttons' | 'template' | 'poll' | 'number' | 'text';

/** What a person picked from a list, buttons, poll or numbered text, whatever way it was shown. */
export interface Choice {
	readonly id: string;
	readonly title: string;
	/** 0-based position among the offered options; -1 when the offer is not known to us. */
	readonly index: number;
	readonly via: ChoiceVia;
	/** Polls with several selections: all of them, the first one is the choice itself. */
	readonly all?: readonly { readonly id: string; readonly title: string; readonly index: number }[];
	/** The message that offered the choice. */
	readonly messageId?: string;
}

export type IncomingKind =
	| 'text'
	| 'image'
	| 'video'
	| 'audio'
	| 'voice'
	| 'document'
	| 'sticker'
	| 'location'
	| 'contact'
	| 'poll'
	| 'choice'
	| 'reaction'
	| 'event'
	| 'call'
	| 'unknown';

export interface IncomingMedia {
	readonly mimeType: string;
	readonly fileName: string | null;
	/** Bytes, as declared by the sender; null when not declared. */
	readonly size: number | null;
	readonly caption: string | null;
	readonly seconds?: number;
	/** Opaque to everyone but the engine: what `downloadMedia` needs. JSON-safe. */
	readonly reference: string;
}

export interface Quoted {
	readonly messageId: string;
	readonly from: string | null;
	readonly text: string | null;
}

interface EventBase {
	/** Id of the message this event is about. */
	readonly messageId: string;
	/** Epoch ms, the sender's or server's clock. */
	readonly timestamp: number;
	readonly chat: Chat;
	readonly from: Sender;
	/** The engine's own object, only when asked for. Never holds keys. */
	readonly raw?: unknown;
}

/** `message` and `choice`: somebody wrote or picked something. */
export interface MessageEvent extends EventBase {
	readonly event: 'message' | 'choice';
	readonly type: IncomingKind;
	/** Text, caption, or the title of the choice; empty when there is none. */
	readonly text: string;
	readonly choice?: Choice;
	readonly quoted?: Quoted;
	readonly media?: IncomingMedia;
	readonly mentions?: readonly string[];
	readonly location?: {
		readonly latitude: number;
		readonly longitude: number;
		readonly name?: string;
		readonly address?: string;
	};
	readonly contacts?: readonly { readonly name: string; readonly phones: readonly string[] }[];
	/** A poll somebody created. */
	readonly poll?: { readonly question: string; readonly options: readonly string[] };
	/** Written while this n8n was away and delivered on reconnect. */
	readonly offline: boolean;
	/** It came outside the active hours of the trigger, which lets such messages through. */
	readonly outsideHours?: true;
	/** It is a word that ends or allows messages to this person, and did so. */
	readonly optOut?: 'blocked' | 'unblocked';
	/** All messages this one was merged of, oldest first. */
	readonly merged?: readonly MergedMessage[];
}

/** One of several messages that a trigger put out as one. */
export interface MergedMessage {
	readonly messageId: string;
	/** ISO 8601. */
	readonly timestamp: string;
	readonly type: IncomingKind;
	readonly text: string;
	readonly media?: IncomingMedia;
}

export interface MessageStatusEvent extends EventBase {
	readonly event: 'messageStatus';
	readonly status: 'sent' | 'delivered' | 'read' | 'played' | 'failed';
	/** With `failed`: what the server said, in words. */
	readonly error?: string;
}

export interface ReactionEvent extends EventBase {
	readonly event: 'reaction';
	/** Empty when the reaction was taken back. */
	readonly emoji: string;
	/** The message reacted to. */
	readonly targetId: string;
}

export interface EditedEvent extends EventBase {
	readonly event: 'edited';
	readonly text: string;
	readonly targetId: string;
}

export interface DeletedEvent extends EventBase {
	readonly event: 'deleted';
	readonly targetId: string;
}

export type IncomingEvent = MessageEvent | MessageStatusEvent | ReactionEvent | EditedEvent | DeletedEvent;

export type IncomingEventName = IncomingEvent['event'];

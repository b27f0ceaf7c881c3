import { fieldsOf } from './untrusted-fields';

/** The part of a message that says something, with the name of its type. */
export interface Content {
	readonly type: string;
	/** A string for `conversation`, else an object. */
	readonly value: unknown;
	readonly fields: Record<string, unknown>;
	/** It arrived inside `editedMessage`. */
	readonly edited: boolean;
	/** Beside the content: secrets, associations. */
	readonly contextInfo: Record<string, unknown> | undefined;
}

/** Types that only wrap another message. */
const WRAPPERS = [
	'deviceSentMessage',
	'ephemeralMessage',
	'viewOnceMessage',
	'viewOnceMessageV2',
	'viewOnceMessageV2Extension',
	'documentWithCaptionMessage',
	'editedMessage',
	'associatedChildMessage',
	'groupStatusMessage',
	'groupStatusMessageV2',
	'groupMentionedMessage',
	'lottieStickerMessage',
	'botInvokeMessage',
	'botForwardedMessage',
	'pollCreationMessageV4',
	'pollCreationOptionImageMessage',
	'eventCoverImage',
	'questionMessage',
	'questionReplyMessage',
] as const;

/** Travel beside content and are none themselves. */
const COMPANIONS: ReadonlySet<string> = new Set([
	'messageContextInfo',
	'senderKeyDistributionMessage',
	'fastRatchetKeySenderKeyDistributionMessage',
	'stickerSyncRmrMessage',
	// Around nothing.
	...WRAPPERS,
]);

const MAX_DEPTH = 8;

/** Undefined when nothing is said: key distributions, empty messages, wrappers around nothing. */
export function unwrap(message: unknown): Content | undefined {
	let current = fieldsOf(message);
	let edited = false;
	for (let depth = 0; current && depth < MAX_DEPTH; depth++) {
		const wrapper = WRAPPERS.find((name) => fieldsOf(fieldsOf(current?.[name])?.message));
		if (!wrapper) return contentOf(current, edited);
		edited ||= wrapper === 'editedMessage';
		current = fieldsOf(fieldsOf(current[wrapper])?.message);
	}
	return undefined;
}

function contentOf(message: Record<string, unknown>, edited: boolean): Content | undefined {
	for (const [type, value] of Object.entries(message)) {
		if (COMPANIONS.has(type)) continue;
		const said = type === 'conversation' ? typeof value === 'string' : fieldsOf(value) !== undefined;
		if (!said) continue;
		const fields = fieldsOf(value) ?? {};
		return { type, value, fields, edited, contextInfo: fieldsOf(fields.contextInfo) };
	}
	return undefined;
}

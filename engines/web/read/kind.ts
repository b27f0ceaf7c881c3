import type { IncomingKind } from '../../../messages/incoming';

const KINDS: Readonly<Record<string, IncomingKind>> = {
	conversation: 'text',
	extendedTextMessage: 'text',
	commentMessage: 'text',
	// Business forms: read aloud they are text; their buttons are for people on a phone.
	listMessage: 'text',
	buttonsMessage: 'text',
	templateMessage: 'text',
	interactiveMessage: 'text',
	highlyStructuredMessage: 'text',
	locationMessage: 'location',
	liveLocationMessage: 'location',
	contactMessage: 'contact',
	contactsArrayMessage: 'contact',
	pollCreationMessage: 'poll',
	pollCreationMessageV2: 'poll',
	pollCreationMessageV3: 'poll',
	pollCreationMessageV5: 'poll',
	eventMessage: 'event',
	call: 'call',
	callLogMesssage: 'call',
	bcallMessage: 'call',
	scheduledCallCreationMessage: 'call',
};

/**
 * Written by machines for machines, or unreadable without the secret of a message that is not ours. They are
 * no events: a workflow could do nothing with them.
 */
const SILENT: ReadonlySet<string> = new Set([
	'protocolMessage',
	'reactionMessage',
	'encReactionMessage',
	'encCommentMessage',
	'encEventResponseMessage',
	'secretEncryptedMessage',
	'pollUpdateMessage',
	'pollResultSnapshotMessage',
	'pollResultSnapshotMessageV3',
	'keepInChatMessage',
	'pinInChatMessage',
	'placeholderMessage',
	'messageHistoryBundle',
	'messageHistoryNotice',
	'scheduledCallEditMessage',
	'limitSharingMessage',
	'requestPhoneNumberMessage',
	'cancelPaymentRequestMessage',
	'declinePaymentRequestMessage',
	'statusNotificationMessage',
	'statusMentionMessage',
	'groupStatusMentionMessage',
	'botTaskMessage',
	'chat',
]);

/** Null for what is no event at all, `unknown` for what somebody wrote in a form not known here. */
export function kindOf(type: string): IncomingKind | null {
	if (SILENT.has(type)) return null;
	return KINDS[type] ?? 'unknown';
}

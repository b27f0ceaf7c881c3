import { createHash } from 'node:crypto';
import type { proto } from '@whiskeysockets/baileys';
import { bareJid } from './jid';
import type { Baileys } from './load-baileys';

/** What has to be kept of a sent poll so that votes can be read. */
export interface SentPoll {
	readonly messageId: string;
	/** 32 bytes, made when the poll was sent. Known to its recipients only. */
	readonly secret: Uint8Array;
	readonly options: readonly string[];
}

export type PollVote =
	/** In the order of the poll, never empty. */
	| { readonly kind: 'picked'; readonly options: readonly string[] }
	/** The person took the vote back. */
	| { readonly kind: 'withdrawn' }
	/** Not for this poll, damaged, or for options the poll does not have. */
	| { readonly kind: 'unreadable' };

/** Null when the bytes are no poll, or one without a secret. */
export function readSentPoll(messageId: string, body: Uint8Array, baileys: Baileys): SentPoll | null {
	let message: proto.IMessage | undefined;
	try {
		message = baileys.normalizeMessageContent(baileys.proto.Message.decode(body)) ?? undefined;
	} catch {
		return null;
	}
	const poll =
		message?.pollCreationMessage ??
		message?.pollCreationMessageV2 ??
		message?.pollCreationMessageV3 ??
		message?.pollCreationMessageV5;
	const secret = message?.messageContextInfo?.messageSecret ?? poll?.encKey;
	if (!poll || !secret?.length) return null;
	return { messageId, secret, options: (poll.options ?? []).map((option) => option.optionName ?? '') };
}

/**
 * Decrypts one vote. The key is bound to creator and voter as the voter's phone addressed them, by phone
 * number or by LID, which cannot be known beforehand: all pairs are tried. A wrong pair cannot succeed, the
 * cipher authenticates.
 */
export function readPollVote(
	vote: proto.Message.IPollEncValue | null | undefined,
	poll: SentPoll,
	addresses: { readonly creator: readonly (string | null)[]; readonly voter: readonly (string | null)[] },
	baileys: Baileys,
): PollVote {
	if (!vote?.encPayload || !vote.encIv) return { kind: 'unreadable' };
	for (const pollCreatorJid of bareOnly(addresses.creator)) {
		for (const voterJid of bareOnly(addresses.voter)) {
			const context = { pollCreatorJid, voterJid, pollMsgId: poll.messageId, pollEncKey: poll.secret };
			const hashes = tryDecrypt(vote, context, baileys);
			if (hashes) return votedFor(hashes, poll);
		}
	}
	return { kind: 'unreadable' };
}

function tryDecrypt(
	vote: proto.Message.IPollEncValue,
	context: Parameters<Baileys['decryptPollVote']>[1],
	baileys: Baileys,
): readonly Uint8Array[] | null {
	try {
		return baileys.decryptPollVote(vote, context).selectedOptions ?? [];
	} catch {
		return null;
	}
}

function votedFor(hashes: readonly Uint8Array[], poll: SentPoll): PollVote {
	if (hashes.length === 0) return { kind: 'withdrawn' };
	const picked = new Set(hashes.map((hash) => Buffer.from(hash).toString('hex')));
	const options = poll.options.filter((option) =>
		picked.has(createHash('sha256').update(option).digest('hex')),
	);
	return options.length > 0 ? { kind: 'picked', options } : { kind: 'unreadable' };
}

function bareOnly(addresses: readonly (string | null)[]): readonly string[] {
	return [...new Set(addresses.map(bareJid).filter(Boolean))];
}

import { createHash } from 'node:crypto';
import { aesEncryptGCM, hmacSign, proto } from '@whiskeysockets/baileys';

export interface VoteContext {
	/** `messageContextInfo.messageSecret` of the poll. */
	readonly secret: Uint8Array;
	readonly pollId: string;
	/** JIDs without device part; number or LID, both sides must use the same ones. */
	readonly creator: string;
	readonly voter: string;
}

/** A vote holds only hashes of the chosen options, sealed so that only those who have the poll can read it. */
export function encryptVote(
	options: readonly string[],
	context: VoteContext,
	iv: Uint8Array,
): proto.Message.IPollEncValue {
	const { secret, pollId, creator, voter } = context;
	const info = [pollId, creator, voter, 'Poll Vote'].map((part) => Buffer.from(part));
	const base = hmacSign(Buffer.from(secret), Buffer.alloc(32));
	const key = hmacSign(Buffer.concat([...info, Buffer.from([1])]), base);
	const selectedOptions = options.map((option) => createHash('sha256').update(option).digest());
	const vote = proto.Message.PollVoteMessage.encode({ selectedOptions }).finish();
	return { encIv: iv, encPayload: aesEncryptGCM(vote, key, iv, Buffer.from(`${pollId}\u0000${voter}`)) };
}

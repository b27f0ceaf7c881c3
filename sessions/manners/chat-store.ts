import type { Lease } from '../store';

/**
 * What is kept of single chats. A person has several names (chat id, number, LID) and not each event knows
 * all of them: everything is written under all names given, and found under any of them.
 */
export interface ChatStore {
	/**
	 * A person said a word that blocks or unblocks sending to them. False when a word of a later message was
	 * noted before: messages are read again after a crash, in any order.
	 */
	noteWord(lease: Lease, word: ChatWord): Promise<boolean>;
	/**
	 * The owner of the number decides by hand, whatever was said before. A word of a message that comes after it
	 * counts again.
	 */
	setBlock(
		lease: Lease,
		block: { readonly names: readonly string[]; readonly blocks: boolean; readonly at: number },
	): Promise<void>;
	/** Null when messages may be sent to all of these names. */
	readBlock(accountId: string, names: readonly string[]): Promise<ChatBlock | null>;
	/** Somebody answers by hand: nothing of this chat is for workflows until then (epoch ms). */
	pauseChat(
		lease: Lease,
		pause: { readonly names: readonly string[]; readonly until: number; readonly now: number },
	): Promise<void>;
	/** Epoch ms until which the chat is paused; null when it never was. */
	chatPause(accountId: string, names: readonly string[]): Promise<number | null>;
	/**
	 * True when this event may be answered: no other event of the chat was since `since`. Asked again for the
	 * same event (after a crash) it says the same again.
	 */
	claimReply(lease: Lease, claim: ReplyClaim): Promise<boolean>;
	/** These rows of a subscriber go out as one, now and after a crash. */
	bindBurst(lease: Lease, burst: BurstRows): Promise<void>;
	/** Bursts that were bound and not forgotten: row → name of its burst. */
	readBursts(accountId: string, subscriberId: string): Promise<ReadonlyMap<number, string>>;
	forgetBurst(lease: Lease, burst: BurstRows): Promise<void>;
}

export interface ChatWord {
	readonly names: readonly string[];
	readonly blocks: boolean;
	/** As the person wrote it. */
	readonly word: string;
	/** Inbox row of the message. */
	readonly seq: number;
	/** Epoch ms. */
	readonly at: number;
}

export interface ChatBlock {
	/** Epoch ms. */
	readonly at: number;
	/** What the person wrote; null when it was done by hand. */
	readonly word: string | null;
}

export interface ReplyClaim {
	readonly names: readonly string[];
	/** What is said at most once per period: `default`, `away`. */
	readonly kind: string;
	readonly eventId: string;
	/** Epoch ms. */
	readonly since: number;
	readonly now: number;
}

export interface BurstRows {
	readonly subscriberId: string;
	readonly burst: string;
	readonly seqs: readonly number[];
}

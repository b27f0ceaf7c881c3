import { z } from 'zod';
import type { Lease } from '../store';
import type { ChatStore } from './chat-store';

const names = z.array(z.string().max(200)).max(10);
const burst = z.object({
	subscriberId: z.string().max(1_000),
	burst: z.string().max(1_000),
	seqs: z.array(z.number().int()).max(1_000),
});

/** What manners write down of a chat. Only the owner of the number writes, so it may have to travel there. */
export const chatChange = z.discriminatedUnion('kind', [
	z.object({
		kind: z.literal('word'),
		names,
		blocks: z.boolean(),
		word: z.string().max(1_000),
		seq: z.number().int(),
		at: z.number(),
	}),
	z.object({ kind: z.literal('pause'), names, until: z.number(), now: z.number() }),
	z.object({
		kind: z.literal('reply'),
		names,
		reply: z.string().max(100),
		eventId: z.string().max(1_000),
		since: z.number(),
		now: z.number(),
	}),
	z.object({ kind: z.literal('bindBurst'), ...burst.shape }),
	z.object({ kind: z.literal('forgetBurst'), ...burst.shape }),
]);

export type ChatChange = z.output<typeof chatChange>;

/** Answers what the store says of a word or a reply; true for everything that is just done. */
export async function applyChatChange(chats: ChatStore, lease: Lease, change: ChatChange): Promise<boolean> {
	switch (change.kind) {
		case 'word':
			return await chats.noteWord(lease, change);
		case 'reply':
			return await chats.claimReply(lease, { ...change, kind: change.reply });
		case 'pause':
			await chats.pauseChat(lease, change);
			return true;
		case 'bindBurst':
			await chats.bindBurst(lease, change);
			return true;
		case 'forgetBurst':
			await chats.forgetBurst(lease, change);
			return true;
	}
}

import type { ResolvedChat } from '../../engines/engine';
import type { Clock } from '../../messages/ports';
import type { Lease } from '../store';
import { namesOfRecipient } from './chat-names';
import type { ChatStore } from './chat-store';

/** Whether somebody gets messages of a number, as every send to them finds it. */
export interface OptOut {
	readonly chatId: string;
	readonly phone: string | null;
	readonly optedOut: boolean;
	/** ISO 8601; null when they get messages. */
	readonly since: string | null;
	/** What they wrote; null when it was done by hand. */
	readonly word: string | null;
}

export interface OptOutPorts {
	readonly chats: Pick<ChatStore, 'readBlock' | 'setBlock'>;
	readonly clock: Pick<Clock, 'now'>;
}

export async function readOptOut(
	accountId: string,
	chat: ResolvedChat,
	{ chats }: Pick<OptOutPorts, 'chats'>,
): Promise<OptOut> {
	const block = await chats.readBlock(accountId, namesOfRecipient(chat));
	return {
		chatId: chat.chatId,
		phone: chat.phone,
		optedOut: block !== null,
		since: block && new Date(block.at).toISOString(),
		word: block && block.word,
	};
}

/** By hand, for every name the person is known by; what they write later counts again. */
export async function setOptOut(
	lease: Lease,
	chat: ResolvedChat,
	optedOut: boolean,
	ports: OptOutPorts,
): Promise<OptOut> {
	const block = { names: namesOfRecipient(chat), blocks: optedOut, at: ports.clock.now() };
	await ports.chats.setBlock(lease, block);
	return await readOptOut(lease.accountId, chat, ports);
}

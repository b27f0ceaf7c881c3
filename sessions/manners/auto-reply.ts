import type { EngineEventEnvelope } from '../../engines/engine';
import { fillTemplate } from '../../messages/fill-template';
import type { MessageEvent } from '../../messages/incoming';
import type { Clock, Logger, Random } from '../../messages/ports';
import type { SendMessageRequest, SendReceipt } from '../session';
import { namesOfChat } from './chat-names';
import type { ChatChange } from './chat-changes';
import type { ReplyManner } from './manners';

export interface AutoReplyPorts {
	readonly clock: Clock;
	readonly random: Random;
	readonly logger: Logger;
	/** Written down by whichever process of this n8n holds the connection. */
	change(change: ChatChange): Promise<boolean>;
	/** Through whichever process of this n8n holds the connection. */
	send(request: SendMessageRequest): Promise<SendReceipt>;
}

/** An answer that has not come off after this time is given up, ms: it would surprise by then. */
const PATIENCE_MS = 60_000;

export type Spoken = EngineEventEnvelope & { readonly event: MessageEvent };

/** Says the same kind of thing at most once per chat and period, also when many events or a crash ask for it. */
export async function replyOncePerPeriod(
	envelope: Spoken,
	kind: string,
	{ text, everyMs }: ReplyManner,
	ports: AutoReplyPorts,
): Promise<void> {
	await reportingFailure(kind, ports, async () => {
		const now = ports.clock.now();
		const names = namesOfChat(envelope.event);
		const claim = { names: [...names], reply: kind, eventId: envelope.id, since: now - everyMs, now };
		if (await ports.change({ kind: 'reply', ...claim })) await say(envelope, kind, text, ports);
	});
}

/** The answer to a word that blocks or unblocks: one per message, and past the block it confirms. */
export async function confirmWord(envelope: Spoken, text: string, ports: AutoReplyPorts): Promise<void> {
	await reportingFailure('optOut', ports, async () => await say(envelope, 'optOut', text, ports));
}

/** The key comes from the event: the same event read again after a crash finds its answer. */
async function say(envelope: Spoken, kind: string, text: string, ports: AutoReplyPorts): Promise<void> {
	const { chat, from } = envelope.event;
	const tags = { name: from.name ?? '', phone: from.phone ?? '' };
	await ports.send({
		recipient: chat.id,
		message: { kind: 'text', text: fillTemplate(text, { tags, spintax: true, random: ports.random }) },
		idempotencyKey: `manners:${kind}:${envelope.id}`,
		timeoutMs: PATIENCE_MS,
		...(kind === 'optOut' && { confirmsOptOut: true }),
	});
}

/** A workflow must not miss a message because the polite answer to it could not be sent. */
async function reportingFailure(
	kind: string,
	{ logger }: AutoReplyPorts,
	work: () => Promise<void>,
): Promise<void> {
	try {
		await work();
	} catch (error) {
		logger.warn('An automatic WhatsApp reply was not sent', {
			reply: kind,
			error: error instanceof Error ? error.message : String(error),
		});
	}
}

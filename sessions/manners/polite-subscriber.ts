import type { EngineEventEnvelope } from '../../engines/engine';
import type { MessageEvent } from '../../messages/incoming';
import { nextActive } from '../governor/active-hours';
import type { Subscriber } from '../session';
import type { SessionStore } from '../store';
import { confirmWord, replyOncePerPeriod, type AutoReplyPorts, type Spoken } from './auto-reply';
import { namesOfChat } from './chat-names';
import { Debouncer } from './debouncer';
import type { Manners } from './manners';
import { lateness } from './message-age';
import { saidWord } from './opt-out-words';

export interface PolitePorts extends AutoReplyPorts {
	readonly accountId: string;
	readonly store: Pick<SessionStore, 'chats' | 'findSend'>;
}

/**
 * A subscriber behind its manners: what it hears went past them, in this order: words that block, groups, age,
 * pauses, hours, the default message, merging. A row is done with when all of that is.
 */
export class PoliteSubscriber implements Subscriber {
	readonly id: string;
	readonly durable: boolean;
	readonly resume: boolean;
	readonly #inner: Subscriber;
	readonly #manners: Manners;
	readonly #ports: PolitePorts;
	readonly #replies: AutoReplyPorts;
	readonly #debouncer: Debouncer | undefined;

	constructor(inner: Subscriber, manners: Manners, ports: PolitePorts) {
		this.id = inner.id;
		this.durable = inner.durable;
		this.resume = inner.resume;
		this.#inner = inner;
		this.#manners = manners;
		this.#ports = ports;
		this.#replies = {
			clock: ports.clock,
			random: ports.random,
			logger: ports.logger,
			change: async (change) => await ports.change(change),
			send: async (request) => await ports.send(request),
		};
		this.#debouncer =
			manners.debounce &&
			new Debouncer(manners.debounce, {
				...this.#replies,
				chats: ports.store.chats,
				accountId: ports.accountId,
				subscriberId: inner.id,
				deliver: async (envelope) => await inner.deliver(envelope),
			});
	}

	onState(state: Parameters<NonNullable<Subscriber['onState']>>[0]): void {
		this.#inner.onState?.(state);
	}

	async deliver(envelope: EngineEventEnvelope): Promise<void> {
		if (!isSpoken(envelope)) return await this.#inner.deliver(envelope);
		if (envelope.event.from.isMe) {
			await this.#noteHuman(envelope);
			return await this.#inner.deliver(envelope);
		}
		if (await this.#isWord(envelope)) return;
		if (await this.#isLeftOut(envelope)) return;
		await this.#answerAndPassOn(envelope);
	}

	/** Ends what is being merged; its rows stay pending. */
	close(): void {
		this.#debouncer?.close();
	}

	/** Written on the phone, or anywhere but here: what this n8n sends is no row of the inbox, and is known as sent. */
	async #noteHuman({ event }: Spoken): Promise<void> {
		const { humanPauseMs } = this.#manners;
		const { store, clock, accountId, change } = this.#ports;
		if (humanPauseMs === undefined) return;
		const now = clock.now();
		const until = Math.min(now, event.timestamp) + humanPauseMs;
		if (until <= now || (await store.findSend(accountId, event.messageId)) !== null) return;
		await change({ kind: 'pause', names: [...namesOfChat(event)], until, now });
	}

	/** True when the message was a word that blocks or unblocks, and nothing else is to be done with it. */
	async #isWord(envelope: Spoken): Promise<boolean> {
		const { words } = this.#manners;
		const { event, inboxSeq } = envelope;
		if (!words || event.event !== 'message' || event.chat.type !== 'private' || inboxSeq === null)
			return false;
		const said = saidWord(event.text, words);
		if (!said) return false;
		const { change, clock } = this.#ports;
		const at = Math.min(clock.now(), event.timestamp);
		const names = [...namesOfChat(event)];
		const noted = await change({ kind: 'word', names, ...said, seq: inboxSeq, at });
		const reply = said.blocks ? words.stopReply : words.startReply;
		if (noted && reply) await confirmWord(envelope, reply, this.#replies);
		if (words.emit) {
			const optOut = said.blocks ? ('blocked' as const) : ('unblocked' as const);
			await this.#inner.deliver({ ...envelope, event: { ...event, optOut } });
		}
		return true;
	}

	async #isLeftOut(envelope: Spoken): Promise<boolean> {
		const { replyToGroups, maxAgeMs, humanPauseMs } = this.#manners;
		const { event } = envelope;
		const now = this.#ports.clock.now();
		if (replyToGroups === false && event.chat.type === 'group') return true;
		if (maxAgeMs !== undefined && lateness(envelope, now) > maxAgeMs) return true;
		if (humanPauseMs === undefined) return false;
		const until = await this.#ports.store.chats.chatPause(this.#ports.accountId, namesOfChat(event));
		return until !== null && until > now;
	}

	async #answerAndPassOn(envelope: Spoken): Promise<void> {
		const { hours, defaultMessage } = this.#manners;
		const now = this.#ports.clock.now();
		const outside = hours !== undefined && nextActive(hours.active, now) > now;
		const reply = outside ? hours.reply : defaultMessage;
		const kind = outside ? 'away' : 'default';
		const work: Promise<void>[] = [];
		if (reply && this.#mayAnswer(envelope)) {
			work.push(replyOncePerPeriod(envelope, kind, reply, this.#replies));
		}
		if (!outside) work.push(this.#passOn(envelope));
		else if (hours.emit) {
			work.push(this.#passOn({ ...envelope, event: { ...envelope.event, outsideHours: true } }));
		}
		await Promise.all(work);
	}

	#mayAnswer({ event }: Spoken): boolean {
		const { type } = event.chat;
		const people = type === 'private' || (type === 'group' && this.#manners.replyToGroups === true);
		return people && this.#manners.hears(event);
	}

	async #passOn(envelope: Spoken): Promise<void> {
		const debouncer = this.#debouncer;
		if (debouncer && envelope.event.event === 'message' && this.#manners.hears(envelope.event)) {
			return await debouncer.take(envelope);
		}
		debouncer?.flush(envelope);
		await this.#inner.deliver(envelope);
	}
}

/** Somebody wrote or picked something, and the inbox has it: echoes, receipts and reactions have no manners. */
function isSpoken(envelope: EngineEventEnvelope): envelope is Spoken {
	const { event, inboxSeq } = envelope;
	if (inboxSeq === null || (event.event !== 'message' && event.event !== 'choice')) return false;
	return (event as MessageEvent).chat.type === 'private' || event.chat.type === 'group';
}

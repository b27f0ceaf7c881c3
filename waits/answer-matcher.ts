import type { EngineEventEnvelope } from '../engines/engine';
import type { MessageEvent } from '../messages/incoming';
import type { Clock, Logger } from '../messages/ports';
import type { SendMessageRequest } from '../sessions/session';
import { replyQuietly } from '../verification/reply';
import type { VerificationStore } from '../verification/store';
import type { MessageAnswer } from './answer';
import { isInChat, judgeAnswer, questionsNamedBy, type MessageWait, type Verdict } from './judge-answer';
import type { WaitStore } from './store';
import { isExpired, type Replies, type Wait } from './wait';
import type { WaitKeys } from './wait-keys';

export interface AnswerMatcherPorts {
	readonly waits: WaitStore;
	readonly store: VerificationStore;
	readonly clock: Clock;
	readonly logger: Logger;
	keys(): Promise<WaitKeys>;
	send(request: SendMessageRequest): Promise<unknown>;
}

/** Questions of an account that are looked through; more than an n8n has executions asleep on one number. */
export const MOST_PENDING = 2_000;

/** While a question is on its way nobody knows its message id; how often and how long that is looked at, ms. */
const ASKING_LOOK_MS = 250;
const ASKING_MS = 60_000;

/** Finds the answers to an account's questions in what comes in. */
export class AnswerMatcher {
	readonly #accountId: string;

	readonly #ports: AnswerMatcherPorts;

	readonly #signal: AbortSignal;

	constructor(accountId: string, ports: AnswerMatcherPorts, signal: AbortSignal) {
		this.#accountId = accountId;
		this.#ports = ports;
		this.#signal = signal;
	}

	/** Rejects when the store is away or `signal` fired: then it is to be shown again. */
	async see({ event, id: eventId }: EngineEventEnvelope): Promise<void> {
		if ((event.event !== 'message' && event.event !== 'choice') || event.from.isMe) return;
		const wait = await this.#find(event);
		if (wait === undefined) return;
		const text = await this.#judge(wait, event);
		const { waits: _, ...ports } = this.#ports;
		await replyQuietly({ chatId: event.chat.id, eventId, verificationId: wait.id, text }, ports);
	}

	/** The question it answers: one that it names, else the last one asked in the chat; else one it is too late for. */
	async #find(event: MessageEvent): Promise<MessageWait | undefined> {
		const { waits, clock } = this.#ports;
		for (const end = clock.now() + ASKING_MS; ; ) {
			const named = await this.#named(event);
			const pending = (await waits.pending(this.#accountId, MOST_PENDING)).filter(isOfMessage);
			const now = clock.now();
			const isAnswered = (wait: MessageWait): boolean => judgeAnswer(wait, event, now) === 'answer';
			const isAsking = pending.some((wait) => isOnItsWay(wait, event, now));
			const found = named.find(isAnswered) ?? (isAsking ? undefined : pending.findLast(isAnswered));
			if (found !== undefined || !isAsking || now >= end) return found ?? named[0];
			await clock.sleep(ASKING_LOOK_MS, this.#signal);
		}
	}

	async #named(event: MessageEvent): Promise<readonly MessageWait[]> {
		const { waits } = this.#ports;
		const found = questionsNamedBy(event).map(
			async (messageId) => await waits.findByMessage(this.#accountId, messageId),
		);
		return (await Promise.all(found)).filter((wait) => wait !== null).filter(isOfMessage);
	}

	/** What the person is told; empty when nothing. */
	async #judge({ id }: Wait, event: MessageEvent): Promise<string> {
		const { waits, clock } = this.#ports;
		const keys = await this.#ports.keys();
		let seen: { readonly verdict: Verdict; readonly replies: Replies } | undefined;
		await waits.change(this.#accountId, id, (wait) => {
			if (!isOfMessage(wait)) return null;
			const { question } = wait;
			const now = clock.now();
			seen = { verdict: judgeAnswer(wait, event, now), replies: question.replies };
			if (seen.verdict !== 'answer')
				return isExpired(wait, now) && wait.status === 'open' ? { ...wait, status: 'expired' } : null;
			const { raw: _raw, ...kept } = event;
			const approved = question.approveId === null ? null : event.choice?.id === question.approveId;
			const answer: MessageAnswer = { kind: 'message', approved, event: kept };
			return { ...wait, status: 'answered', answer: keys.seal(id, JSON.stringify(answer)) };
		});
		if (seen === undefined || seen.verdict === 'none') return '';
		const { accepted, late, notAllowed } = seen.replies;
		return { answer: accepted, late, notAllowed }[seen.verdict];
	}
}

function isOfMessage(wait: Wait): wait is MessageWait {
	return wait.question.kind === 'message';
}

function isOnItsWay(wait: MessageWait, event: MessageEvent, now: number): boolean {
	const { messageId } = wait.question;
	return messageId === null && now - wait.createdAt < ASKING_MS && isInChat(wait.question, event);
}

import { randomUUID } from 'node:crypto';
import { KitError } from '../messages/kit-error';
import { parseRecipient } from '../messages/parse-recipient';
import type { Clock } from '../messages/ports';
import { namesOfRecipient } from '../sessions/manners/chat-names';
import type { SendMessageRequest, SendReceipt, Session } from '../sessions/session';
import type { ApprovalSent } from '../verification/approval/approval-life';
import type { ApprovalSendInput } from '../verification/approval/approval-verifications';
import type { Keeper } from '../verification/verification';
import type { Answer } from './answer';
import type { WaitStore } from './store';
import type { Accepted, MessageQuestion, Question, Replies, Sleeper, Wait } from './wait';
import type { WaitKeys } from './wait-keys';

export interface AccountWaitsPorts {
	readonly waits: WaitStore;
	readonly clock: Clock;
	keys(): Promise<WaitKeys>;
	/** The session of the account, for one piece of work. */
	withSession<T>(work: (session: Session) => Promise<T>): Promise<T>;
	sendApproval(input: ApprovalSendInput, keptBy: Keeper): Promise<ApprovalSent>;
	/** Resolves when no answer that comes is missed. */
	listen(): Promise<void>;
	/** A wait has begun. */
	wake(): void;
}

export interface MessageAsk {
	/** The question as any other send; its key is `requestKey`. */
	readonly request: Omit<SendMessageRequest, 'idempotencyKey'>;
	readonly accepts: Accepted;
	readonly approveId: string | null;
	/** Texts that go ahead of it, in this order: what is too long to stand in the question. */
	readonly lead: readonly string[];
	/** Anything a person types for a number, or a LID; empty: whoever is in the chat. */
	readonly responders: readonly string[];
	readonly replies: Replies;
	/** How long an answer counts, ms. */
	readonly waitMs: number;
	readonly sleeper: Sleeper;
	readonly requestKey: string;
}

export interface ApprovalAsk {
	/** As in MessageAsk. */
	readonly lead: readonly string[];
	readonly approval: ApprovalSendInput;
	/** Who hears the answer. Default: this n8n. */
	readonly keptBy?: Keeper;
	readonly sleeper: Sleeper;
}

/** Bounds of how long an execution may wait for an answer, ms. */
export const WAIT_MS = { min: 1_000, max: 30 * 24 * 60 * 60_000 } as const;

/** Longest wait for the connection where the send says nothing else, ms. */
const CONNECT_MS = 60_000;

/** Who says that an execution may go on. */
export interface WakeClaim {
	readonly waitId: unknown;
	readonly proof: unknown;
	readonly executionId: string;
	readonly nodeId: string;
}

export type Woken =
	/** Not from this kit, or for another execution. Nothing is told of why. */
	| { readonly kind: 'denied' }
	/** The node waits for something else by now. */
	| { readonly kind: 'over' }
	/** `answer` is null when nobody answered in time. */
	| { readonly kind: 'ended'; readonly question: Question; readonly answer: Answer | null };

/** Questions of one account that executions of n8n sleep on. */
export class AccountWaits {
	readonly #accountId: string;

	readonly #ports: AccountWaitsPorts;

	constructor(accountId: string, ports: AccountWaitsPorts) {
		this.#accountId = accountId;
		this.#ports = ports;
	}

	/** Sends the question. Rejects as any send does, and nothing waits then. */
	async ask(ask: MessageAsk): Promise<{ readonly receipt: SendReceipt; readonly wait: Wait }> {
		checkWaitMs(ask.waitMs);
		const { waits, clock, withSession } = this.#ports;
		const responders = ask.responders.map((one) => responderName(one, ask.request.defaultCountry));
		return await withSession(async (session) => {
			const { signal, timeoutMs = CONNECT_MS } = ask.request;
			const limit = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]);
			const chat = namesOfRecipient(await session.resolve(ask.request, limit));
			const { accepts, approveId, replies, requestKey, sleeper } = ask;
			const question: MessageQuestion = {
				kind: 'message',
				...{ accepts, approveId, chat, messageId: null, chatId: null, responders, replies },
			};
			// Heard before it leaves: whoever answers at once is heard, too.
			await this.#ports.listen();
			await sendLead(session, ask.lead, ask.request, requestKey);
			const begun = await waits.begin(this.#made(question, clock.now() + ask.waitMs, requestKey, sleeper));
			try {
				const receipt = await session.send({ ...ask.request, idempotencyKey: requestKey });
				return { receipt, wait: await this.#asked(begun, receipt, ask.waitMs) };
			} catch (error) {
				await waits.drop(this.#accountId, begun.id).catch(() => undefined);
				throw error;
			}
		});
	}

	/** Sends the approval. Rejects as `approvals.send` does, and nothing waits then. */
	async askApproval({
		approval,
		sleeper,
		lead,
		keptBy = 'kit',
	}: ApprovalAsk): Promise<{ sent: ApprovalSent; wait: Wait }> {
		if (lead.length > 0) {
			await this.#ports.withSession(
				async (session) => await sendLead(session, lead, approval, approval.requestKey),
			);
		}
		const sent = await this.#ports.sendApproval(approval, keptBy);
		const question: Question = { kind: 'approval', verificationId: sent.verificationId };
		const expiresAt = Date.parse(sent.expiresAt);
		const made = this.#made(question, expiresAt, approval.requestKey, sleeper);
		const wait = await this.#ports.waits.begin(made);
		this.#ports.wake();
		return { sent, wait };
	}

	/** What the node of a woken execution goes on with. Only what the store says counts, whatever the caller says. */
	async woken({ waitId, proof, executionId, nodeId }: WakeClaim): Promise<Woken> {
		if (typeof waitId !== 'string') return { kind: 'denied' };
		const keys = await this.#ports.keys();
		if (!keys.isProof(waitId, proof)) return { kind: 'denied' };
		const { waits } = this.#ports;
		const wait = await waits.find(this.#accountId, waitId);
		if (wait === null || wait.status === 'open') return { kind: 'denied' };
		const { sleeper } = wait;
		if (sleeper.executionId !== executionId || sleeper.nodeId !== nodeId) return { kind: 'denied' };
		// In a loop the same node may wait for its next question already.
		if ((await waits.latestOf(this.#accountId, executionId, nodeId)) !== waitId) return { kind: 'over' };
		const { question, answer } = wait;
		if (answer === null) return { kind: 'ended', question, answer };
		return { kind: 'ended', question, answer: JSON.parse(keys.open(waitId, answer)) as Answer };
	}

	/** From here on answers can be matched to it. */
	async #asked(wait: Wait, { messageId, chatId }: SendReceipt, waitMs: number): Promise<Wait> {
		const expiresAt = this.#ports.clock.now() + waitMs;
		const asked = await this.#ports.waits.change(this.#accountId, wait.id, (known) => {
			const { question } = known;
			if (question.kind !== 'message' || question.messageId !== null) return null;
			const chat = [...new Set([...question.chat, chatId])];
			return { ...known, expiresAt, question: { ...question, chat, messageId, chatId } };
		});
		this.#ports.wake();
		return asked ?? wait;
	}

	#made(question: Question, expiresAt: number, requestKey: string, sleeper: Sleeper): Wait {
		return {
			id: randomUUID(),
			accountId: this.#accountId,
			status: 'open',
			createdAt: this.#ports.clock.now(),
			expiresAt,
			resumedAt: null,
			requestKey,
			sleeper,
			question,
			answer: null,
		};
	}
}

async function sendLead(
	session: Session,
	lead: readonly string[],
	to: Pick<SendMessageRequest, 'recipient' | 'defaultCountry' | 'timeoutMs' | 'signal'>,
	requestKey: string,
): Promise<void> {
	const { recipient, defaultCountry, timeoutMs, signal } = to;
	for (const [index, text] of lead.entries()) {
		const message = { kind: 'text', text };
		const idempotencyKey = `${requestKey}:lead:${index}`.slice(-1_000);
		await session.send({ recipient, defaultCountry, timeoutMs, signal, message, idempotencyKey });
	}
}

function checkWaitMs(waitMs: number): void {
	if (waitMs >= WAIT_MS.min && waitMs <= WAIT_MS.max) return;
	throw new KitError({
		code: 'invalidInput',
		what: 'The option "Limit Wait Time" is out of range.',
		why: `It must be between ${WAIT_MS.min / 1_000} seconds and ${WAIT_MS.max / 86_400_000} days. Nothing was sent.`,
		next: 'Correct the option in the node.',
	});
}

function responderName(given: string, defaultCountry: string | undefined): string {
	const read = parseRecipient(given, { defaultCountry });
	if (read.kind === 'phone') return read.e164;
	if (read.kind === 'lid') return read.lid;
	throw new KitError({
		code: 'invalidInput',
		what: 'The option "Who May Answer" names somebody who cannot answer.',
		why: 'It takes phone numbers and LIDs of people. Nothing was sent.',
		next: 'Correct the option in the node.',
	});
}

import type { EngineEventEnvelope, ResolvedChat } from '../../engines/engine';
import type { MessageEvent } from '../../messages/incoming';
import type { SendMessageRequest, SendReceipt, Session, Subscriber } from '../../sessions/session';
import type { KitStore } from '../../storage/kit-store';
import type { ApprovalSent } from '../../verification/approval/approval-life';
import type { ApprovalSendInput } from '../../verification/approval/approval-verifications';
import { KeyRing } from '../../verification/verifier';
import { AccountWaits, type MessageAsk } from '../../waits/account-waits';
import type { ResumeRequest } from '../../waits/resume';
import { WaitKeeper } from '../../waits/wait-keeper';
import { WaitKeys } from '../../waits/wait-keys';
import { ManualClock } from '../fixtures/manual-clock';
import { recordingLogger } from '../fixtures/quiet-logger';
import { ANA, CHAT, MINUTE, START } from './a-wait';

/** Waits of one account over a real store, with an n8n that notes who woke it. The clock stands still. */
export class WaitWorld {
	readonly logger = recordingLogger();

	readonly keeper: WaitKeeper;

	readonly waits: AccountWaits;

	readonly subscribers: Subscriber[] = [];

	readonly forgotten: string[] = [];

	/** What was sent: questions and replies. */
	readonly sends: SendMessageRequest[] = [];

	/** Who told n8n; each call does the next of `outcomes`, `resumed` when there is none. */
	readonly calls: ResumeRequest[] = [];

	readonly outcomes: ('resumed' | 'over' | Error)[] = [];

	/** Runs while a question is being sent. */
	sending: () => Promise<void> = async () => await Promise.resolve();

	/** What `askApproval` has sent. */
	approval: ApprovalSent | undefined;

	watched = 0;

	/** Where questions go. */
	chat: ResolvedChat = { chatId: CHAT, phone: ANA, lid: null };

	#items = 0;

	constructor(
		readonly store: KitStore,
		readonly clock = new ManualClock(START),
	) {
		const ring = new KeyRing(store.verifications);
		const keys = async (): Promise<WaitKeys> =>
			new WaitKeys(await ring.of({ id: 'account', storageKey: undefined }));
		const ports = { waits: store.waits, store: store.verifications, clock, logger: this.logger, keys };
		this.keeper = new WaitKeeper('account', {
			...ports,
			send: async (request) => await this.#send(request),
			resume: async (request) => await this.#resume(request),
			subscribe: async (subscriber) => {
				this.subscribers.push(subscriber);
				return await Promise.resolve(
					() => void this.subscribers.splice(this.subscribers.indexOf(subscriber), 1),
				);
			},
			forget: async (id) => void this.forgotten.push(await Promise.resolve(id)),
			watchApprovals: () => (this.watched += 1),
		});
		const session = {
			resolve: async () => await Promise.resolve(this.chat),
			send: async (request: SendMessageRequest) => await this.#ask(request),
		} as unknown as Session;
		this.waits = new AccountWaits('account', {
			...ports,
			withSession: async (work) => await work(session),
			sendApproval: async (_input: ApprovalSendInput) => await Promise.resolve(this.approval!),
			listen: async () => await this.keeper.listen(),
			wake: () => this.keeper.wake(),
		});
	}

	async ask(changes: Partial<MessageAsk> = {}) {
		this.#items += 1;
		return await this.waits.ask({
			request: { recipient: ANA, message: { kind: 'text', text: 'Well?' } },
			accepts: 'choice',
			approveId: null,
			lead: [],
			responders: [],
			replies: { accepted: 'Thanks', late: 'Too late', notAllowed: 'Not you' },
			waitMs: 10 * MINUTE,
			sleeper: { executionId: '7', nodeId: 'n', resumeUrl: 'http://localhost/webhook-waiting/7/n' },
			requestKey: `item ${this.#items}`,
			...changes,
		});
	}

	/** Something comes in. */
	async hear(event: MessageEvent, id = event.messageId): Promise<void> {
		const envelope: EngineEventEnvelope = { id, inboxSeq: 1, event, raw: null };
		await this.subscribers[0]!.deliver(envelope);
	}

	/** What people were told after the questions. */
	get said(): unknown[] {
		return this.sends
			.filter(({ idempotencyKey }) => idempotencyKey.startsWith('verification:'))
			.map(({ message }) => (message as { text: string }).text);
	}

	async #ask(request: SendMessageRequest): Promise<SendReceipt> {
		this.sends.push(request);
		await this.sending();
		return {
			messageId: `question-${this.#items}`,
			recipient: request.recipient,
			chatId: this.chat.chatId,
			outcome: 'sent',
			sentAt: new Date(this.clock.now()).toISOString(),
			via: 'text',
		};
	}

	async #send(request: SendMessageRequest): Promise<void> {
		this.sends.push(request);
		await Promise.resolve();
	}

	async #resume(request: ResumeRequest): Promise<'resumed' | 'over'> {
		this.calls.push(request);
		const outcome = await Promise.resolve(this.outcomes.shift() ?? 'resumed');
		if (outcome instanceof Error) throw outcome;
		return outcome;
	}
}

/** Ana has written this. */
export function written(text: string, changes: Partial<MessageEvent> = {}): MessageEvent {
	return {
		event: 'message',
		messageId: `m ${text}`,
		timestamp: START + 1_000,
		chat: { id: CHAT, type: 'private' },
		from: { phone: ANA, lid: null, name: 'Ana', isMe: false },
		type: 'text',
		text,
		offline: false,
		...changes,
	};
}

/** Ana has picked this of what a question offered. */
export function picked(
	id: string,
	messageId = 'question-1',
	changes: Partial<MessageEvent> = {},
): MessageEvent {
	const choice = { id, title: id, index: 0, via: 'poll', messageId } as const;
	return written(id, { event: 'choice', type: 'choice', choice, messageId: `pick ${id}`, ...changes });
}

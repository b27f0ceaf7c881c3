import type { IncomingEvent } from '../messages/incoming';
import type { Unsubscribe } from '../messages/ports';
import { orAborted } from './abort';
import { ConnectionOperations } from './connection-operations';
import { ConnectionKeeper, type ConnectionWatcher } from './connection-keeper';
import { Governor } from './governor/governor';
import { readLimitsReport, type LimitsReport } from './governor/limits-report';
import { LinkFlow } from './link-flow';
import { livingOwner } from './known-state';
import { EnginePause } from './engine-pause';
import { joinProcesses, type JoiningSession } from './remote/join-processes';
import type { AccountDesk } from './remote/account-desk';
import type { OwnerSession } from './remote/methods';
import type { ManagedAccount, ManagedSessionPorts } from './managed-account';
import { applyChatChange, type ChatChange } from './manners/chat-changes';
import { readOptOut, setOptOut, type OptOut } from './manners/opt-out';
import { PoliteSubscribers } from './manners/polite-subscribers';
import { AccountOutbox } from './outbox/account-outbox';
import type { OutboxJob } from './outbox/outbox-job';
import type { OwnedConnection } from './owned-connection';
import { sendMessage } from './send-flow';
import { SendRecords } from './send-records';
import type {
	LinkProgress,
	LinkSessionRequest,
	QueueMessageRequest,
	QueuedReceipt,
	RecipientInput,
	SendMessageRequest,
	SendReceipt,
	Session,
	SessionStatus,
	Subscriber,
} from './session';
import { readStatus } from './read-status';
import { ReceiptBook } from './receipt-book';
import { PAGE, Subscriptions } from './subscriptions';
import { checkWait, waitForReceipt } from './wait-for-receipt';

export type { ManagedAccount, ManagedSessionPorts };

/** Longest wait for the owner when something about a chat has to be written down, ms. */
const CHANGE_PATIENCE_MS = 30_000;

/** One account in this process: connection, ownership, subscribers and sends behind the `Session` contract. */
export class ManagedSession extends ConnectionOperations implements OwnerSession {
	#config: ManagedAccount;

	readonly #ports: ManagedSessionPorts;

	readonly #subscriptions: Subscriptions;

	readonly #links: LinkFlow;

	readonly #receipts: ReceiptBook;

	readonly #records: SendRecords;

	readonly #keeper: ConnectionKeeper;

	readonly #governor: Governor;

	readonly #polite: PoliteSubscribers;

	readonly #outbox: AccountOutbox;

	readonly #pause: EnginePause;

	readonly #sends = new Map<string, Promise<SendReceipt>>();

	/** Where there are other processes. */
	readonly #desk: AccountDesk | undefined;

	/** For everybody in this process who uses the account: goes to wherever its connection is. */
	readonly shared: Session & Pick<OwnerSession, 'changeChat'>;

	/** `use` keeps this session from being closed as unused until it is given back. */
	constructor(
		config: ManagedAccount,
		ports: ManagedSessionPorts,
		use: () => () => void = () => () => undefined,
	) {
		super();
		this.#config = config;
		this.#ports = ports;
		this.#links = new LinkFlow(ports.clock);
		this.#receipts = new ReceiptBook(ports.clock);
		this.#pause = new EnginePause(ports.clock);
		this.#polite = new PoliteSubscribers({
			...ports,
			accountId: config.account.id,
			change: async (change) => await this.shared.changeChat(change, AbortSignal.timeout(CHANGE_PATIENCE_MS)),
			send: async (request) => await this.shared.send(request),
		});
		this.#records = new SendRecords({ ...ports, ...config.engine.capabilities });
		this.#governor = new Governor(config.account, config.limits, ports);
		this.#outbox = new AccountOutbox({
			...ports,
			account: () => this.#config,
			governor: this.#governor,
			records: this.#records,
			open: async (signal) => await this.#keeper.open(signal),
			isElsewhere: async () => await this.#isElsewhere(),
			bell: ports.remote?.bell,
		});
		this.#subscriptions = new Subscriptions({ ...ports, accountId: config.account.id });
		this.#keeper = new ConnectionKeeper(() => this.#config, ports, this.#watcher());
		const joined = ports.remote && joinProcesses(this.#joining(use), ports.remote, ports);
		this.#desk = joined?.desk;
		this.shared = joined?.routed ?? this;
	}

	get accountId(): string {
		return this.#config.account.id;
	}

	/** Holds the account, or is about to. */
	get isOwner(): boolean {
		return this.#keeper.owning;
	}

	/** @throws KitError `ownedElsewhere` when another process was faster */
	async becomeOwner(signal: AbortSignal): Promise<void> {
		await this.#keeper.open(signal);
	}

	/** Nobody listens and nothing runs: may be closed when unused for long enough. */
	get idle(): boolean {
		const listens = this.#subscriptions.size > 0 || this.#links.active;
		return !listens && this.#sends.size === 0 && !this.#outbox.runner.hasJobs;
	}

	/** Messages that were queued before go on: whoever uses the account is there to send them. */
	resumeJobs(): void {
		this.#outbox.runner.wake();
	}

	/** The process is about to end: what is queued stays for the next one. */
	drain(): void {
		this.#outbox.runner.stop();
	}

	/** The credential was edited: the next use connects with the new values. */
	async reconfigure(config: ManagedAccount): Promise<void> {
		this.#config = config;
		this.#governor.configure(config.limits);
		this.#outbox.runner.wake({ afresh: true });
		await this.#records.settled();
		await this.#keeper.release();
		if (this.#subscriptions.size > 0) this.#keeper.keepOpen();
	}

	async status(): Promise<SessionStatus> {
		const { connection, since } = this.#keeper;
		return await readStatus(this.#config, { ...this.#ports, connection, since });
	}

	async limits(): Promise<LimitsReport> {
		return await readLimitsReport(this.#config.account, this.#governor.policy, this.#ports);
	}

	async send(request: SendMessageRequest): Promise<SendReceipt> {
		// The same key at the same time is one send with two waiting for it.
		const running = this.#sends.get(request.idempotencyKey);
		if (running) return await running;
		checkWait(request, this.#config.engine);
		const { clock, fetchMedia } = this.#ports;
		const open = async (signal: AbortSignal): Promise<OwnedConnection> => await this.opened(signal);
		const { engine } = this.#config;
		const ports = { records: this.#records, governor: this.#governor, clock, fetchMedia, engine, open };
		const sending = this.#pause
			.send(request, async (attempt) => await sendMessage(attempt, ports))
			.then(async (receipt) => await waitForReceipt(receipt, request, this.#receipts))
			.finally(() => this.#sends.delete(request.idempotencyKey));
		this.#sends.set(request.idempotencyKey, sending);
		return await sending;
	}

	async enqueue(request: QueueMessageRequest): Promise<QueuedReceipt | SendReceipt> {
		return await this.#outbox.enqueue(request);
	}

	async getJob(jobId: string): Promise<OutboxJob> {
		return await this.#outbox.find(jobId);
	}

	async cancelJob(jobId: string): ReturnType<Session['cancelJob']> {
		return await this.#outbox.cancel(jobId);
	}

	async link(request: LinkSessionRequest): Promise<LinkProgress> {
		const { connection } = await this.#keeper.open(request.signal);
		return await this.#links.run(connection, request);
	}

	async logout(signal: AbortSignal): Promise<void> {
		await this.#links.stop();
		const { connection } = await this.#keeper.open(signal);
		await orAborted(connection.logout(signal), signal, 'Logging out');
	}

	async recentMessages({
		recipient,
		limit,
		signal,
	}: Parameters<Session['recentMessages']>[0]): Promise<readonly IncomingEvent[]> {
		const chat = recipient && (await this.resolve(recipient, signal));
		const { connection } = await this.#keeper.open(signal);
		const rows = await this.#ports.store.recent(this.accountId, { chatId: chat?.chatId, limit });
		const envelopes = await Promise.all(rows.map(async (row) => await connection.replay(row)));
		return envelopes.flatMap((envelope) => (envelope ? [envelope.event] : []));
	}

	async getOptOut(recipient: RecipientInput, signal: AbortSignal): Promise<OptOut> {
		const chat = await this.resolve(recipient, signal);
		return await readOptOut(this.accountId, chat, this.#ports.store);
	}

	async setOptOut({ recipient, optedOut, signal }: Parameters<Session['setOptOut']>[0]): Promise<OptOut> {
		const chat = await this.resolve(recipient, signal);
		const { lease } = await this.#keeper.open(signal);
		const { store, clock } = this.#ports;
		return await setOptOut(lease, chat, optedOut, { chats: store.chats, clock });
	}

	/** For a subscriber in another process: what is pending for it, readable only with the connection. */
	async pendingEvents({
		subscriberId,
		afterSeq,
		signal,
	}: Parameters<OwnerSession['pendingEvents']>[0]): ReturnType<OwnerSession['pendingEvents']> {
		const { connection } = await this.#keeper.open(signal);
		const rows = await this.#ports.store.pending(this.accountId, subscriberId, afterSeq, PAGE);
		return await Promise.all(
			rows.map(async (row) => ({ seq: row.seq, envelope: await connection.replay(row) })),
		);
	}

	/** For the manners of a subscriber, whose process need not be the owner. */
	async changeChat(change: ChatChange, signal: AbortSignal): Promise<boolean> {
		const { lease } = await this.opened(signal);
		return await applyChatChange(this.#ports.store.chats, lease, change);
	}

	async subscribe(subscriber: Subscriber): Promise<Unsubscribe> {
		const polite = this.#polite.wrap(subscriber);
		const stop = await this.#subscriptions.add(polite.subscriber, () => this.#keeper.connection);
		// Whoever listens from now on must also hear of trouble that began before.
		if (this.#keeper.connection) subscriber.onState?.(this.#keeper.connection.state);
		this.#desk?.listenAnew();
		this.#keeper.keepOpen();
		return () => {
			stop();
			polite.close();
		};
	}

	/** Housekeeping of the manager: live subscribers stay known to the store. */
	async refresh(): Promise<void> {
		await this.#subscriptions.refresh();
	}

	async close(): Promise<void> {
		this.#outbox.runner.stop();
		this.#governor.close();
		await this.#outbox.runner.close();
		this.#keeper.stopKeeping();
		this.#receipts.close();
		this.#polite.close();
		await this.#links.stop();
		await this.#desk?.close();
		await this.#records.settled();
		await this.#keeper.close();
		await this.#subscriptions.settled();
	}

	protected async opened(signal: AbortSignal): Promise<OwnedConnection> {
		return await this.#keeper.open(signal);
	}

	#joining(use: () => () => void): JoiningSession {
		return {
			account: this.#config.account,
			session: this,
			storageKey: () => this.#config.storageKey,
			subscriptions: this.#subscriptions,
			use,
			isBusy: () => this.#sends.size > 0 || this.#outbox.runner.leaving > 0 || this.#links.active,
			giveWay: async () => {
				await this.#keeper.release();
				if (this.#subscriptions.size > 0) this.#keeper.keepOpen();
			},
			tryToOwn: () => this.#keeper.tryNow(),
		};
	}

	async #isElsewhere(): Promise<boolean> {
		const { store, clock, isAlive, owner } = this.#ports;
		if (this.#keeper.owning) return false;
		const holder = livingOwner(await store.readOwner(this.accountId), { now: clock.now(), isAlive });
		return holder !== null && holder.id !== owner.id;
	}

	#watcher(): ConnectionWatcher {
		const subscriptions = this.#subscriptions;
		const receipts = this.#receipts;
		return {
			get wanted() {
				return subscriptions.size > 0;
			},
			opened: (connection) => {
				subscriptions.connected(connection);
				this.#desk?.opened(connection);
				this.#outbox.opened();
			},
			state: (state, connection) => {
				subscriptions.tellState(state);
				// A socket may end with messages acknowledged and not told of; the store has them, and each is told once.
				if (state.kind === 'backingOff' || state.kind === 'open') subscriptions.connected(connection);
				this.#desk?.state(state);
				if (state.kind === 'open') this.#outbox.runner.wake({ mended: true });
				if (state.kind === 'closed') void this.#outbox.lost();
			},
			event: (envelope) => {
				receipts.see(envelope);
				subscriptions.publish(envelope);
				this.#desk?.event(envelope);
			},
			beforeTaking: async () => await this.#desk?.beforeTaking(),
			elsewhere: () => this.#desk?.elsewhere(),
			closing: async () => {
				await this.#outbox.lost();
				await this.#desk?.closing();
				await this.#records.settled();
			},
			released: async () => await this.#desk?.released(),
		};
	}
}

import type { Connection, ResolvedChat } from '../engines/engine';
import { isKitError } from '../messages/kit-error';
import type { IncomingEvent } from '../messages/incoming';
import { parseRecipient } from '../messages/parse-recipient';
import type { Unsubscribe } from '../messages/ports';
import { orAborted } from './abort';
import { ConnectionKeeper, type ConnectionWatcher } from './connection-keeper';
import { Governor } from './governor/governor';
import { readLimitsReport, type LimitsReport } from './governor/limits-report';
import { LinkFlow } from './link-flow';
import { joinProcesses, type JoiningSession } from './remote/join-processes';
import type { AccountDesk } from './remote/account-desk';
import type { OwnerSession } from './remote/methods';
import type { ManagedAccount, ManagedSessionPorts } from './managed-account';
import { PoliteSubscribers } from './manners/polite-subscribers';
import type { OwnedConnection } from './owned-connection';
import { sendMessage } from './send-flow';
import { SendRecords } from './send-records';
import type {
	LinkProgress,
	LinkSessionRequest,
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

/** One account in this process: connection, ownership, subscribers and sends behind the `Session` contract. */
export class ManagedSession implements OwnerSession {
	#config: ManagedAccount;

	readonly #ports: ManagedSessionPorts;

	readonly #subscriptions: Subscriptions;

	readonly #links: LinkFlow;

	readonly #receipts: ReceiptBook;

	readonly #records: SendRecords;

	readonly #keeper: ConnectionKeeper;

	readonly #governor: Governor;

	readonly #polite: PoliteSubscribers;

	readonly #sends = new Map<string, Promise<SendReceipt>>();

	/** Where there are other processes. */
	readonly #desk: AccountDesk | undefined;

	/** For everybody in this process who uses the account: goes to wherever its connection is. */
	readonly shared: Session;

	/** `use` keeps this session from being closed as unused until it is given back. */
	constructor(
		config: ManagedAccount,
		ports: ManagedSessionPorts,
		use: () => () => void = () => () => undefined,
	) {
		this.#config = config;
		this.#ports = ports;
		this.#links = new LinkFlow(ports.clock);
		this.#receipts = new ReceiptBook(ports.clock);
		this.#polite = new PoliteSubscribers({
			...ports,
			accountId: config.account.id,
			open: async (signal) => await this.#keeper.open(signal),
			send: async (request) => await this.shared.send(request),
		});
		this.#records = new SendRecords({ ...ports, ...config.engine.capabilities });
		this.#governor = new Governor(config.account, config.limits, ports);
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
		return this.#subscriptions.size === 0 && this.#sends.size === 0 && !this.#links.active;
	}

	/** The credential was edited: the next use connects with the new values. */
	async reconfigure(config: ManagedAccount): Promise<void> {
		this.#config = config;
		this.#governor.configure(config.limits);
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
		const open = async (signal: AbortSignal): Promise<OwnedConnection> => await this.#keeper.open(signal);
		const sending = sendMessage(request, {
			records: this.#records,
			governor: this.#governor,
			clock,
			fetchMedia,
			engine: this.#config.engine,
			open,
		})
			.then(async (receipt) => await waitForReceipt(receipt, request, this.#receipts))
			.finally(() => this.#sends.delete(request.idempotencyKey));
		this.#sends.set(request.idempotencyKey, sending);
		return await sending;
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

	async resolve(recipient: RecipientInput, signal: AbortSignal): Promise<ResolvedChat> {
		const parsed = parseRecipient(recipient.recipient, { defaultCountry: recipient.defaultCountry });
		return await this.#with(
			signal,
			'Looking up the number',
			async (connection) => await connection.resolve(parsed, signal),
		);
	}

	async checkNumber(
		recipient: RecipientInput,
		signal: AbortSignal,
	): Promise<{ exists: boolean } & Partial<ResolvedChat>> {
		try {
			return { exists: true, ...(await this.resolve(recipient, signal)) };
		} catch (error) {
			if (isKitError(error) && error.code === 'notOnWhatsApp') return { exists: false };
			throw error;
		}
	}

	async markRead({
		recipient,
		messageIds,
		participant,
		signal,
	}: Parameters<Session['markRead']>[0]): Promise<void> {
		const { chatId } = await this.resolve(recipient, signal);
		const messages = messageIds.map((messageId) => ({ chatId, messageId, participant }));
		await this.#with(
			signal,
			'Marking as read',
			async (connection) => await connection.markRead(messages, signal),
		);
	}

	async setTyping({ recipient, typing, signal }: Parameters<Session['setTyping']>[0]): Promise<void> {
		const chat = await this.resolve(recipient, signal);
		await this.#with(
			signal,
			'Showing the typing sign',
			async (connection) => await connection.setTyping(chat, typing, signal),
		);
	}

	async downloadMedia({
		reference,
		maxBytes,
		signal,
	}: Parameters<Session['downloadMedia']>[0]): ReturnType<Session['downloadMedia']> {
		return await this.#with(
			signal,
			'Downloading the file',
			async (connection) => await connection.downloadMedia(reference, { maxBytes, signal }),
		);
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

	async profilePicture(recipient: RecipientInput, signal: AbortSignal): Promise<string | null> {
		const chat = await this.resolve(recipient, signal);
		return await this.#with(
			signal,
			'Reading the picture',
			async (connection) => await connection.profilePicture(chat, signal),
		);
	}

	async listGroups(signal: AbortSignal): ReturnType<Session['listGroups']> {
		return await this.#with(
			signal,
			'Listing the groups',
			async (connection) => await connection.listGroups(signal),
		);
	}

	async getGroup(groupId: string, signal: AbortSignal): ReturnType<Session['getGroup']> {
		return await this.#with(
			signal,
			'Reading the group',
			async (connection) => await connection.getGroup(groupId, signal),
		);
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
		this.#governor.close();
		this.#keeper.stopKeeping();
		this.#receipts.close();
		this.#polite.close();
		await this.#links.stop();
		await this.#desk?.close();
		await this.#records.settled();
		await this.#keeper.close();
		await this.#subscriptions.settled();
	}

	async #with<T>(
		signal: AbortSignal,
		what: string,
		work: (connection: Connection) => Promise<T>,
	): Promise<T> {
		const { connection } = await this.#keeper.open(signal);
		return await orAborted(work(connection), signal, what);
	}

	#joining(use: () => () => void): JoiningSession {
		return {
			account: this.#config.account,
			session: this,
			subscriptions: this.#subscriptions,
			use,
			isBusy: () => this.#sends.size > 0 || this.#links.active,
			giveWay: async () => {
				await this.#keeper.release();
				if (this.#subscriptions.size > 0) this.#keeper.keepOpen();
			},
			tryToOwn: () => this.#keeper.tryNow(),
		};
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
			},
			state: (state, connection) => {
				subscriptions.tellState(state);
				// A socket may end with messages acknowledged and not told of; the store has them, and each is told once.
				if (state.kind === 'backingOff' || state.kind === 'open') subscriptions.connected(connection);
				this.#desk?.state(state);
			},
			event: (envelope) => {
				receipts.see(envelope);
				subscriptions.publish(envelope);
				this.#desk?.event(envelope);
			},
			beforeTaking: async () => await this.#desk?.beforeTaking(),
			elsewhere: () => this.#desk?.elsewhere(),
			closing: async () => {
				await this.#desk?.closing();
				await this.#records.settled();
			},
			released: async () => await this.#desk?.released(),
		};
	}
}

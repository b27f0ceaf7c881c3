import type { Connection, ConnectionState, EngineEventEnvelope } from '../../engines/engine';
import type { Clock, Logger, Unsubscribe } from '../../messages/ports';
import type { PendingEvent, Subscriptions } from '../subscriptions';
import { readEnvelope, readNotice, readState, writeEnvelope, writeState, type Notice } from './notices';
import type { CallTaker, OwnerLink, Serving } from './owner-link';

/** How often a process that listens says so, and how long the owner believes it, ms. */
const LISTENING_EVERY_MS = 10_000;
const LISTENING_FOR_MS = 30_000;
/** The same while the owner has not said yet in which state its connection is, ms. */
const ASKING_EVERY_MS = 1_000;
/** How long a process without a trigger leaves a free account to those that have one, ms. */
const COURTESY_MS = 500;
/** How often an owner that is to give way looks whether it may, ms. */
const IDLE_CHECK_MS = 100;
/** Characters; more than any text message. Beyond it listeners fetch the event themselves. */
const LONGEST_NOTICE = 256 * 1024;

export interface AccountDeskPorts {
	readonly accountId: string;
	readonly processId: string;
	readonly link: OwnerLink;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly subscriptions: Subscriptions;
	/** Answers calls of other processes, `stillOwner` as long as this connection is ours. */
	taker(stillOwner: () => boolean): CallTaker;
	/** Work is under way that an owner must not walk away from. */
	isBusy(): boolean;
	/** Gives the account up; subscribers of this process go on listening. */
	giveWay(): Promise<void>;
	/** Somebody has let go, or asks for volunteers: do not wait for the next look. */
	tryToOwn(): void;
	/** From the owner: what is pending for a subscriber of this process. */
	readPending(subscriberId: string, afterSeq: number, raw: boolean): Promise<readonly PendingEvent[]>;
}

interface Listening {
	readonly until: number;
	readonly durable: boolean;
	readonly raw: boolean;
}

/** One account seen from one process among several: serves the others while it owns it, listens while it does not. */
export class AccountDesk {
	readonly #ports: AccountDeskPorts;

	/** Process id → what it listens for. */
	readonly #audience = new Map<string, Listening>();

	readonly #closed = new AbortController();

	#connection: Connection | undefined;

	#serving: Serving | undefined;

	#stopHearing: Unsubscribe | undefined;

	#givingWay: Promise<void> | undefined;

	#saidAt = Number.NEGATIVE_INFINITY;

	/** The owner has answered with its state since somebody began to listen; notices may be lost. */
	#heardState = false;

	constructor(ports: AccountDeskPorts) {
		this.#ports = ports;
	}

	/** This process has become the owner. */
	opened(connection: Connection): void {
		const { link, accountId, taker } = this.#ports;
		this.#connection = connection;
		this.#saidAt = Number.NEGATIVE_INFINITY;
		this.#heardState = false;
		this.#hear();
		this.#serving = link.serve(
			accountId,
			taker(() => connection.state.kind !== 'closed'),
		);
	}

	/** Before the connection is closed on purpose: no call is cut off that can still be answered. */
	async closing(): Promise<void> {
		const serving = this.#serving;
		this.#serving = undefined;
		await serving?.stop();
	}

	/** The account is free again. */
	async released(): Promise<void> {
		this.#connection = undefined;
		this.#audience.clear();
		await this.#ports.link.tell(this.#ports.accountId, { kind: 'released' });
		if (this.#ports.subscriptions.size === 0) this.#deafen();
	}

	/** The connection ended by itself: somebody else has the account, or the process slept too long. */
	lost(): void {
		void this.closing();
	}

	event(envelope: EngineEventEnvelope): void {
		const audience = this.#present();
		if (audience.length === 0) return;
		const told = writeEnvelope(
			envelope,
			audience.some(({ raw }) => raw),
		);
		const notice: Notice = { kind: 'event', envelope: told };
		this.#tell(JSON.stringify(notice).length > LONGEST_NOTICE ? { kind: 'pending' } : notice);
	}

	state(state: ConnectionState): void {
		if (this.#present().length > 0) this.#tell({ kind: 'state', state: writeState(state) });
	}

	/** Somebody here begins to listen: the owner shall hear of it now. */
	listenAnew(): void {
		this.#saidAt = Number.NEGATIVE_INFINITY;
		this.#heardState = false;
		this.#ports.tryToOwn();
	}

	/** Another process holds the account: its events are listened to. Called again and again while that is so. */
	elsewhere(): void {
		const { subscriptions, clock, processId } = this.#ports;
		this.#hear();
		const anew = !this.#heardState;
		if (clock.now() - this.#saidAt < (anew ? ASKING_EVERY_MS : LISTENING_EVERY_MS)) return;
		this.#saidAt = clock.now();
		this.#tell({ kind: 'listening', process: processId, ...subscriptions.wishes, anew });
		this.#catchUp();
	}

	/** A process with a trigger is the better owner: it stays, while others let go when they are done. */
	async beforeTaking(): Promise<void> {
		const { subscriptions, link, accountId, clock } = this.#ports;
		if (subscriptions.wishes.durable) return;
		const heard = await link.tell(accountId, { kind: 'wanted' });
		if (heard !== 0) await clock.sleep(COURTESY_MS, this.#closed.signal).catch(() => undefined);
	}

	async close(): Promise<void> {
		this.#closed.abort();
		this.#deafen();
		await this.#givingWay;
	}

	#hear(): void {
		const { link, accountId } = this.#ports;
		this.#stopHearing ??= link.hear(accountId, (value) => {
			const notice = readNotice(value);
			if (notice) this.#take(notice);
		});
	}

	#deafen(): void {
		this.#stopHearing?.();
		this.#stopHearing = undefined;
	}

	#take(notice: Notice): void {
		if (notice.kind === 'listening') {
			if (this.#connection) this.#welcome(notice);
		} else if (!this.#connection) this.#follow(notice);
	}

	#follow(notice: Exclude<Notice, { kind: 'listening' }>): void {
		const { subscriptions, tryToOwn } = this.#ports;
		if (notice.kind === 'event') {
			const envelope = readEnvelope(notice.envelope);
			if (envelope) subscriptions.publish(envelope);
		} else if (notice.kind === 'state') {
			const state = readState(notice.state);
			if (!state) return;
			this.#heardState = true;
			subscriptions.tellState(state);
		} else if (notice.kind === 'pending') this.#catchUp();
		// To whoever has no trigger the courtesy of beforeTaking applies; the next look is soon enough.
		else if (subscriptions.wishes.durable) tryToOwn();
	}

	#welcome({ process, durable, raw, anew }: Extract<Notice, { kind: 'listening' }>): void {
		const { clock, subscriptions } = this.#ports;
		this.#audience.set(process, { until: clock.now() + LISTENING_FOR_MS, durable, raw });
		if (anew && this.#connection) this.state(this.#connection.state);
		if (durable && !subscriptions.wishes.durable) this.#givingWay ??= this.#giveWayWhenIdle();
	}

	/** Ends without it when a workflow of this process begins to listen for good, or the others went. */
	async #giveWayWhenIdle(): Promise<void> {
		const { clock, subscriptions, isBusy, giveWay, logger } = this.#ports;
		const { signal } = this.#closed;
		const asked = (): boolean =>
			this.#connection !== undefined &&
			!subscriptions.wishes.durable &&
			this.#present().some((one) => one.durable);
		try {
			while (!signal.aborted && asked()) {
				if (!isBusy() && (this.#serving?.busy ?? 0) === 0) return await giveWay();
				await clock.sleep(IDLE_CHECK_MS, signal).catch(() => undefined);
			}
		} catch (error) {
			logger.warn('A WhatsApp account could not be handed over', { error: String(error) });
		} finally {
			this.#givingWay = undefined;
		}
	}

	#present(): readonly Listening[] {
		if (this.#audience.size === 0) return [];
		const now = this.#ports.clock.now();
		for (const [id, { until }] of this.#audience) if (until < now) this.#audience.delete(id);
		return [...this.#audience.values()];
	}

	#catchUp(): void {
		const { subscriptions, readPending } = this.#ports;
		const { raw } = subscriptions.wishes;
		subscriptions.catchUp(async (subscriberId, after) => await readPending(subscriberId, after, raw));
	}

	#tell(notice: Notice): void {
		const { link, accountId } = this.#ports;
		void link.tell(accountId, notice);
	}
}

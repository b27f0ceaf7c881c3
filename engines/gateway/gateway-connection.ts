import { KitError } from '../../messages/kit-error';
import type { Unsubscribe } from '../../messages/ports';
import type { Recipient } from '../../messages/recipient';
import { backoffDelay, type BackoffRange } from '../connection/backoff';
import { EventListeners } from '../connection/event-listeners';
import { StateHolder } from '../connection/state-holder';
import { Warnings } from '../connection/warnings';
import type {
	Connection,
	ConnectionState,
	DownloadedMedia,
	EngineAccount,
	EngineEventEnvelope,
	EnginePorts,
	InboxRow,
	IngestedEvent,
	ResolvedChat,
	SendOutcome,
	SendRequest,
} from '../engine';
import { chatOf } from './chat-address';
import type { Gateway, GatewayCheck, GatewayClient } from './gateway';
import { GatewayHttp } from './gateway-http';
import { Ingestion } from './ingestion';
import { rememberOffer } from './remember-offer';

/** Between two questions whether the gateway works again. */
const AWAY: BackoffRange = { baseMs: 2_000, maxMs: 60_000 };
/** Longest wait for one such answer, ms. */
const CHECK_MS = 30_000;
/** A state that a person mends outside (phone scanned, token renewed at the gateway) is looked at anew after this, ms. */
const LOOK_AGAIN_MS = 10_000;

/**
 * An account at a gateway. There is no socket to hold: `open` means that the gateway said, when it was last asked,
 * that the account works. Closed by whoever opened it.
 */
export class GatewayConnection<Options> implements Connection {
	readonly #gateway: Gateway<Options>;

	readonly #account: EngineAccount<Options>;

	readonly #ports: EnginePorts;

	readonly #http: GatewayHttp;

	readonly #client: GatewayClient;

	readonly #ingestion: Ingestion;

	readonly #states: StateHolder;

	readonly #listeners = new EventListeners();

	readonly #warnings: Warnings;

	readonly #closing = new AbortController();

	#checking: Promise<void> | undefined;

	#checkedAt = Number.NEGATIVE_INFINITY;

	constructor(gateway: Gateway<Options>, account: EngineAccount<Options>, ports: EnginePorts) {
		this.#gateway = gateway;
		this.#account = account;
		this.#ports = ports;
		this.#http = new GatewayHttp(gateway.http(account.options), ports.clock);
		this.#client = gateway.client({ account, http: this.#http, ports, offers: ports.store });
		this.#states = new StateHolder(ports.logger, `Link the phone in the console of ${gateway.title}.`);
		this.#warnings = new Warnings(ports.logger, account.name);
		this.#ingestion = new Ingestion(this.#client, ports, (envelope) =>
			this.#listeners.tell(envelope, ports.logger),
		);
	}

	get state(): ConnectionState {
		return this.#states.current;
	}

	get warnings(): readonly string[] {
		return this.#warnings.all;
	}

	/** Called once by the engine. */
	start(): void {
		this.#check();
	}

	onState(listener: (state: ConnectionState) => void): Unsubscribe {
		return this.#states.listen(listener);
	}

	onEvent(...listener: Parameters<Connection['onEvent']>): Unsubscribe {
		return this.#listeners.add(...listener);
	}

	async whenOpen(signal: AbortSignal): Promise<void> {
		const { kind } = this.state;
		const mendedOutside = kind === 'needsLink' || kind === 'stopped';
		if (mendedOutside && this.#ports.clock.now() - this.#checkedAt >= LOOK_AGAIN_MS) {
			this.#states.set({ kind: 'connecting' });
			this.#check();
		}
		await this.#states.whenOpen(signal, this.#account.name);
	}

	async replay(row: InboxRow): Promise<EngineEventEnvelope | null> {
		return await this.#ingestion.replay(row);
	}

	async ingest(body: unknown, hearer?: string): Promise<readonly IngestedEvent[]> {
		return await this.#ingestion.take(body, hearer);
	}

	async forgetHearing(ids: readonly string[], hearer: string): Promise<void> {
		await this.#ingestion.forgetHearing(ids, hearer);
	}

	async link(): Promise<void> {
		return await Promise.reject(
			this.#cannot('link a phone', `The phone is linked in the console of ${this.#gateway.title}.`),
		);
	}

	async logout(): Promise<void> {
		return await Promise.reject(
			this.#cannot('log out', `Log the phone out in the console of ${this.#gateway.title}.`),
		);
	}

	async resolve(recipient: Recipient, signal: AbortSignal): Promise<ResolvedChat> {
		return (await this.#client.resolve?.(recipient, signal)) ?? chatOf(recipient);
	}

	async find(recipient: Recipient, signal: AbortSignal): Promise<ResolvedChat> {
		if (!this.#client.find) throw this.#cannot('tell whether a number is on WhatsApp');
		return await this.#client.find(recipient, signal);
	}

	newMessageId(): string {
		return `KIT${Buffer.from(this.#ports.random.bytes(10)).toString('hex').toUpperCase()}`;
	}

	async send(request: SendRequest): Promise<SendOutcome> {
		await this.whenOpen(request.signal);
		const outcome = await this.#client.send(request);
		if (outcome.outcome === 'sent') await this.#remember(request, outcome);
		// It said something else when it was asked; the next one shall read what it says now.
		else if (outcome.error.code === 'accountStopped') this.#check();
		return outcome;
	}

	async downloadMedia(
		reference: string,
		options: { readonly maxBytes: number; readonly signal: AbortSignal },
	): Promise<DownloadedMedia> {
		if (!this.#client.downloadMedia) throw this.#cannot('download files');
		return await this.#client.downloadMedia(reference, options);
	}

	async markRead(...args: Parameters<Connection['markRead']>): Promise<void> {
		if (!this.#client.markRead) throw this.#cannot('mark messages as read');
		await this.#client.markRead(...args);
	}

	async setTyping(...args: Parameters<Connection['setTyping']>): Promise<void> {
		if (!this.#client.setTyping) throw this.#cannot('show that somebody types');
		await this.#client.setTyping(...args);
	}

	async profilePicture(chat: ResolvedChat, signal: AbortSignal): Promise<string | null> {
		if (!this.#client.profilePicture) throw this.#cannot('read profile pictures');
		return await this.#client.profilePicture(chat, signal);
	}

	async listGroups(): ReturnType<Connection['listGroups']> {
		return await Promise.reject(this.#cannot('list groups'));
	}

	async getGroup(): ReturnType<Connection['getGroup']> {
		return await Promise.reject(this.#cannot('read groups'));
	}

	async close(): Promise<void> {
		this.#closing.abort();
		this.#http.close();
		await this.#checking;
		if (this.state.kind !== 'closed') this.#states.set({ kind: 'closed' });
		this.#listeners.clear();
	}

	/** Asks until there is an answer that waiting does not change. Joined while it runs. */
	#check(): void {
		this.#checking ??= this.#askUntilKnown().finally(() => (this.#checking = undefined));
	}

	async #askUntilKnown(): Promise<void> {
		const { clock, random } = this.#ports;
		const { signal } = this.#closing;
		for (let attempt = 0; !signal.aborted; attempt += 1) {
			const check = await this.#client.check(AbortSignal.any([signal, AbortSignal.timeout(CHECK_MS)]));
			this.#checkedAt = clock.now();
			if (signal.aborted) return;
			if (check.kind !== 'away') return this.#states.set(this.#stateOf(check));
			const wait = backoffDelay(AWAY, attempt, random);
			const until = clock.now() + wait;
			this.#states.set({ kind: 'backingOff', until, reason: check.reason, attempt: attempt + 1 });
			await clock.sleep(wait, signal).catch(() => undefined);
		}
	}

	#stateOf(check: Exclude<GatewayCheck, { kind: 'away' }>): ConnectionState {
		if (check.kind === 'needsLink') return { kind: 'needsLink', reason: check.reason };
		if (check.kind === 'stopped') return { kind: 'stopped', reason: check.error.what, error: check.error };
		if (check.kind === 'unsure') this.#warnings.add(check.warning);
		const known = check.kind === 'open' ? check : { phone: null, name: null };
		const since = this.#ports.clock.now();
		return { kind: 'open', since, phone: known.phone, lid: null, name: known.name };
	}

	/** It was sent all the same: an answer to it will come as text then, not as a choice. */
	async #remember(request: SendRequest, sent: Extract<SendOutcome, { outcome: 'sent' }>): Promise<void> {
		try {
			await rememberOffer(request, sent, this.#ports.store);
		} catch (error) {
			this.#ports.logger.error('What a message offered could not be kept', { error: String(error) });
		}
	}

	#cannot(what: string, next?: string): KitError {
		return new KitError({
			code: 'notSupported',
			what: `${this.#gateway.title} cannot ${what} through this package.`,
			next,
		});
	}
}

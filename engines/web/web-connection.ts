import { toKitError } from '../../messages/kit-error';
import type { Recipient } from '../../messages/recipient';
import type { Unsubscribe } from '../../messages/ports';
import type {
	Connection,
	ConnectionState,
	DownloadedMedia,
	EngineAccount,
	EngineEventEnvelope,
	EnginePorts,
	InboxRow,
	LinkRequest,
	ResolvedChat,
	SendOutcome,
	SendRequest,
} from '../engine';
import { backoffDelay } from '../connection/backoff';
import { decideClose, type CloseDecision } from './close-codes';
import { closeReason } from './close-reason';
import { EventListeners } from '../connection/event-listeners';
import { createWebParts, type WebParts } from './web-parts';
import { isLinked } from './key-codec';
import { saveIdentity, type Identity } from './identity';
import { Linking } from './linking';
import type { Baileys } from './load-baileys';
import { newMessageId } from './message-id';
import { PASSKEY_REASON } from './passkey-demand';
import { sendOnce } from './send-message';
import type { SocketLife } from './socket-life';
import { StateHolder, unusable } from '../connection/state-holder';
import { Warnings } from '../connection/warnings';
import type { WebOptions } from './web-options';
import { openWiredSocket, type LinkingHooks } from './wired-socket';
import { createChatOperations, type ChatOperations } from './chat-operations';

/**
 * The own number: one socket at a time, reconnected by the table of close codes, with the identity kept by
 * the store. Made by `web-engine.ts`; closed by whoever opened it.
 */
export class WebConnection implements Connection {
	readonly #account: EngineAccount<WebOptions>;

	readonly #ports: EnginePorts;

	readonly #baileys: Baileys;

	readonly #parts: WebParts;

	readonly #states: StateHolder;

	readonly #listeners = new EventListeners();

	readonly #warnings: Warnings;

	readonly #chats: ChatOperations;

	readonly #closing = new AbortController();

	#identity: Identity;

	#life: SocketLife | undefined;

	#linking: Linking | undefined;

	/** The loop that keeps a linked account connected; undefined while nobody is linked. */
	#loop: Promise<void> | undefined;

	#loopEnd = new AbortController();

	constructor(account: EngineAccount<WebOptions>, ports: EnginePorts, baileys: Baileys, identity: Identity) {
		this.#account = account;
		this.#ports = ports;
		this.#baileys = baileys;
		this.#identity = identity;
		this.#states = new StateHolder(ports.logger);
		this.#warnings = new Warnings(ports.logger, account.name);
		this.#parts = createWebParts({
			account,
			ports,
			baileys,
			rows: identity.rows,
			creds: () => this.#identity.creds,
			emit: (envelope) => this.#listeners.tell(envelope, ports.logger),
			hearsOwnSends: () => this.#listeners.hearOwnSends,
			warn: (text) => this.#warnings.add(text),
			onStoreFailure: (error) => this.#storeFailed(error),
		});
		this.#chats = createChatOperations({
			baileys,
			parts: this.#parts,
			clock: ports.clock,
			socket: async (signal) => {
				await this.whenOpen(signal);
				return this.#openSocket();
			},
		});
	}

	get state(): ConnectionState {
		return this.#states.current;
	}

	get warnings(): readonly string[] {
		return this.#warnings.all;
	}

	/** Called once by the engine: begins to connect, or waits to be linked. */
	start(): void {
		if (isLinked(this.#identity.creds)) this.#keepConnected();
		else this.#states.set({ kind: 'needsLink' });
	}

	onState(listener: (state: ConnectionState) => void): Unsubscribe {
		return this.#states.listen(listener);
	}

	onEvent(...listener: Parameters<Connection['onEvent']>): Unsubscribe {
		return this.#listeners.add(...listener);
	}

	async whenOpen(signal: AbortSignal): Promise<void> {
		await this.#states.whenOpen(signal, this.#account.name);
	}

	async replay(row: InboxRow): Promise<EngineEventEnvelope | null> {
		return await this.#parts.incoming.replay(row);
	}

	/** Joins a running attempt; one phone links one identity. */
	async link(request: LinkRequest): Promise<void> {
		if (isLinked(this.#identity.creds)) {
			// After `replaced` or an exhausted retry the loop has ended; linking again means: try again.
			this.#keepConnected();
			return await this.whenOpen(request.signal);
		}
		this.#linking ??= new Linking({
			baileys: this.#baileys,
			clock: this.#ports.clock,
			states: this.#states,
			accountName: this.#account.name,
			freshCreds: () => {
				this.#identity = { ...this.#identity, creds: this.#baileys.initAuthCreds() };
				return this.#identity.creds;
			},
			open: (hooks) => this.#openLife(hooks),
		});
		try {
			await this.#linking.run(request);
		} finally {
			this.#linking = undefined;
		}
		this.#keepConnected();
		await this.whenOpen(request.signal);
	}

	async logout(signal: AbortSignal): Promise<void> {
		if (this.state.kind === 'open') {
			signal.throwIfAborted();
			// Tells the server to forget this device; the socket then closes with 401, which forgets the keys.
			await this.#openSocket().logout();
		}
		// The library tells of the end later than it returns: nothing of this identity may run into the next one.
		this.#loopEnd.abort();
		await this.#life?.end();
		await this.#loop;
		await this.#forget('You logged out this n8n.');
	}

	async resolve(recipient: Recipient, signal: AbortSignal): Promise<ResolvedChat> {
		return await this.#chats.resolve(recipient, signal);
	}

	newMessageId(): string {
		return newMessageId(this.#ports.random);
	}

	async send(request: SendRequest): Promise<SendOutcome> {
		await this.whenOpen(request.signal);
		return await sendOnce(request, {
			...this.#ports,
			baileys: this.#baileys,
			socket: this.#openSocket(),
			keys: this.#parts.keys,
			secrets: this.#parts.caches.secretSends,
			onSent: (message) => this.#parts.incoming.echo(message),
			onRestricted: (error) => this.#warnings.add(error.what),
		});
	}

	async downloadMedia(
		reference: string,
		options: { maxBytes: number; signal: AbortSignal },
	): Promise<DownloadedMedia> {
		return await this.#chats.downloadMedia(reference, options);
	}

	async markRead(...args: Parameters<Connection['markRead']>): Promise<void> {
		await this.#chats.markRead(...args);
	}

	async setTyping(...args: Parameters<Connection['setTyping']>): Promise<void> {
		await this.#chats.setTyping(...args);
	}

	async profilePicture(...args: Parameters<Connection['profilePicture']>): Promise<string | null> {
		return await this.#chats.profilePicture(...args);
	}

	async listGroups(signal: AbortSignal): ReturnType<Connection['listGroups']> {
		return await this.#chats.listGroups(signal);
	}

	async getGroup(groupId: string, signal: AbortSignal): ReturnType<Connection['getGroup']> {
		return await this.#chats.getGroup(groupId, signal);
	}

	async close(): Promise<void> {
		if (this.#closing.signal.aborted) return;
		this.#closing.abort();
		await this.#life?.end();
		await this.#loop;
		await this.#parts.incoming.drained();
		this.#states.set({ kind: 'closed' });
		this.#listeners.clear();
	}

	#keepConnected(): void {
		if (this.#loop) return;
		this.#loopEnd = new AbortController();
		const ending = AbortSignal.any([this.#closing.signal, this.#loopEnd.signal]);
		this.#loop = this.#connectLoop(ending).finally(() => {
			this.#loop = undefined;
		});
	}

	async #connectLoop(ending: AbortSignal): Promise<void> {
		const { clock, random } = this.#ports;
		let attempt = 0;
		let serverErrors = 0;
		while (!ending.aborted) {
			this.#states.set({ kind: 'connecting' });
			let opened = false;
			const life = this.#openLife({ onOpen: () => (opened = true) });
			const error = await life.ended;
			if (ending.aborted || this.#stopped()) return;
			attempt = opened ? 0 : attempt + 1;
			// Counted over open connections too: a 500 may end each one after it opened.
			serverErrors = closeReason(error).code === 500 ? serverErrors + 1 : 0;
			const decision = decideClose(error, {
				linking: false,
				linked: true,
				attempt,
				consecutive500: serverErrors,
				version:
					this.#account.options.clientVersion || this.#baileys.DEFAULT_CONNECTION_CONFIG.version.join('.'),
				now: clock.now(),
			});
			if (decision.kind === 'stop') return await this.#stop(decision);
			if (decision.kind === 'reconnectNow') continue;
			const delay = backoffDelay(decision, attempt, random);
			this.#states.set({ kind: 'backingOff', until: clock.now() + delay, reason: decision.reason, attempt });
			await clock.sleep(delay, ending).catch(() => undefined);
		}
	}

	/** Opens the next socket. The one before has ended: two sockets on one identity fight each other. */
	#openLife(hooks: LinkingHooks): SocketLife {
		this.#life = openWiredSocket({
			baileys: this.#baileys,
			account: this.#account,
			ports: this.#ports,
			parts: this.#parts,
			creds: this.#identity.creds,
			events: {
				...hooks,
				onOpen: () => {
					hooks.onOpen?.();
					this.#opened();
				},
				onPasskeyDemand: () => {
					this.#states.set({ kind: 'needsPasskey', reason: PASSKEY_REASON });
					hooks.onPasskeyDemand?.();
				},
				onCreds: () => this.#credsChanged(),
			},
		});
		return this.#life;
	}

	#opened(): void {
		const me = this.#identity.creds.me;
		this.#states.set({
			kind: 'open',
			since: this.#ports.clock.now(),
			phone: this.#parts.people.phoneOf(me?.id ?? ''),
			lid: me?.lid ? this.#baileys.jidNormalizedUser(me.lid) : null,
			name: me?.name ?? null,
		});
	}

	/** The library reports partial updates and has applied them to its one object by now: that is written whole. */
	#credsChanged(): void {
		saveIdentity(this.#ports.store, this.#parts.codec, this.#identity.creds).catch((error: unknown) =>
			this.#storeFailed(error),
		);
	}

	async #stop(decision: Extract<CloseDecision, { kind: 'stop' }>): Promise<void> {
		if (decision.forgetKeys) await this.#forget(decision.reason);
		else this.#states.set(decision.state);
	}

	async #forget(reason: string): Promise<void> {
		try {
			await this.#ports.store.forgetKeys();
		} catch (error) {
			return this.#storeFailed(error);
		}
		this.#parts.keys.reset();
		this.#chats.forget();
		this.#identity = { creds: this.#baileys.initAuthCreds(), rows: new Map() };
		this.#states.set({ kind: 'loggedOut', reason });
	}

	/** Nothing may be sent or acknowledged on keys that are not stored: end the socket and say so. */
	#storeFailed(error: unknown): void {
		if (this.#stopped() || this.#closing.signal.aborted) return;
		const what = 'The WhatsApp session could not be stored.';
		const failure = toKitError(error, { code: 'storage', what });
		if (failure.code === 'ownedElsewhere')
			this.#states.set({ kind: 'replaced', reason: failure.why ?? failure.what });
		else this.#states.set({ kind: 'stopped', reason: failure.what, error: failure });
		this.#ports.logger.error(failure.what, { account: this.#account.name, why: failure.why });
		void this.#life?.end();
	}

	#stopped(): boolean {
		return this.state.kind === 'stopped' || this.state.kind === 'replaced';
	}

	#openSocket(): SocketLife['socket'] {
		if (this.state.kind !== 'open' || !this.#life) throw unusable(this.state, this.#account.name);
		return this.#life.socket;
	}
}

import {
	Browsers,
	BufferJSON,
	DisconnectReason,
	initAuthCreds,
	makeWASocket,
	proto,
} from '@whiskeysockets/baileys';
import type {
	AuthenticationCreds,
	ConnectionState,
	SignalDataTypeMap,
	UserFacingSocketConfig,
	WAMessage,
	WASocket,
} from '@whiskeysockets/baileys';
import { Arrivals } from './arrivals';
import type { Phone } from './phone';
import { silentLogger, systemClock } from './ports';
import type { LoopbackWhatsApp } from './server';

/** A session of the client library, kept in memory. */
export interface StoredSession {
	creds: AuthenticationCreds;
	keys: Record<string, Record<string, unknown>>;
}

export type ClientOptions = Partial<UserFacingSocketConfig>;

export interface CloseSeen {
	readonly code: number | undefined;
	readonly message: string | undefined;
}

/** The unmodified client library on an in-memory store: what the server's own tests run against it. */
export class StockClient {
	readonly server: LoopbackWhatsApp;
	readonly session: StoredSession;
	readonly options: ClientOptions;
	/** Messages from `messages.upsert`, live and queued, stubs of unreadable ones included. */
	readonly messages = new Arrivals<WAMessage & { upsertType: string }>('message on the client', systemClock);
	readonly updates = new Arrivals<Partial<ConnectionState>>('connection update', systemClock);
	readonly closes = new Arrivals<CloseSeen>('close', systemClock);
	readonly events = new Arrivals<{ name: string; data: unknown }>('client event', systemClock);
	socket!: WASocket;

	constructor(server: LoopbackWhatsApp, options: ClientOptions = {}, session = freshSession()) {
		this.server = server;
		this.options = options;
		this.session = session;
	}

	/** Opens a socket; a second call replaces it by a new one with the same session. */
	connect(): this {
		const { creds } = this.session;
		this.socket = makeWASocket({
			waWebSocketUrl: this.server.url,
			browser: Browsers.macOS('Chrome'),
			logger: silentLogger,
			emitOwnEvents: false,
			markOnlineOnConnect: false,
			auth: { creds, keys: keyStore(this.session) },
			...this.options,
		});
		const { ev } = this.socket;
		ev.process((events) => {
			for (const [name, data] of Object.entries(events)) this.events.push({ name, data });
		});
		ev.on('messages.upsert', ({ messages, type }) => {
			for (const message of messages) this.messages.push({ ...message, upsertType: type });
		});
		ev.on('connection.update', (update) => this.#update(update));
		return this;
	}

	/** Shows QR codes until a phone scans one, restarts as the server asks, and is online. */
	async linkByQr(phone: Phone): Promise<this> {
		this.connect();
		const { qr } = await this.updates.waitFor((update) => update.qr !== undefined);
		await phone.scan(qr ?? '');
		return this.restarted();
	}

	async linkByCode(phone: Phone, customCode?: string): Promise<this> {
		this.connect();
		await this.updates.waitFor((update) => update.qr !== undefined);
		const code = await this.socket.requestPairingCode(phone.digits, customCode);
		await this.server.codesShown.waitFor(({ digits }) => digits === phone.digits);
		await phone.enterCode(code);
		return this.restarted();
	}

	/** Forgets the session, as after a 401, and links anew. */
	async linkAgain(phone: Phone): Promise<this> {
		Object.assign(this.session, freshSession());
		this.updates.all.length = 0;
		this.closes.all.length = 0;
		return this.linkByQr(phone);
	}

	/** After pairing: waits for the 515 and connects again with the new session. */
	async restarted(): Promise<this> {
		await this.closes.waitFor(({ code }) => code === DisconnectReason.restartRequired);
		return this.reconnect();
	}

	/** A new socket on the same session, open and with its queued messages handed over. */
	async reconnect(): Promise<this> {
		const seen = this.updates.all.length;
		const later = (update: Partial<ConnectionState>): boolean => this.updates.all.indexOf(update) >= seen;
		this.connect();
		await this.updates.waitFor((update) => update.connection === 'open' && later(update));
		await this.updates.waitFor((update) => update.receivedPendingNotifications === true && later(update));
		return this;
	}

	/**
	 * The first synchronisation is over. Until then the library acknowledges queued messages at once but holds
	 * them back, for up to 20 s.
	 */
	async settled(): Promise<this> {
		await this.events.waitFor(
			({ name, data }) =>
				name === 'creds.update' && Boolean((data as AuthenticationCreds).accountSyncCounter),
		);
		return this;
	}

	/** The next close after this call. */
	nextClose(): Promise<CloseSeen> {
		const seen = this.closes.all.length;
		return this.closes.waitFor((close) => this.closes.all.indexOf(close) >= seen);
	}

	/** The first readable message of this id or text. */
	message(idOrText: string): Promise<WAMessage & { upsertType: string }> {
		return this.messages.waitFor(
			({ key, message }) =>
				Boolean(message) &&
				(key.id === idOrText ||
					message?.conversation === idOrText ||
					message?.extendedTextMessage?.text === idOrText),
		);
	}

	async end(): Promise<void> {
		await this.socket.end(undefined);
	}

	#update(update: Partial<ConnectionState>): void {
		this.updates.push(update);
		if (update.connection !== 'close') return;
		// Boom keeps the code in `output`; the library's own type says only Error.
		const error = update.lastDisconnect?.error as (Error & { output?: { statusCode?: number } }) | undefined;
		this.closes.push({ code: error?.output?.statusCode, message: error?.message });
	}
}

const freshSession = (): StoredSession => ({ creds: initAuthCreds(), keys: {} });

/** The session as a restarted process would read it back. */
export function copyOf(session: StoredSession): StoredSession {
	return JSON.parse(JSON.stringify(session, BufferJSON.replacer), BufferJSON.reviver) as StoredSession;
}

function keyStore(session: StoredSession) {
	return {
		get: async <T extends keyof SignalDataTypeMap>(kind: T, ids: string[]) => {
			const found: { [id: string]: SignalDataTypeMap[T] } = {};
			for (const id of ids) {
				let value = session.keys[kind]?.[id];
				if (value && kind === 'app-state-sync-key')
					value = proto.Message.AppStateSyncKeyData.fromObject(value);
				if (value !== undefined) found[id] = value as SignalDataTypeMap[T];
			}
			return found;
		},
		set: async (data: object) => {
			for (const [kind, entries] of Object.entries(data) as [string, Record<string, unknown>][]) {
				const table = (session.keys[kind] ??= {});
				for (const [id, value] of Object.entries(entries)) {
					if (value === null) Reflect.deleteProperty(table, id);
					else table[id] = value;
				}
			}
		},
	};
}

import type { EngineEventEnvelope } from '../../../engines/engine';
import type { IncomingEvent, MessageEvent } from '../../../messages/incoming';
import type { LimitPolicy } from '../../../sessions/governor/limit-policy';
import { ManagedSession } from '../../../sessions/managed-session';
import type { Manners } from '../../../sessions/manners/manners';
import type { Unsubscribe } from '../../../messages/ports';
import { ManualClock, settle } from '../../fixtures/manual-clock';
import { recordingLogger } from '../../fixtures/quiet-logger';
import { scriptedEngine } from '../../fixtures/scripted-connection';
import { temporaryStore } from '../../fixtures/temporary-store';

export const ana = { phone: '+4915222222222', lid: '77@lid', name: 'Ana', isMe: false };
export const me = { phone: '+4915111111111', lid: null, name: null, isMe: true };
export const chat = { id: '4915222222222@s.whatsapp.net', type: 'private' } as const;
export const group = { id: '120363041234567890@g.us', type: 'group' } as const;

export type Said = Partial<MessageEvent> & { readonly id?: string };

/** A session on a real store and a hand-driven connection, with one workflow that has manners. */
export class PoliteWorld {
	readonly clock = new ManualClock(Date.UTC(2026, 0, 5, 12));
	readonly logger = recordingLogger();
	heard: EngineEventEnvelope[] = [];
	/** What the workflow does with an event, set before it listens; ends at once unless a test says otherwise. */
	work: (envelope: EngineEventEnvelope) => Promise<void> = async () => undefined;
	session!: ManagedSession;
	#engine!: ReturnType<typeof scriptedEngine>;
	#temporary!: Awaited<ReturnType<typeof temporaryStore>>;
	#stop: Unsubscribe | undefined;
	#next = 0;
	#processes = 0;
	readonly #limits: LimitPolicy | undefined;

	/** Without limits it sends as fast as it is asked to. */
	constructor(limits?: LimitPolicy) {
		this.#limits = limits;
	}

	async open(): Promise<this> {
		this.#temporary = await temporaryStore();
		this.#begin();
		return this;
	}

	get store() {
		return this.#temporary.store;
	}

	/** Texts that went out, oldest first, of this process. */
	get sent(): string[] {
		return this.#engine.made.flatMap(({ sends }) =>
			sends.map(({ composed }) => (composed.message as { text?: string }).text ?? ''),
		);
	}

	get texts(): string[] {
		return this.heard.map(({ event }) => ('text' in event ? event.text : event.event));
	}

	get connection() {
		return this.#engine.made.at(-1)!;
	}

	async listen(manners: Partial<Manners>): Promise<void> {
		// What a process that is gone still does in this one is not what the workflow heard.
		const { heard, work } = this;
		this.#stop = await this.session.subscribe({
			id: 'w:n',
			durable: true,
			resume: true,
			deliver: async (envelope) => {
				heard.push(envelope);
				await work(envelope);
			},
			manners: { hears: () => true, ...manners },
		});
		await settle();
	}

	stopListening(): void {
		this.#stop?.();
	}

	/** Somebody writes; the event is stored and passed on as the engine does it. */
	async say(said: Said): Promise<string> {
		const { id = `e${(this.#next += 1)}`, ...changes } = said;
		const event: IncomingEvent = {
			event: 'message',
			messageId: id,
			timestamp: this.clock.now(),
			chat,
			from: ana,
			type: 'text',
			text: 'Hello',
			offline: false,
			...changes,
		};
		const entry = {
			eventId: id,
			chatId: event.chat.id,
			cipherHash: null,
			body: Buffer.from(JSON.stringify(event)),
			receivedAt: this.clock.now(),
		};
		const [seq] = await this.connection.ports.store.commit({}, [entry]);
		this.connection.emit({ id, inboxSeq: seq ?? null, event, raw: null });
		await settle();
		return id;
	}

	async send(key: string, recipient = '+49 1522 2222222') {
		return await this.session.send({ recipient, message: { kind: 'text', text: key }, idempotencyKey: key });
	}

	/** The process dies without a word; the next one finds what the store has. */
	async crash(): Promise<void> {
		await this.clock.advance(50);
		this.heard = [];
		this.#begin();
		await settle();
	}

	async dispose(): Promise<void> {
		const closing = this.session.close();
		await this.clock.advance(1_000);
		await closing;
		await this.#temporary.dispose();
	}

	#begin(): void {
		this.#processes += 1;
		const engine = scriptedEngine();
		const { open } = engine;
		engine.open = async (...args) => {
			const made = await open(...args);
			made.replay = async (row) =>
				await Promise.resolve({
					id: row.eventId,
					inboxSeq: row.seq,
					event: JSON.parse(Buffer.from(row.body).toString()) as IncomingEvent,
					replayOf: row.receivedAt,
					raw: null,
				});
			return made;
		};
		this.#engine = engine;
		this.session = new ManagedSession(
			{
				account: { id: 'cred-1', name: 'Shop', options: {} },
				engine,
				storageKey: undefined,
				limits: this.#limits,
			},
			{
				store: this.store,
				clock: this.clock,
				logger: this.logger,
				owner: { id: `process-${this.#processes}`, host: 'host', pid: 1, role: 'main' },
				isAlive: ({ id }) => id === `process-${this.#processes}`,
				random: { unit: () => 0, bytes: (length) => new Uint8Array(length) },
				environment: {},
				fetchMedia: async () => await Promise.reject(new Error('no network in this test')),
			},
		);
	}
}

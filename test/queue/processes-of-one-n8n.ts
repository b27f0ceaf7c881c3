import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionState, EngineEventEnvelope } from '../../engines/engine';
import type { Unsubscribe } from '../../messages/ports';
import { createKit, type ClosableKit } from '../../runtime/create-kit';
import type { Manners } from '../../sessions/manners/manners';
import type { Session } from '../../sessions/session';
import { recordingLogger } from '../fixtures/quiet-logger';
import { shiftedClock } from '../fixtures/shifted-clock';
import { startLoopbackWhatsApp, type LoopbackWhatsApp, type Phone } from '../whatsapp';
import { Arrivals } from '../whatsapp/arrivals';

/** The one the programs of `test/faults` use. */
export const ACCOUNT_ID = 'cred-crash';
/** What these tests are about is not how much may be sent. */
const credential = { limitsPreset: 'unlimited' };
export const never = new AbortController().signal;

/** The variables by which a process finds Redis. */
export type RedisVariables = Readonly<Record<string, string>>;

/** One process of an n8n in queue mode, as far as the kit can tell; it lives in this process of the test. */
export interface KitProcess {
	readonly kit: ClosableKit;
	readonly session: Session;
	readonly logger: ReturnType<typeof recordingLogger>;
	/** A trigger (durable) or a manual test; the same trigger runs under the same id in every process. */
	listen(options: {
		readonly durable: boolean;
		readonly raw?: boolean;
		readonly id?: string;
		readonly manners?: Partial<Manners>;
	}): Promise<Listening>;
	send(key: string, text?: string): ReturnType<Session['send']>;
	/** The credential was edited, and somebody in this process uses it. */
	useStorageKey(storageKey: string): Promise<void>;
	close(): Promise<void>;
}

export interface Listening {
	readonly events: Arrivals<EngineEventEnvelope>;
	readonly states: ConnectionState[];
	readonly stop: Unsubscribe;
}

/** A loopback WhatsApp with a linked shop and a customer, and the processes of one n8n on one store. */
export class ProcessesOfOneN8n {
	readonly server: LoopbackWhatsApp;

	readonly shop: Phone;

	readonly customer: Phone;

	readonly folder: string;

	readonly environment: Readonly<Record<string, string>>;

	readonly #processes: KitProcess[] = [];

	private constructor(
		server: LoopbackWhatsApp,
		folder: string,
		environment: Readonly<Record<string, string>>,
	) {
		this.server = server;
		this.folder = folder;
		this.shop = server.addPhone({ phone: '5511987654321', name: 'Shop' });
		this.customer = server.addPhone({ phone: '4915123456789', name: 'Ana' });
		this.environment = {
			WHATSAPP_KIT_HOME: folder,
			WHATSAPP_KIT_SERVER_URL: server.url,
			WHATSAPP_KIT_SERVER_ROOT_KEY: server.rootKeyHex,
			...environment,
		};
	}

	/** `redis`: its address, or the variables that lead to it. */
	static async begin(
		redis: string | RedisVariables,
		environment: Readonly<Record<string, string>> = {},
	): Promise<ProcessesOfOneN8n> {
		const folder = await mkdtemp(join(tmpdir(), 'whatsapp-kit-queue-'));
		const all = {
			...(typeof redis === 'string' ? { WHATSAPP_KIT_REDIS_URL: redis } : redis),
			...environment,
		};
		return new ProcessesOfOneN8n(await startLoopbackWhatsApp(), folder, all);
	}

	/** `aheadMs`: how far the clock of its machine is ahead. */
	async start(
		environment: Readonly<Record<string, string>> = {},
		{ aheadMs = 0, storageKey = '' }: { readonly aheadMs?: number; readonly storageKey?: string } = {},
	): Promise<KitProcess> {
		const logger = recordingLogger();
		const clock = shiftedClock(aheadMs);
		const kit = createKit({ logger, clock }, { ...this.environment, ...environment });
		const acquire = async (key: string) =>
			await kit.acquire({
				id: ACCOUNT_ID,
				name: 'Shop',
				engine: 'web',
				credential: { ...credential, storageKey: key },
			});
		const handle = await acquire(storageKey);
		const { session } = handle;
		const started: KitProcess = {
			kit,
			session,
			logger,
			listen: async (options) => await this.#listen(session, options),
			send: async (key, text = `text of ${key}`) =>
				await session.send({
					recipient: this.customer.digits,
					message: { kind: 'text', text },
					idempotencyKey: key,
				}),
			async useStorageKey(key) {
				(await acquire(key)).release();
			},
			async close() {
				handle.release();
				await kit.close();
			},
		};
		this.#processes.push(started);
		return started;
	}

	/** Links the number to the shop's phone through this process. */
	async link({ session }: KitProcess): Promise<void> {
		const { qr } = await session.link({ waitMs: 0, signal: never });
		await this.shop.scan(qr!);
		const { linked } = await session.link({ waitMs: 20_000, signal: never });
		if (!linked) throw new Error('The number was not linked');
	}

	async dispose(): Promise<void> {
		for (const started of this.#processes) await started.close();
		await this.server.close();
		await rm(this.folder, { recursive: true, force: true });
	}

	async #listen(
		session: Session,
		{ durable, raw, id = 'workflow:node', manners }: Parameters<KitProcess['listen']>[0],
	): Promise<Listening> {
		const events = new Arrivals<EngineEventEnvelope>('event', this.server.clock);
		const states: ConnectionState[] = [];
		const stop = await session.subscribe({
			id,
			durable,
			raw,
			resume: true,
			...(manners && { manners: { hears: () => true, ...manners } }),
			async deliver(envelope) {
				events.push(envelope);
			},
			onState: (state) => states.push(state),
		});
		return { events, states, stop };
	}
}

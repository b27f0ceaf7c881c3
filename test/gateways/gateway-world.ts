import type { Connection, EngineEventEnvelope, InboxRow, SendOutcome } from '../../engines/engine';
import type { OutgoingMessage } from '../../messages/outgoing';
import type { SessionStore } from '../../sessions/store';
import type { EngineWorld } from '../contracts/engine-conformance';
import type { OpenedGateway } from '../contracts/gateway-conformance';
import { limit, oneAttempt } from '../contracts/one-attempt';
import { ManualClock } from '../fixtures/manual-clock';
import { recordingLogger } from '../fixtures/quiet-logger';
import { temporaryStore } from '../fixtures/temporary-store';
import { systemRandom } from '../../runtime/system-ports';

const ACCOUNT = 'credential-1';

/** One account at a simulated gateway, on a real store; what it said and heard is kept. */
export class GatewayWorld {
	readonly gateway: OpenedGateway;

	readonly clock = new ManualClock();

	readonly logger = recordingLogger();

	readonly heard: EngineEventEnvelope[] = [];

	readonly #storage: Awaited<ReturnType<typeof temporaryStore>>;

	#opened: readonly Connection[] = [];

	private constructor(gateway: OpenedGateway, storage: Awaited<ReturnType<typeof temporaryStore>>) {
		this.gateway = gateway;
		this.#storage = storage;
	}

	static async open(gateway: OpenedGateway): Promise<GatewayWorld> {
		return new GatewayWorld(gateway, await temporaryStore());
	}

	get store(): SessionStore {
		return this.#storage.store;
	}

	/** Opens the account; the world closes it. */
	async connect(credential: unknown = this.gateway.credential): Promise<Connection> {
		const { engine, parseOptions } = this.gateway;
		const owner = { id: 'test', host: 'here', pid: 1, role: 'main' };
		const answer = await this.store.acquireLease({
			accountId: ACCOUNT,
			owner,
			now: this.clock.now(),
			ttlMs: 600_000,
		});
		if (!answer.granted) throw new Error('The account is held by somebody else');
		const connection = await engine.open(
			{ id: ACCOUNT, name: 'Shop', options: parseOptions(credential) },
			{
				clock: this.clock,
				random: systemRandom,
				logger: this.logger,
				store: this.store.accountStore(answer.lease, {}),
				environment: {},
			},
		);
		this.#opened = [...this.#opened, connection];
		connection.onEvent((envelope) => this.heard.push(envelope));
		return connection;
	}

	async open(): Promise<Connection> {
		const connection = await this.connect();
		await connection.whenOpen(limit());
		return connection;
	}

	/** One attempt, as the session makes it. */
	async send(
		connection: Connection,
		message: OutgoingMessage,
		{ to = '+491701234567', messageId = connection.newMessageId() } = {},
	): Promise<SendOutcome> {
		const { engine } = this.gateway;
		return await oneAttempt(message, { engine, connection, to, messageId });
	}

	/** The same, for the suite of all engines. */
	get ofAnyEngine(): EngineWorld {
		const { engine, parseOptions, credential, taken, written } = this.gateway;
		let count = 0;
		return {
			engine,
			recipient: '+491701234567',
			open: async () => await this.open(),
			taken,
			...(written && {
				async written(connection, text) {
					const id = `written-${(count += 1)}`;
					await connection.ingest?.(written({ id, from: '447911123456', name: 'Ada', text }));
				},
			}),
			inbox: async () => await this.inbox(),
			openManaged: () =>
				engine.openManaged?.(
					{ id: ACCOUNT, name: 'Shop', options: parseOptions(credential) },
					{ clock: this.clock, random: systemRandom, logger: this.logger, environment: {} },
				),
			close: async () => await this.close(),
		};
	}

	/** What lies in the inbox, oldest first. */
	async inbox(): Promise<readonly InboxRow[]> {
		return [...(await this.store.recent(ACCOUNT, { limit: 100 }))].reverse();
	}

	/** Everything that was said in logs so far, as one text. */
	get logged(): string {
		return JSON.stringify(this.logger.lines);
	}

	async close(): Promise<void> {
		await Promise.all(this.#opened.map(async (connection) => await connection.close()));
		await this.gateway.simulator.close();
		await this.#storage.dispose();
	}
}

export { limit };

/** Everything a person could read in an error, and what hides behind it. */
export function wordsOf(error: unknown): string {
	let words = '';
	for (let one = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth += 1)
		words += JSON.stringify({ ...one, message: one.message, stack: one.stack });
	return words;
}

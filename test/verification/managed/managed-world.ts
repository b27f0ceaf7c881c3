import { KitVerifications } from '../../../runtime/kit-verifications';
import { KitWaits } from '../../../runtime/kit-waits';
import type { AccountConfig, AccountVerifications } from '../../../runtime/kit';
import { systemRandom } from '../../../runtime/system-ports';
import { SessionManager } from '../../../sessions/session-manager';
import type { SessionStore } from '../../../sessions/store';
import type { VerificationStore } from '../../../verification/store';
import type { AccountWaits } from '../../../waits/account-waits';
import type { WaitStore } from '../../../waits/store';
import { ManualClock } from '../../fixtures/manual-clock';
import { recordingLogger } from '../../fixtures/quiet-logger';
import { temporaryStore } from '../../fixtures/temporary-store';
import { WaCrSimulator } from '../../gateways/waCr/wa-cr-simulator';
import { WawpSimulator } from '../../gateways/wawp/wawp-simulator';
import { START } from '../a-verification';

export const ANA = '+5511987654321';
export const DIGITS = ANA.slice(1);

const instance = { instanceId: '1A2B3C4D5E6F', accessToken: 'token-of-the-shop' };
const token = 'token-of-the-shop';

type Storage = Awaited<ReturnType<typeof temporaryStore>> & { store: SessionStore };
type Kept = SessionStore & { readonly verifications: VerificationStore; readonly waits: WaitStore };

interface Process {
	readonly manager: SessionManager;
	readonly verifications: KitVerifications;
}

/**
 * Verifications of one account at a simulated gateway: everything from its credential to the wire is real but the
 * clock, which stands still.
 */
export class ManagedWorld<Simulator extends WawpSimulator | WaCrSimulator> {
	readonly clock = new ManualClock(START);

	readonly logger = recordingLogger();

	#items = 0;

	#processes: readonly Process[] = [];

	#waits: readonly KitWaits[] = [];

	private constructor(
		readonly simulator: Simulator,
		readonly config: AccountConfig,
		private readonly storage: Storage,
	) {}

	static async wawp(credential: object = {}): Promise<ManagedWorld<WawpSimulator>> {
		const simulator = await new WawpSimulator(instance).listen();
		const config = configOf('wawp', { ...instance, baseUrl: simulator.url, ...credential });
		const world = new ManagedWorld(simulator, config, await temporaryStore());
		simulator.clock = () => world.clock.now();
		return world;
	}

	static async waCr(credential: object = {}): Promise<ManagedWorld<WaCrSimulator>> {
		const simulator = await new WaCrSimulator({ token }).listen();
		const config = configOf('waCr', { token, baseUrl: simulator.url, ...credential });
		const world = new ManagedWorld(simulator, config, await temporaryStore());
		return world;
	}

	get store(): VerificationStore {
		return (this.storage.store as Kept).verifications;
	}

	/** Of a process of its own over the same store; the first one sends. */
	process(config: AccountConfig = this.config): AccountVerifications {
		const { clock, logger } = this;
		const { store } = this.storage;
		const environment = {};
		const [first] = this.#processes;
		const manager =
			first?.manager ??
			new SessionManager({
				store,
				logger,
				environment,
				clock,
				random: systemRandom,
				owner: { id: 'p1', host: 'here', pid: 1, role: 'main' },
				isAlive: () => true,
				fetchMedia: async () => await Promise.reject(new Error('There are no files')),
				remote: undefined,
			});
		const ports = { store: this.store, sessions: store, manager, clock, logger, environment };
		const verifications = new KitVerifications({ ...ports, random: systemRandom });
		this.#processes = [...this.#processes, { manager, verifications }];
		return verifications.of(config);
	}

	/** Executions that sleep on this account; `told` gets what is woken. */
	waits(told: string[]): AccountWaits {
		this.process();
		const { manager, verifications } = this.#processes.at(-1)!;
		const { clock, logger, store } = this;
		const waits = new KitWaits({
			...{ waits: (this.storage.store as Kept).waits, store, sessions: this.storage.store },
			...{ manager, verifications, clock, logger },
			resume: async ({ waitId }) => {
				told.push(waitId);
				return await Promise.resolve('resumed');
			},
		});
		this.#waits = [...this.#waits, waits];
		return waits.of(this.config);
	}

	/** As any node that uses the account for long. */
	useWaits(): void {
		for (const waits of this.#waits) waits.use(this.config);
	}

	/** A key of an item nobody had before. */
	item(): string {
		return `item ${(this.#items += 1)}`;
	}

	/**
	 * Lets at most `ms` of its time pass, as fast as the wire allows, until the condition holds; throws when it does
	 * not. Without one all of the time passes.
	 */
	async pass(ms: number, until?: () => Promise<boolean>): Promise<void> {
		for (const end = this.clock.now() + ms; this.clock.now() < end; ) {
			if (until && (await until())) return;
			await this.clock.advance(50);
			// What was asked over the wire needs time of its own.
			await new Promise((resolve) => setTimeout(resolve, 2));
		}
		if (until && !(await until())) throw new Error(`It did not come true in ${ms} ms: ${until.toString()}`);
	}

	/** As a stop and a start of n8n. */
	async restart(): Promise<void> {
		for (const waits of this.#waits) await waits.close();
		this.#waits = [];
		for (const { verifications } of this.#processes) await verifications.close();
		await this.#processes[0]?.manager.close();
		this.#processes = [];
	}

	get folder(): string {
		return this.storage.folder;
	}

	async close(): Promise<void> {
		await this.restart();
		await this.simulator.close();
		await this.storage.dispose();
	}
}

function configOf(engine: 'wawp' | 'waCr', credential: object): AccountConfig {
	return {
		id: 'account',
		name: 'Shop',
		engine,
		credential: { allowPrivateAddress: true, limitsPreset: 'unlimited', ...credential },
	};
}

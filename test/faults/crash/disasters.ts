import { seededRandom } from './seeded-random';

export interface DisasterPorts {
	/** How many sockets were connected and are not any more. */
	drop(): Promise<number>;
	/** Resolves when a new process is up. */
	kill(): Promise<void>;
	/** Resolves when the account is online. */
	isReady(): Promise<void>;
}

/** When which disaster happens: at random points of the progress, so that a slow machine sees the same run. */
export class Disasters {
	readonly #due: { readonly at: number; readonly kind: 'drop' | 'kill' }[];

	readonly #ports: DisasterPorts;

	#progress = 0;

	#wake: (() => void) | undefined;

	drops = 0;

	constructor(
		options: { messages: number; drops: number; kills: number; seed: number },
		ports: DisasterPorts,
	) {
		const random = seededRandom(options.seed);
		// Both directions count, and the last tenth stays calm so that the last disaster still finds work.
		const span = options.messages * 2 * 0.9;
		const plan = (kind: 'drop' | 'kill', count: number) =>
			Array.from({ length: count }, () => ({ at: Math.floor(random() * span), kind }));
		this.#due = [...plan('drop', options.drops), ...plan('kill', options.kills)].sort((a, b) => a.at - b.at);
		this.#ports = ports;
	}

	/** One more message was written or sent. */
	progress(): void {
		this.#progress += 1;
		this.#wake?.();
	}

	/** Resolves when all have happened. */
	async run(): Promise<void> {
		for (const { at, kind } of this.#due) {
			while (this.#progress < at) {
				await new Promise<void>((resolve) => {
					this.#wake = resolve;
				});
			}
			await this.#happen(kind);
		}
	}

	async #happen(kind: 'drop' | 'kill'): Promise<void> {
		if (kind === 'kill') return await this.#ports.kill();
		// A cable that is not plugged in cannot be pulled.
		while ((await this.#ports.drop()) === 0) await this.#ports.isReady();
		this.drops += 1;
	}
}

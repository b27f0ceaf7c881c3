import type { EnginePorts } from '../engines/engine';
import type { OpenedRecords, PolledRecord } from '../engines/records';
import { sweepRecords } from '../engines/gateway/sweep-records';
import { findEngine } from '../engines/registry';
import { KitError } from '../messages/kit-error';
import type { Environment } from './environment-value';
import type { AccountConfig, HostPorts, Kit, SweepRequest, Swept } from './kit';
import { systemClock, systemRandom } from './system-ports';

/** Examples of a feed at most. */
const MOST_EXAMPLES = 3;

/** Reads what accounts have to be asked for. */
export function recordsOf(host: HostPorts, environment: Environment): Pick<Kit, 'sweep' | 'sample'> {
	const clock = host.clock ?? systemClock;
	const records = new KitRecords({ clock, random: systemRandom, logger: host.logger, environment });
	return {
		sweep: async (account, request) => await records.sweep(account, request),
		sample: async (account, request) => await records.sample(account, request),
	};
}

class KitRecords {
	readonly #ports: Omit<EnginePorts, 'store'>;

	constructor(ports: Omit<EnginePorts, 'store'>) {
		this.#ports = ports;
	}

	async sweep(account: AccountConfig, { feed, cursor, signal }: SweepRequest): Promise<Swept> {
		return await this.#reading(account, async (records) => {
			const read = async (page: number) => await records.page({ feed, page }, signal);
			return await sweepRecords(read, cursor, this.#ports.clock.now());
		});
	}

	async sample(
		account: AccountConfig,
		{ feed, signal }: Omit<SweepRequest, 'cursor'>,
	): Promise<readonly PolledRecord[]> {
		return await this.#reading(account, async (opened) => {
			const { records } = await opened.page({ feed, page: 1 }, signal);
			return records.slice(0, MOST_EXAMPLES);
		});
	}

	async #reading<Result>(
		{ id, name, engine: engineId, credential }: AccountConfig,
		work: (records: OpenedRecords) => Promise<Result>,
	): Promise<Result> {
		const { engine, parseOptions } = findEngine(engineId);
		const records = engine.openRecords?.(
			{ id, name, options: parseOptions(credential) as never },
			this.#ports,
		);
		if (!records) {
			throw new KitError({
				code: 'notSupported',
				what: `${engine.title} is not asked for what happened: it tells by itself.`,
				next: 'Use its trigger instead.',
			});
		}
		try {
			return await work(records);
		} finally {
			records.close();
		}
	}
}

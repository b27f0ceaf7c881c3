import type { EnginePorts, OpenedWebhooks, Webhooks } from '../engines/engine';
import { findEngine } from '../engines/registry';
import { KitError } from '../messages/kit-error';
import type { Environment } from './environment-value';
import type { AccountConfig, HostPorts } from './kit';
import { systemClock, systemRandom } from './system-ports';

/** Webhooks of any account, for one process. */
export function webhooksOf(host: HostPorts, environment: Environment): (account: AccountConfig) => Webhooks {
	const webhooks = new KitWebhooks(host, environment);
	return (account) => webhooks.of(account);
}

/** Webhooks of all accounts in this process: one change after the other for each. */
class KitWebhooks {
	readonly #ports: Omit<EnginePorts, 'store'>;

	readonly #last = new Map<string, Promise<unknown>>();

	constructor({ logger, clock = systemClock }: HostPorts, environment: Environment) {
		this.#ports = { logger, clock, random: systemRandom, environment };
	}

	of(account: AccountConfig): Webhooks {
		const inTurn = async <Result>(work: (webhooks: Webhooks) => Promise<Result>): Promise<Result> =>
			await this.#inTurn(account.id, async () => {
				const webhooks = this.#open(account);
				try {
					return await work(webhooks);
				} finally {
					webhooks.close();
				}
			});
		return {
			has: async (webhook, signal) => await inTurn(async (webhooks) => await webhooks.has(webhook, signal)),
			add: async (webhook, signal) => await inTurn(async (webhooks) => await webhooks.add(webhook, signal)),
			remove: async (url, signal) => await inTurn(async (webhooks) => await webhooks.remove(url, signal)),
		};
	}

	#open({ id, name, engine: engineId, credential }: AccountConfig): OpenedWebhooks {
		const { engine, parseOptions } = findEngine(engineId);
		const options = parseOptions(credential) as never;
		const opened = engine.openWebhooks?.({ id, name, options }, this.#ports);
		if (opened) return opened;
		throw new KitError({
			code: 'notSupported',
			what: `${engine.title} is not told by API where to deliver events.`,
			next: 'Enter the address by hand where its documents say.',
		});
	}

	async #inTurn<Result>(accountId: string, work: () => Promise<Result>): Promise<Result> {
		const before = this.#last.get(accountId) ?? Promise.resolve();
		const mine = before.then(work, work);
		const settled = mine.catch(() => undefined);
		this.#last.set(accountId, settled);
		try {
			return await mine;
		} finally {
			if (this.#last.get(accountId) === settled) this.#last.delete(accountId);
		}
	}
}

import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { KitError, isKitError } from '../../messages/kit-error';
import type { Clock, Logger } from '../../messages/ports';
import { endingWith, timeLimit } from '../abort';
import { livingOwner } from '../known-state';
import type { OwnerIdentity, OwnerRow, SessionStore } from '../store';
import type { Freight } from './freight';
import { remoteMethods, type AnyMethod, type ArgsOf, type MethodName, type ResultOf } from './methods';
import { CallEnded, type OwnerLink } from './owner-link';
import { unanswered } from './unanswered';

/** While a call waits: how often it is looked whether anybody is there to take it, ms. */
const OWNER_CHECK_MS = 500;

export interface RemoteCallerPorts {
	readonly link: OwnerLink;
	readonly freight: Freight;
	readonly store: SessionStore;
	readonly clock: Clock;
	readonly logger: Logger;
	isAlive(owner: OwnerIdentity): boolean;
	/** Nobody holds the account: this process tries to. Rejects when it cannot. */
	becomeOwner(signal: AbortSignal): Promise<unknown>;
}

/** Asks the owner of one account, whichever process that is, and whoever becomes it meanwhile. */
export class RemoteCaller {
	readonly #account: { readonly id: string; readonly name: string };

	readonly #ports: RemoteCallerPorts;

	constructor(account: { readonly id: string; readonly name: string }, ports: RemoteCallerPorts) {
		this.#account = account;
		this.#ports = ports;
	}

	/** The process that holds the account now; null when nobody does, or who did is gone. */
	async owner(): Promise<OwnerRow | null> {
		const { store, clock, isAlive } = this.#ports;
		return livingOwner(await store.readOwner(this.#account.id), { now: clock.now(), isAlive });
	}

	async call<Name extends MethodName>(
		name: Name,
		args: ArgsOf<Name>,
		signal: AbortSignal,
	): Promise<ResultOf<Name>> {
		const method = remoteMethods[name] as AnyMethod;
		const limitMs = method.limitMs(args);
		const limit = timeLimit(this.#ports.clock, limitMs, signal);
		const waiting = endingWith(limit.signal);
		const watching = this.#takeOverWhenAlone(waiting.signal);
		try {
			return (await this.#ask(name, method, args, limitMs, limit.signal)) as ResultOf<Name>;
		} catch (error) {
			if (!(error instanceof CallEnded)) throw error;
			const owner = await this.owner().catch(() => null);
			throw unanswered({ name, account: this.#account.name, owner, ended: error, signal: limit.signal });
		} finally {
			waiting.end();
			limit.dispose();
			await watching;
		}
	}

	async #ask(
		method: string,
		{ result, what }: AnyMethod,
		args: unknown,
		limitMs: number,
		signal: AbortSignal,
	): Promise<unknown> {
		const { clock, link, freight } = this.#ports;
		const until = clock.now() + limitMs;
		const loaded = await freight.load(args, until);
		const call = { id: randomUUID(), accountId: this.#account.id, method, freight: loaded, until };
		const answer = await link.call(call, signal);
		const outcome = outcomeSchema.safeParse(await freight.unload(answer));
		// Without awaiting: what stays behind is removed when it is too old.
		void Promise.all([loaded, answer].map(async (used) => await freight.discard(used))).catch((error) =>
			this.#ports.logger.debug('A delivered value was not removed from the store', { error: String(error) }),
		);
		if (outcome.data && 'error' in outcome.data) throw outcome.data.error;
		const value = outcome.data && result.safeParse(outcome.data.value);
		if (value?.success) return value.data;
		throw new KitError({
			code: 'unexpected',
			what: `${what} ended with an answer this process cannot read.`,
			why: 'The process that holds the connection runs another version of WhatsApp Kit.',
			next: 'Restart all processes of n8n, so that they run the same version.',
		});
	}

	/** Calls are not lost with their owner: whoever waits for one becomes owner, and takes it from the queue. */
	async #takeOverWhenAlone(signal: AbortSignal): Promise<void> {
		const { clock, becomeOwner, logger } = this.#ports;
		for (;;) {
			// Whoever calls has looked just now, and most calls are answered long before the next look.
			await clock.sleep(OWNER_CHECK_MS, signal).catch(() => undefined);
			if (signal.aborted) return;
			try {
				if ((await this.owner()) === null && !signal.aborted) await becomeOwner(signal);
			} catch (error) {
				// Another one was faster, or it cannot be opened: the call goes on waiting within its limit.
				logger.debug('An account without an owner was not taken over', { error: String(error) });
			}
		}
	}
}

const outcomeSchema = z.union([
	z.object({ error: z.custom<KitError>(isKitError) }),
	z.object({ value: z.unknown() }),
]);

import type { Connection, Engine, EngineAccount, EnginePorts } from '../engines/engine';
import { KitError } from '../messages/kit-error';
import type { Clock, Logger } from '../messages/ports';
import { StateReport } from './state-report';
import type { Lease, OwnerIdentity, OwnerRow, SessionStore } from './store';

/** How long a lease holds without renewal, and how often it is renewed, ms. */
export const LEASE_TTL_MS = 10_000;
const RENEW_EVERY_MS = 2_500;

export interface OwnershipPorts {
	readonly store: SessionStore;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly owner: OwnerIdentity;
	/** False only when it is certain that this owner's process is gone (same host, no such pid). */
	isAlive(owner: OwnerIdentity): boolean;
}

export interface OwnedConnection {
	readonly lease: Lease;
	readonly connection: Connection;
	/** Closes the connection first, then hands the lease over. Idempotent. */
	close(): Promise<void>;
}

/**
 * Becomes the one owner of an account and opens its connection.
 *
 * @throws KitError `ownedElsewhere` with `retryAt` when another process holds it, `storage`
 */
export async function openOwned(
	account: EngineAccount,
	engine: Engine,
	storageKey: string | undefined,
	ports: OwnershipPorts & Pick<EnginePorts, 'random' | 'environment'>,
): Promise<OwnedConnection> {
	const asked = ports.clock.now();
	const lease = await takeLease(account, ports);
	const ended = new AbortController();
	const report = await StateReport.begin(lease, ports);
	try {
		const connection = await engine.open(account, {
			...ports,
			store: ports.store.accountStore(lease, { storageKey }),
		});
		const reporting = connection.onState((state) => void report.write(state));
		await report.write(connection.state);
		void keepLease(lease, asked + LEASE_TTL_MS, connection, ended.signal, ports);
		let closing: Promise<void> | undefined;
		const close = async (): Promise<void> => {
			ended.abort();
			await connection.close();
			reporting();
			// A store that is away cannot take the account back; the lease then runs out by itself.
			await ports.store.releaseLease(lease).catch((error: unknown) => {
				ports.logger.debug('The lease of a WhatsApp account could not be given back', {
					error: String(error),
				});
			});
		};
		return { lease, connection, close: async () => await (closing ??= close()) };
	} catch (error) {
		ended.abort();
		await report.failed(error);
		await ports.store.releaseLease(lease).catch(() => undefined);
		throw error;
	}
}

async function takeLease(account: EngineAccount, ports: OwnershipPorts): Promise<Lease> {
	const request = { accountId: account.id, owner: ports.owner, now: ports.clock.now(), ttlMs: LEASE_TTL_MS };
	const first = await ports.store.acquireLease(request);
	if (first.granted) return first.lease;
	// A crashed process of this host leaves its lease behind; nobody has to wait for it to run out.
	if (!ports.isAlive(first.holder)) {
		const second = await ports.store.acquireLease({ ...request, takeFrom: first.holder.id });
		if (second.granted) return second.lease;
		throw heldElsewhere(account.name, second.holder);
	}
	throw heldElsewhere(account.name, first.holder);
}

function heldElsewhere(name: string, holder: OwnerRow): KitError {
	return new KitError({
		code: 'ownedElsewhere',
		what: `"${name}" is connected in another n8n process.`,
		why: `The process ${holder.pid} (${holder.role}) on ${holder.host} holds the connection; WhatsApp allows only one.`,
		next: 'Run this workflow where the trigger of this number runs, or stop the other process.',
		retryAt: holder.until,
	});
}

/** Renews until closed. A lost lease ends the connection at once: somebody else has the number now. */
async function keepLease(
	lease: Lease,
	firstUntil: number,
	connection: Connection,
	ended: AbortSignal,
	ports: OwnershipPorts,
): Promise<void> {
	const { clock, logger } = ports;
	let validUntil = firstUntil;
	while (!ended.aborted) {
		await clock.sleep(RENEW_EVERY_MS, ended).catch(() => undefined);
		if (ended.aborted) return;
		const now = clock.now();
		const renewed = await renew(lease, now, validUntil, ports);
		if (renewed) validUntil = now + LEASE_TTL_MS;
		else if (renewed === false || clock.now() >= validUntil) {
			const why = renewed === false ? 'went to another process' : 'ended, because its store does not answer';
			logger.warn(`The connection of a WhatsApp account ${why}`, { account: lease.accountId });
			return await connection.close();
		}
	}
}

/**
 * Null when the store failed or did not answer. It is waited for, but never beyond the time this process may rely
 * on: somebody who does reach the store takes the account over then.
 */
async function renew(
	lease: Lease,
	now: number,
	validUntil: number,
	{ clock, store }: OwnershipPorts,
): Promise<boolean | null> {
	const answered = new AbortController();
	const tooLate = clock.sleep(Math.max(0, validUntil - now), answered.signal).then(
		() => null,
		() => null,
	);
	const answer = store.renewLease(lease, now, LEASE_TTL_MS).catch(() => null);
	try {
		return await Promise.race([answer, tooLate]);
	} finally {
		answered.abort();
	}
}

import { KitError } from '../../messages/kit-error';
import type { Lease, LeaseAnswer, LeaseRequest, OwnerRow } from '../../sessions/store';
import { apply, change, one } from '../database';
import type { Program } from '../database';
import { text, wholeNumber } from '../row-reading';
import { statement } from '../statement';
import type { SqlBuilder } from '../statement';

/** Who holds an account, and the fence every write of the account is checked against. */
export class Leases {
	readonly #statements: ReturnType<typeof leaseStatements>;

	constructor(db: SqlBuilder) {
		this.#statements = leaseStatements(db);
	}

	/**
	 * Granted when nobody holds the account, the lease ran out, the asker holds it already (same fence), or
	 * `takeFrom` names the holder. Everyone else gets the next fence, also the earlier holder whose lease ran
	 * out: what it started before must not write beside what it starts now.
	 */
	*acquire({ accountId, owner, now, ttlMs, takeFrom }: LeaseRequest): Program<LeaseAnswer> {
		yield* apply(this.#statements.create, { account: accountId });
		const row = yield* one(this.#statements.read, { account: accountId });
		const fence = wholeNumber(row?.fence, 'fence');
		const holder = ownerRow(row);
		const held = holder !== null && holder.until > now;
		const mine = held && holder.id === owner.id;
		if (held && !mine && holder.id !== takeFrom) return { granted: false, holder };
		const next = mine ? fence : fence + 1;
		yield* apply(this.#statements.grant, {
			account: accountId,
			fence: next,
			owner: owner.id,
			host: owner.host,
			pid: owner.pid,
			role: owner.role,
			until: now + ttlMs,
			since: mine ? holder.since : now,
		});
		return { granted: true, lease: { accountId, ownerId: owner.id, fence: next } };
	}

	/** A lease that ran out is renewed as long as nobody took it: the fence proves that nothing happened. */
	*renew(lease: Lease, now: number, ttlMs: number): Program<boolean> {
		const { accountId: account, ownerId: owner, fence } = lease;
		const changed = yield* change(this.#statements.renew, { account, owner, fence, until: now + ttlMs });
		return changed === 1;
	}

	*release(lease: Lease): Program<void> {
		const { accountId: account, ownerId: owner, fence } = lease;
		yield* apply(this.#statements.release, { account, owner, fence });
	}

	*readOwner(account: string): Program<OwnerRow | null> {
		return ownerRow(yield* one(this.#statements.read, { account }));
	}

	/** First step of every write of an account: throws `ownedElsewhere` when a newer holder exists. */
	*hold(lease: Lease): Program<void> {
		const row = yield* one(this.#statements.fence, { account: lease.accountId });
		if (row?.fence === lease.fence) return;
		if (row !== undefined && wholeNumber(row.fence, 'fence') === lease.fence) return;
		throw lost(lease, yield* this.readOwner(lease.accountId));
	}
}

function leaseStatements(db: SqlBuilder) {
	type Held = { account: string; owner: string; fence: number };
	const ours = (p: Held) =>
		db
			.updateTable('whatsapp_kit_accounts')
			.where('account', '=', p.account)
			.where('owner_id', '=', p.owner)
			.where('fence', '=', p.fence);
	return {
		create: statement<{ account: string }>()((p) =>
			db
				.insertInto('whatsapp_kit_accounts')
				.values({ account: p.account, fence: 0 })
				// Changes nothing and so locks the row: a renewal, which waits for nobody else, comes before or after.
				.onConflict((conflict) =>
					conflict.column('account').doUpdateSet((row) => ({ account: row.ref('excluded.account') })),
				),
		),
		read: statement<{ account: string }>()((p) =>
			db
				.selectFrom('whatsapp_kit_accounts')
				.select(['fence', 'owner_id', 'owner_host', 'owner_pid', 'owner_role', 'lease_until', 'lease_since'])
				.where('account', '=', p.account),
		),
		fence: statement<{ account: string }>()((p) =>
			db.selectFrom('whatsapp_kit_accounts').select('fence').where('account', '=', p.account),
		),
		grant: statement<Held & { host: string; pid: number; role: string; until: number; since: number }>()(
			(p) =>
				db
					.updateTable('whatsapp_kit_accounts')
					.set({ fence: p.fence, owner_id: p.owner, owner_host: p.host, owner_pid: p.pid })
					.set({ owner_role: p.role, lease_until: p.until, lease_since: p.since })
					.where('account', '=', p.account),
		),
		renew: statement<Held & { until: number }>()((p) => ours(p).set({ lease_until: p.until })),
		release: statement<Held>()((p) =>
			ours(p)
				.set({ owner_id: null, owner_host: null, owner_pid: null })
				.set({ owner_role: null, lease_until: null, lease_since: null }),
		),
	};
}

function ownerRow(row: Readonly<Record<string, unknown>> | undefined): OwnerRow | null {
	if (row === undefined || row.owner_id === null) return null;
	return {
		id: text(row.owner_id, 'owner_id'),
		host: text(row.owner_host, 'owner_host'),
		pid: wholeNumber(row.owner_pid, 'owner_pid'),
		role: text(row.owner_role, 'owner_role'),
		fence: wholeNumber(row.fence, 'fence'),
		until: wholeNumber(row.lease_until, 'lease_until'),
		since: wholeNumber(row.lease_since, 'lease_since'),
	};
}

function lost(lease: Lease, holder: OwnerRow | null): KitError {
	const why =
		holder === null
			? `The lease this process held (fence ${lease.fence}) was given up or taken since.`
			: `The ${holder.role} process ${holder.pid} on ${holder.host} holds it now ` +
				`(fence ${holder.fence}, here ${lease.fence}).`;
	return new KitError({
		code: 'ownedElsewhere',
		what: `This process no longer holds the WhatsApp account ${lease.accountId}, so nothing was written.`,
		why,
		next: 'Nothing to do once; if it happens again and again, look for two n8n that share this store.',
	});
}

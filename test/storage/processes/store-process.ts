import { openStore } from '../../../storage/open-store';
import type { AccountStore } from '../../../engines/engine';
import type { SessionStore } from '../../../sessions/store';
import { KitError } from '../../../messages/kit-error';
import { systemClock, systemRandom } from '../../../runtime/system-ports';
import { Governor } from '../../../sessions/governor/governor';
import { PRESETS } from '../../../sessions/governor/limit-policy';
import { openPostgresStore } from '../../../storage/open-postgres-store';
import { postgresColumnTypes } from '../../../storage/dialects/postgres/column-types';
import { prepareSchema } from '../../../storage/dialects/postgres/prepare-schema';
import type { PostgresSettings } from '../../../storage/dialects/postgres/settings';
import { sqliteColumnTypes } from '../../../storage/dialects/sqlite/column-types';
import { openConnection } from '../../../storage/dialects/sqlite/connection';
import { kyselyOver } from '../../../storage/dialects/sqlite/kysely-adapter';
import { migrate } from '../../../storage/migrations/migrate';
import { countedMigrations } from './counted-migrations';
import type { Answer, Order } from './orders';
import { commitOf } from './numbered-commits';
import { silentLogger } from '../silent-logger';

/** A process of its own that works on a store as its parent tells it. Ends when the parent goes. */
let store: SessionStore | null = null;

process.on('message', (order: Order) => {
	obey(order).then(
		(result) => say({ to: order.id, result }),
		(error: { code?: string; message?: string }) =>
			say({ to: order.id, error: { code: String(error.code), message: String(error.message) } }),
	);
});
process.on('disconnect', () => process.exit());
void say({ to: 0, result: 'ready' });

async function obey(order: Order): Promise<unknown> {
	switch (order.do) {
		case 'open':
			store = await openStore({ folder: order.folder, logger: silentLogger });
			return undefined;
		case 'openPostgres':
			store = await openPostgresStore(onPostgres(order.settings));
			return undefined;
		case 'acquireMany':
			return await acquireMany(opened(), order);
		case 'reserveMany':
			return await reserveMany(opened(), order);
		case 'commitForever':
			return await commitForever(opened(), order.accountId);
		case 'commitMany':
			return await commitMany(opened(), order.accountId, order.times);
		case 'commitAgain':
			return await commit(await take(opened(), order.accountId), 1_000_000);
		case 'commitThroughOutages':
			return await commitThroughOutages(opened(), order.accountId, order.times);
		case 'migrate':
			return await migrateCounted(order.path);
		case 'migratePostgres':
			await prepareSchema(onPostgres(order.settings), countedMigrations(postgresColumnTypes));
			return undefined;
		case 'becomeUser':
			// What is loaded later must not depend on that user being let into this checkout.
			await Promise.all([import('node:sqlite'), import('kysely'), import('kysely/migration')]);
			process.setegid?.(order.uid);
			process.seteuid?.(order.uid);
			return undefined;
	}
}

function opened(): SessionStore {
	if (store === null) throw new Error('open comes first');
	return store;
}

/** Verifications to one recipient, all at once; answers how many were granted. */
async function reserveMany(at: SessionStore, order: Extract<Order, { do: 'reserveMany' }>): Promise<number> {
	const clock = { ...systemClock, now: () => order.now };
	const ports = { store: at, clock, random: systemRandom, logger: silentLogger };
	const governor = new Governor({ id: order.accountId, name: 'Shop' }, PRESETS.unlimited, ports);
	const recipient = { key: '+4915', chats: ['4915@s.whatsapp.net'], isGroup: false };
	const asks = Array.from({ length: order.times }, () => governor.reserve(recipient, 'verification'));
	return (await Promise.all(asks)).filter(({ granted }) => granted).length;
}

async function acquireMany(at: SessionStore, order: Extract<Order, { do: 'acquireMany' }>): Promise<unknown> {
	const asks = Array.from({ length: order.times }, async (_, index) => {
		const owner = { id: `${process.pid}-${index}`, host: 'host', pid: process.pid, role: 'main' };
		const { accountId, now, ttlMs } = order;
		const answer = await at.acquireLease({ accountId, owner, now, ttlMs });
		return answer.granted ? [answer.lease.fence] : [];
	});
	return (await Promise.all(asks)).flat();
}

/** Tells the parent each number after its commit was acknowledged, until somebody kills this process. */
async function commitForever(at: SessionStore, accountId: string): Promise<never> {
	const account = await take(at, accountId);
	for (let number = 1; ; number++) {
		await commit(account, number);
		await say({ to: 0, result: number });
	}
}

async function commitMany(at: SessionStore, accountId: string, times: number): Promise<number> {
	const account = await take(at, accountId);
	for (let number = 1; number <= times; number++) await commit(account, number);
	return (await account.loadKeys()).get('session')?.size ?? 0;
}

/** Repeats what failed because the store was away; answers how often that was. */
async function commitThroughOutages(at: SessionStore, accountId: string, times: number): Promise<number> {
	const account = await take(at, accountId);
	let failures = 0;
	for (let number = 1; number <= times; ) {
		try {
			await commit(account, number);
			await say({ to: 0, result: number });
			number += 1;
		} catch (error) {
			if (!(error instanceof KitError) || error.code !== 'storage') throw error;
			failures += 1;
		}
	}
	return failures;
}

async function commit(account: AccountStore, number: number): Promise<void> {
	const { changes, received } = commitOf(number);
	await account.commit(changes, received);
}

function onPostgres(settings: PostgresSettings) {
	return { settings, logger: silentLogger, clock: systemClock };
}

/** What this process took once it goes on believing to hold. */
const held = new Map<string, AccountStore>();

async function take(at: SessionStore, accountId: string): Promise<AccountStore> {
	const known = held.get(accountId);
	if (known !== undefined) return known;
	const owner = { id: String(process.pid), host: 'host', pid: process.pid, role: 'main' };
	const answer = await at.acquireLease({ accountId, owner, now: 0, ttlMs: 1_000 });
	if (!answer.granted) throw new Error('the account is held');
	const account = at.accountStore(answer.lease, {});
	held.set(accountId, account);
	return account;
}

async function migrateCounted(path: string): Promise<void> {
	const connection = await openConnection(path);
	try {
		await migrate(await kyselyOver(connection), countedMigrations(await sqliteColumnTypes()));
	} finally {
		connection.close();
	}
}

function say(answer: Answer): Promise<void> {
	return new Promise((resolve) => process.send?.(answer, () => resolve()));
}

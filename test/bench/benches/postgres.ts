import { Client } from 'pg';
import { Governor } from '../../../sessions/governor/governor';
import type { LimitPolicy } from '../../../sessions/governor/limit-policy';
import { PRESETS } from '../../../sessions/governor/limit-policy';
import { systemClock, systemRandom } from '../../../runtime/system-ports';
import type { Lease, SessionStore } from '../../../sessions/store';
import { openPostgresStore } from '../../../storage/open-postgres-store';
import type { PostgresSettings } from '../../../storage/dialects/postgres/settings';
import { findPostgres } from '../../fixtures/postgres-programs';
import { PostgresServer } from '../../fixtures/postgres-server';
import type { Bench } from '../bench';
import { monotonicMs } from '../processes/monotonic';
import { Lines } from '../report';
import { median } from '../statistics';

const ROUNDS = 9;
const CALLS = 150;
const silent = () => undefined;
const logger = { debug: silent, info: silent, warn: silent, error: silent };

export const postgres: Bench = {
	name: 'postgres',
	about: 'What the store costs on Postgres beside one bare upsert over pg, on one connection, with fsync.',
	async run(note) {
		const programs = findPostgres();
		if ('missing' in programs) {
			note(`not measured: ${programs.missing}`);
			return [];
		}
		const server = await PostgresServer.make({ fsync: true });
		try {
			return await measure(server.settings({ poolSize: 1 }), note);
		} finally {
			await server.dispose();
		}
	},
};

type Call = (index: number) => Promise<unknown>;

async function measure(settings: PostgresSettings, note: (text: string) => void) {
	const store = await openPostgresStore({ settings, logger, clock: systemClock });
	const { host, port, user, password, database } = settings;
	const client = new Client({ host, port, user, password, database });
	await client.connect();
	try {
		const bare = await bareUpsert(client);
		const calls = await callsOf(store);
		const rounds: Record<string, number>[] = [];
		// The first round fills caches on both sides and does not count.
		for (let round = 0; round <= ROUNDS; round += 1) {
			const upsert = await medianMs(bare, round);
			const ratios: Record<string, number> = { bare: upsert };
			for (const [name, call] of Object.entries(calls)) ratios[name] = (await medianMs(call, round)) / upsert;
			if (round > 0) rounds.push(ratios);
		}
		note(`one bare upsert: ${median(rounds.map(({ bare: ms }) => ms!)).toFixed(3)} ms`);
		const lines = new Lines('postgres');
		for (const name of Object.keys(calls)) {
			lines.add(
				`${name} / bare upsert`,
				rounds.map((ratios) => ratios[name]!),
				{ target: { atMost: 4 } },
			);
		}
		return lines.all;
	} finally {
		await client.end();
		await store.close();
	}
}

async function bareUpsert(client: Client): Promise<Call> {
	await client.query('create table bare (id text primary key, value bytea not null)');
	const value = Buffer.alloc(200, 1);
	const text =
		'insert into bare (id, value) values ($1, $2) on conflict (id) do update set value = excluded.value';
	return async (index) => await client.query({ name: 'bare', text, values: [`id-${index % 50}`, value] });
}

async function callsOf(store: SessionStore): Promise<Record<string, Call>> {
	const lease = await held(store);
	const account = store.accountStore(lease, {});
	await account.loadKeys();
	await store.attachSubscriber({ accountId: 'a', subscriberId: 'w:n', now: 0 }, { resume: false });
	const value = Buffer.alloc(200, 1);
	const claim = (key: string) => ({
		lease,
		idempotencyKey: key,
		messageId: `M ${key}`,
		chatId: 'chat',
		now: 1,
	});
	let received = 0;
	let claimed = 0;
	return {
		...governorCalls(store),
		'renewing a lease': () => store.renewLease(lease, 0, 1_000),
		'committing a key': (index) => account.commit({ session: { [`id-${index % 50}`]: value } }, []),
		'committing a received message with three keys': (index) =>
			account.commit({ session: { [`id-${index % 50}`]: value, b: value }, 'sender-key': { c: value } }, [
				{ eventId: `e${(received += 1)}`, chatId: 'chat', cipherHash: null, body: value, receivedAt: 1 },
			]),
		'claiming a send': () => store.claimSend(claim(`k${(claimed += 1)}`)),
	};
}

/** Every rule there is: 4 windows, both gaps, active hours and the restriction. */
const EVERY_RULE: LimitPolicy = {
	...PRESETS.standard,
	perRecipientGapMs: 1_000,
	activeHours: { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, toMinute: 1_440, timeZone: 'America/Sao_Paulo' },
};

/** Decisions of one number whose clock moves on as far as each call needs, or stands still. */
function governorCalls(store: SessionStore): Record<string, Call> {
	let now = Date.UTC(2026, 0, 7);
	const clock = { ...systemClock, now: () => now };
	const governorOf = (id: string) =>
		new Governor({ id, name: 'Shop' }, EVERY_RULE, { store, clock, random: systemRandom, logger });
	const [granting, refusing] = [governorOf('granting'), governorOf('refusing')];
	const person = (index: number) => ({
		key: `+49151${index % 50}`,
		chats: [`49151${index % 50}@s.whatsapp.net`],
		isGroup: false,
	});
	const expecting = async (governor: Governor, index: number, granted: boolean): Promise<void> => {
		const answer = await governor.reserve(person(index), 'message');
		if (answer.granted !== granted)
			throw new Error(`the decision was the other one: ${JSON.stringify(answer)}`);
	};
	return {
		'a governor decision, granted': async (index) => {
			now += 120_000;
			await expecting(granting, index, true);
		},
		'a governor decision, refused': async (index) => {
			if (index % CALLS === 0) await refusing.reserve(person(0), 'message');
			await expecting(refusing, 0, false);
		},
	};
}

async function held(store: SessionStore): Promise<Lease> {
	const owner = { id: 'o', host: 'h', pid: 1, role: 'main' };
	const answer = await store.acquireLease({ accountId: 'a', owner, now: 0, ttlMs: 1_000 });
	if (!answer.granted) throw new Error('a new account is held');
	return answer.lease;
}

async function medianMs(call: Call, round: number): Promise<number> {
	const times: number[] = [];
	for (let index = 0; index < CALLS; index += 1) {
		const began = monotonicMs();
		await call(round * CALLS + index);
		times.push(monotonicMs() - began);
	}
	return median(times);
}

import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { ConnectionState, EngineEventEnvelope } from '../../engines/engine';
import { loopbackKit, type KitRun, type LoopbackKit } from '../fixtures/linked-kit';
import { STORE_FILE } from '../../storage/store-file';
import { until } from '../fixtures/until';
import type { Phone } from '../whatsapp';

/** Every connection to a store opened in this file, newest last: the kit opens its own and hands none out. */
const connections: DatabaseSync[] = [];

/** From now on the file cannot grow by one page: to SQLite that is a full disk. Returns how to make room. */
function fillDisk(): () => void {
	const connection = connections.at(-1)!;
	const { page_count } = connection.prepare('pragma page_count').get() as { page_count: number };
	connection.exec(`pragma max_page_count = ${page_count}`);
	return () => {
		if (connection.isOpen) connection.exec('pragma max_page_count = 1000000');
	};
}

/** A backup or a database viewer that holds the file. Returns how to make it let go. */
function lockStore(folder: string): () => void {
	// SQLite waits for a lock in the calling thread; its 5 s for each try show nothing that 50 ms do not.
	connections.at(-1)!.exec('pragma busy_timeout = 50');
	const other = new DatabaseSync(join(folder, STORE_FILE));
	other.exec('begin immediate');
	return () => {
		if (other.isOpen) other.close();
	};
}

const stopped = (run: KitRun): Extract<ConnectionState, { kind: 'stopped' }> | undefined =>
	run.states.find((state) => state.kind === 'stopped');

/** What others wrote, by the id that tells a repetition from a second message. */
function textsById(envelopes: readonly EngineEventEnvelope[]): ReadonlyMap<string, string> {
	const texts = envelopes.flatMap(({ id, event }) =>
		event.event === 'message' && !event.from.isMe ? [[id, event.text ?? ''] as const] : [],
	);
	return new Map(texts);
}

describe.each([
	{ fault: 'a full disk', strike: fillDisk, says: 'The disk is full' },
	{
		fault: 'a lock that another program does not give back',
		strike: lockStore,
		says: 'locked by another process',
	},
])('an account whose store dies while it is connected: $fault', ({ strike, says }) => {
	let world: LoopbackKit;
	let ana: Phone;
	let run: KitRun;
	let said: string[];
	let mend: () => void;

	beforeAll(async () => {
		const exec = DatabaseSync.prototype.exec;
		jest.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, sql) {
			if (!connections.includes(this)) connections.push(this);
			return exec.call(this, sql);
		});
		world = await loopbackKit();
		ana = world.server.addPhone({ phone: '4915123456789', name: 'Ana' });
		run = await world.startLinked();
		await ana.say(world.owner, 'before');
		await run.events.waitFor(({ event }) => event.event === 'message' && event.text === 'before');
		await run.session.send({
			recipient: ana.digits,
			message: { kind: 'text', text: 'hello' },
			idempotencyKey: 'before',
		});
		mend = strike(world.folder);
		said = Array.from({ length: 40 }, (_, index) => `${index}: ${'long '.repeat(100)}`);
		for (const text of said) await ana.say(world.owner, text);
		await until(() => stopped(run) !== undefined, 15_000);
	});

	afterAll(async () => {
		mend();
		jest.restoreAllMocks();
		await world.dispose();
	});

	it('stops with an error that says what happened', () => {
		expect(stopped(run)?.error).toMatchObject({ code: 'storage' });
		expect(stopped(run)?.error.what).toContain(says);
	});

	it('tells whoever asks for its status', async () => {
		const { state, text } = await run.session.status();
		expect(state).toBe('stopped');
		expect(text).toContain(says);
	});

	it('sends nothing any more, and says why', async () => {
		const sending = run.session.send({
			recipient: ana.digits,
			message: { kind: 'text', text: 'into the void' },
			idempotencyKey: 'after the store died',
		});
		await expect(sending).rejects.toMatchObject({ code: 'storage' });
		await ana.idle();
		expect(ana.inbox.all.map(({ text }) => text)).toEqual(['hello']);
	});

	it('leaves what it could not keep with WhatsApp, unacknowledged', () => {
		const waiting = [...world.owner.account.devices.values()].map(({ queue }) => queue.size);
		expect(waiting[0]).toBeGreaterThan(0);
	});

	it('after a restart has lost nothing and is the same linked device', async () => {
		const devices = [...world.owner.account.devices.keys()];
		mend();
		await run.close();
		const next = await world.start();
		const heard = (): ReadonlyMap<string, string> => textsById([...run.events.all, ...next.events.all]);
		await until(() => heard().size >= said.length + 1);
		expect([...heard().values()].sort()).toEqual(['before', ...said].sort());
		expect([...world.owner.account.devices.keys()]).toEqual(devices);
		await expect(next.session.status()).resolves.toMatchObject({ state: 'open', phone: '+5511987654321' });
	});
});

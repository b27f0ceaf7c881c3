import type { BatchStatement, StatementResult } from '../../storage/dialects/postgres/batch';
import type { Link } from '../../storage/dialects/postgres/connections';
import { PostgresDatabase } from '../../storage/dialects/postgres/postgres-database';
import type { PostgresSettings } from '../../storage/dialects/postgres/settings';
import { apply, change } from '../../storage/database';
import type { Program } from '../../storage/database';
import { KitError } from '../../messages/kit-error';
import { ManualClock } from '../fixtures/manual-clock';

const settings: PostgresSettings = {
	setBy: 'the test',
	host: 'h',
	port: 1,
	database: 'd',
	user: 'u',
	password: 'p',
	schema: 's',
	ssl: false,
	poolSize: 1,
	connectTimeoutMs: 10_000,
	idleTimeoutMs: 1,
};

const lost = () => Object.assign(new Error('read'), { code: 'ECONNRESET' });
const fromServer = (code: string, severity = 'ERROR') => Object.assign(new Error(code), { code, severity });

const step = { sql: 'step', slots: [] };
let runs = 0;

/** Two steps that are asked about, one that is not. */
function* program(): Program<string> {
	runs += 1;
	yield* change(step, {});
	yield* change(step, {});
	yield* apply(step, {});
	return 'done';
}

/** A server that answers a batch, or fails it: one entry per batch, over all connections. */
class ScriptedServer {
	readonly batches: string[] = [];
	readonly #script: (Error | undefined)[];

	constructor(script: readonly (Error | undefined)[]) {
		this.#script = [...script];
	}

	async borrow(): Promise<Link> {
		let works = true;
		const run = async (statements: readonly BatchStatement[]): Promise<StatementResult[]> => {
			this.batches.push(statements.map(({ sql }) => sql.split(' ')[0]!).join(' '));
			const fault = this.#script.shift();
			if (fault === undefined) {
				return statements.map(({ sql }) => ({ rows: [], count: 1, tag: sql.split(' ')[0]!.toUpperCase() }));
			}
			works = false;
			throw fault;
		};
		const link: Link = {
			get works() {
				return works;
			},
			run,
			giveBack: () => undefined,
		};
		return link;
	}

	async close(): Promise<void> {}
}

function write(script: readonly (Error | undefined)[], given: Program<string> | (() => Program<string>)) {
	runs = 0;
	const server = new ScriptedServer(script);
	const clock = new ManualClock();
	const database = new PostgresDatabase({ connections: server, clock, settings });
	const answer = database.write('scope', given);
	answer.catch(() => undefined);
	return { answer, clock, batches: server.batches };
}

const first = 'begin select step';
const last = 'step commit';
const fine = undefined;

describe('a transaction over Postgres', () => {
	test('takes one round trip for each answer its program waits for, and one for the end', async () => {
		const { answer, batches } = write([], program());
		expect(await answer).toBe('done');
		expect(batches).toEqual([first, 'step', last]);
	});

	test.each([
		['a connection that was dead', lost()],
		['a deadlock', fromServer('40P01')],
		['a server that is going down', fromServer('57P01', 'FATAL')],
	])('%s at the beginning: asks the same again', async (_name, fault) => {
		const { answer, clock, batches } = write([fault], program());
		await clock.advance(1_000);
		expect(await answer).toBe('done');
		expect(batches).toEqual([first, first, 'step', last]);
		expect(runs).toBe(1);
	});

	test.each([
		['in the middle', [fine, lost()], [first, 'step']],
		['a deadlock in the middle', [fine, fromServer('40P01')], [first, 'step']],
		['undone at its end', [fine, fine, fromServer('40001')], [first, 'step', last]],
		['taken away from a sleeper', [fine, fine, fromServer('25P03', 'FATAL')], [first, 'step', last]],
	])('lost %s: begins again when the program can', async (_name, script, before) => {
		const { answer, clock, batches } = write(script, program);
		await clock.advance(1_000);
		expect(await answer).toBe('done');
		expect(batches).toEqual([...before, first, 'step', last]);
		expect(runs).toBe(2);
	});

	test('lost in the middle of a program that cannot begin again: says so', async () => {
		const { answer, clock, batches } = write([fine, lost()], program());
		await clock.advance(1_000);
		await expect(answer).rejects.toMatchObject({ code: 'storage', reason: 'ECONNRESET' });
		expect(batches).toEqual([first, 'step']);
	});

	test.each([
		['a connection cut off', lost()],
		['a server that went down', fromServer('57P01', 'FATAL')],
	])('%s at its end is not repeated: it may have been kept', async (_name, fault) => {
		const { answer, clock, batches } = write([fine, fine, fault], program);
		await clock.advance(60_000);
		await expect(answer).rejects.toMatchObject({
			code: 'storage',
			what: expect.stringMatching(/not known whether that was kept/),
			cause: fault,
		});
		expect(batches).toEqual([first, 'step', last]);
	});

	test('trouble that does not end is told after the time limit', async () => {
		const { answer, clock, batches } = write(
			Array.from({ length: 10_000 }, () => fromServer('40001')),
			program,
		);
		await clock.advance(settings.connectTimeoutMs);
		await expect(answer).rejects.toMatchObject({ code: 'storage', reason: '40001' });
		expect(batches.length).toBeGreaterThan(5);
		expect(batches.length).toBeLessThan(50);
	});

	test.each([
		['breaks a rule', fromServer('23505')],
		['waited for another writer', fromServer('55P03')],
	])('what %s is told at once', async (_name, fault) => {
		const { answer } = write([fine, fault], program);
		await expect(answer).rejects.toMatchObject({ code: 'storage', reason: fault.code });
	});

	test('one that only read is answered without waiting for its end', async () => {
		const look = { sql: 'select 1', slots: [] };
		const { answer, batches } = write([fine, lost()], function* (): Program<string> {
			yield* change(look, {});
			return 'done';
		});
		expect(await answer).toBe('done');
		expect(batches).toEqual(['begin select select', 'commit']);
	});

	test('a program that refuses is rolled back, and its own error stands', async () => {
		const refusal = new KitError({ code: 'ownedElsewhere', what: 'no' });
		const { answer, batches } = write([], function* (): Program<string> {
			yield* change(step, {});
			throw refusal;
		});
		await expect(answer).rejects.toBe(refusal);
		expect(batches).toEqual([first, 'rollback']);
	});
});

import type {
	Connection,
	ConnectionState,
	Engine,
	EngineEventEnvelope,
	InboxRow,
} from '../../engines/engine';
import { isKitError, type KitError } from '../../messages/kit-error';
import { until } from '../fixtures/until';
import { messages } from '../gateways/conformance/messages';
import { limit, oneAttempt } from './one-attempt';

/** One account that works, on an engine, with whoever is on the other side. */
export interface EngineWorld {
	readonly engine: Engine;
	/** Somebody who is on WhatsApp. */
	readonly recipient: string;
	/** The account, open; the same one again after it was closed. The world closes what is left. */
	open(): Promise<Connection>;
	/** Messages the other side took so far. */
	taken(): number;
	/** Somebody writes this to the account. Absent with the gap `events`. */
	written?(connection: Connection, text: string): Promise<void>;
	/** What is kept of what came in, oldest first. */
	inbox(): Promise<readonly InboxRow[]>;
	/** What the account asks of verifications the other side keeps; undefined where it keeps none. The caller closes it. */
	openManaged(): ReturnType<NonNullable<Engine['openManaged']>> | undefined;
	close(): Promise<void>;
}

export type EngineGap = 'sends' | 'events';

export interface EngineUnderTest {
	readonly name: string;
	open(): Promise<EngineWorld>;
	/** What this engine has not, and why; the tests of it are left out. */
	readonly gaps?: Partial<Record<EngineGap, string>>;
}

const managedParts = { code: 'codes', approval: 'approvals', link: 'links' } as const;

/** What every engine must do, whatever is behind it: `engineConformance({ name: 'web', open: async () => … })`. */
export function engineConformance({ name, open, gaps = {} }: EngineUnderTest): void {
	describe(`engine: ${name}`, () => {
		let world: EngineWorld;

		beforeEach(async () => {
			world = await open();
		});
		afterEach(async () => await world.close());

		it('says of itself what is so', async () => {
			const { native, experimental, liveEvents, manages } = world.engine.capabilities;
			expect([...experimental].filter((kind) => native.has(kind))).toEqual([]);
			expect(native.size > 0).toBe(gaps.sends === undefined);
			const connection = await world.open();
			expect(typeof connection.ingest === 'function').toBe(!liveEvents);
			const managed = world.openManaged();
			for (const [method, part] of Object.entries(managedParts))
				expect([method, managed?.[part] !== undefined]).toEqual([method, manages.has(method as 'code')]);
			managed?.close();
		});

		it('is open until it is closed, and then for good', async () => {
			const connection = await world.open();
			const states: ConnectionState['kind'][] = [];
			connection.onState(({ kind }) => states.push(kind));
			expect(connection.state).toMatchObject({ kind: 'open', since: expect.any(Number) });
			await connection.close();
			await connection.close();
			expect([states.at(-1), states.filter((kind) => kind === 'closed')]).toEqual(['closed', ['closed']]);
			expect(await codeOf(connection.whenOpen(limit()))).toBe('notConnected');
		});

		it('gives no message id twice', async () => {
			const connection = await world.open();
			const ids = new Set(Array.from({ length: 500 }, () => connection.newMessageId()));
			expect(ids.size).toBe(500);
		});

		it('fails in words of its own', async () => {
			const connection = await world.open();
			const failures = [
				connection.downloadMedia('a file nobody sent', { maxBytes: 1_000, signal: limit() }),
				connection.getGroup('120363000000000000@g.us', limit()),
			];
			for (const one of failures) {
				const error = await failureOf(one);
				expect(error.what).toMatch(/^[A-Z].*\.$/su);
			}
		});

		describe('what it cannot show', () => refusals(() => world));
		if (gaps.sends === undefined) describe('sends', () => sends(() => world));
		if (gaps.events === undefined) describe('events', () => events(() => world));
	});
}

function refusals(world: () => EngineWorld): void {
	it('is refused before anything leaves', async () => {
		const { engine, recipient: to } = world();
		const connection = await world().open();
		const { native } = engine.capabilities;
		const refused = messages.filter(({ kind }) => !native.has(kind) && !COMPOSED.has(kind));
		expect(refused.length).toBeGreaterThan(0);
		const before = world().taken();
		for (const message of refused) {
			const code = await codeOf(oneAttempt(message, { engine, connection, to }));
			expect([message.kind, code]).toEqual([message.kind, 'notSupported']);
		}
		expect(world().taken()).toBe(before);
	});
}

/** Goes out in another form where it has none of its own. */
const COMPOSED: ReadonlySet<string> = new Set(['list', 'buttons', 'poll', 'text']);

function sends(world: () => EngineWorld): void {
	it('says sent of what the other side took', async () => {
		const { engine, recipient: to } = world();
		const connection = await world().open();
		const outcome = await oneAttempt({ kind: 'text', text: 'Hello' }, { engine, connection, to });
		expect(outcome).toMatchObject({ outcome: 'sent', sentAt: expect.any(Number) });
		expect(world().taken()).toBe(1);
	});

	it('sends nothing any more when it is closed', async () => {
		const { engine, recipient: to } = world();
		const connection = await world().open();
		await oneAttempt({ kind: 'text', text: 'The first' }, { engine, connection, to });
		await connection.close();
		const attempt = oneAttempt({ kind: 'text', text: 'Too late' }, { engine, connection, to });
		expect(await codeOf(attempt)).toBe('notConnected');
		expect(world().taken()).toBe(1);
	});
}

function events(world: () => EngineWorld): void {
	it('tells each listener of a message once, and reads it again the same', async () => {
		const connection = await world().open();
		const heard: EngineEventEnvelope[] = [];
		const unwanted: EngineEventEnvelope[] = [];
		connection.onEvent(() => {
			throw new Error('a listener that fails');
		});
		connection.onEvent((envelope) => heard.push(envelope));
		connection.onEvent((envelope) => unwanted.push(envelope))();
		await world().written?.(connection, 'Good morning');
		await until(() => messagesOf(heard).length > 0);
		const [told] = messagesOf(heard);
		expect(told?.event).toMatchObject({ event: 'message', type: 'text', text: 'Good morning' });
		expect(unwanted).toEqual([]);
		const rows = await world().inbox();
		const again = await Promise.all(rows.map(async (row) => await connection.replay(row)));
		const [kept] = again.filter((envelope) => envelope?.id === told?.id);
		expect(kept?.event).toMatchObject({ event: 'message', text: 'Good morning', from: told?.event.from });
		expect(messagesOf(heard)).toHaveLength(1);
	});
}

function messagesOf(heard: readonly EngineEventEnvelope[]): readonly EngineEventEnvelope[] {
	return heard.filter(({ event }) => event.event === 'message');
}

async function failureOf(work: Promise<unknown>): Promise<KitError> {
	const error = await work.then(
		(value) => new Error(`It did not fail: ${JSON.stringify(value)}`),
		(thrown: unknown) => thrown,
	);
	if (isKitError(error)) return error;
	throw error;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
	return (await failureOf(work)).code;
}

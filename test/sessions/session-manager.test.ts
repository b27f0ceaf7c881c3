import { OPEN_STATE, scriptedEngine } from '../fixtures/scripted-connection';
import { ManualClock } from '../fixtures/manual-clock';
import { recordingLogger } from '../fixtures/quiet-logger';
import { temporaryStore } from '../fixtures/temporary-store';
import { IDLE_CLOSE_MS, SessionManager } from '../../sessions/session-manager';

const engine = scriptedEngine(OPEN_STATE);
jest.mock('../../engines/registry', () => ({
	findEngine: () => ({ engine, parseOptions: (data: unknown) => data }),
}));

describe('session manager', () => {
	let clock: ManualClock;
	let temporary: Awaited<ReturnType<typeof temporaryStore>>;
	let manager: SessionManager;

	beforeEach(async () => {
		engine.made.length = 0;
		clock = new ManualClock();
		temporary = await temporaryStore();
		manager = new SessionManager({
			store: temporary.store,
			clock,
			logger: recordingLogger(),
			owner: { id: 'process-1', host: 'host', pid: 1, role: 'main' },
			isAlive: () => true,
			random: { unit: () => 0.5, bytes: (length) => new Uint8Array(length) },
			environment: {},
			fetchMedia: async () => await Promise.reject(new Error('no network in this test')),
		});
	});

	afterEach(async () => {
		const closing = manager.close();
		await clock.advance(1_000);
		await closing;
		await temporary.dispose();
	});

	const account = (credential: object = {}) => ({
		id: 'cred-1',
		name: 'Shop',
		engine: 'web' as const,
		credential: { limitsPreset: 'unlimited', ...credential },
	});
	const send = async (handle: Awaited<ReturnType<SessionManager['acquire']>>, key: string) =>
		await handle.session.send({
			recipient: '+49 151 23456789',
			message: { kind: 'text', text: 'Hi' },
			idempotencyKey: key,
		});

	it('hands the same session to everybody who asks for an account, also at once', async () => {
		const [one, two] = await Promise.all([manager.acquire(account()), manager.acquire(account())]);
		expect(one.session).toBe(two.session);
		await Promise.all([send(one, 'a'), send(two, 'b')]);
		expect(engine.made).toHaveLength(1);
	});

	it('closes a session five minutes after its last user, not before', async () => {
		const handle = await manager.acquire(account());
		await send(handle, 'a');
		handle.release();
		handle.release();
		await clock.advance(IDLE_CLOSE_MS - 1);
		expect(engine.made[0]!.state.kind).toBe('open');
		await clock.advance(1);
		expect(engine.made[0]!.state.kind).toBe('closed');
	});

	it('keeps a session that is used again in time', async () => {
		const first = await manager.acquire(account());
		await send(first, 'a');
		first.release();
		await clock.advance(IDLE_CLOSE_MS - 1);
		await manager.acquire(account());
		await clock.advance(IDLE_CLOSE_MS);
		expect(engine.made[0]!.state.kind).toBe('open');
	});

	it('keeps a session somebody listens to, although nobody holds a handle', async () => {
		const handle = await manager.acquire(account());
		await handle.session.subscribe({
			id: 'w:n',
			durable: true,
			resume: true,
			deliver: async () => await Promise.resolve(),
		});
		handle.release();
		await clock.advance(IDLE_CLOSE_MS * 3);
		expect(engine.made[0]!.state.kind).toBe('open');
	});

	it('closes at once what nobody uses when the process is asked to end, and lets the rest finish', async () => {
		const handle = await manager.acquire(account());
		await send(handle, 'a');
		manager.drain();
		await clock.advance(0);
		expect(engine.made[0]!.state.kind).toBe('open');
		handle.release();
		await clock.advance(0);
		expect(engine.made[0]!.state.kind).toBe('closed');
	});

	it('notices an edited credential although n8n restarts no trigger for it', async () => {
		const first = await manager.acquire(account({ connection: { markOnline: false } }));
		await send(first, 'a');
		const second = await manager.acquire(account({ connection: { markOnline: true } }));
		await send(second, 'b');
		expect(engine.made.map(({ state }) => state.kind)).toEqual(['closed', 'open']);
	});

	it('lets whoever asks during the close wait for it: never two connections at a time', async () => {
		const first = await manager.acquire(account());
		await send(first, 'a');
		let closed!: () => void;
		engine.made[0]!.close = async () => await new Promise<void>((resolve) => (closed = resolve));
		first.release();
		await clock.advance(IDLE_CLOSE_MS);
		const asking = manager.acquire(account()).then(async (second) => await send(second, 'b'));
		await clock.advance(0);
		expect(engine.made).toHaveLength(1);
		closed();
		await asking;
		expect(engine.made).toHaveLength(2);
	});

	describe('with messages in the queue', () => {
		const limited = { limits: { perHour: 1 } };
		const queue = async (handle: Awaited<ReturnType<SessionManager['acquire']>>) => {
			const told = await handle.session.enqueue({
				recipient: '+49 151 23456789',
				message: { kind: 'text', text: 'Later' },
				idempotencyKey: 'later',
			});
			if (told.outcome !== 'queued') throw new Error('it was not queued');
			return told.jobId;
		};
		const hour = 3_600_000;

		it('keeps the session of a user who is gone, until the last one has left', async () => {
			const handle = await manager.acquire(account(limited));
			await send(handle, 'a');
			const jobId = await queue(handle);
			handle.release();
			await clock.advance(hour - 1);
			expect(engine.made.map(({ closed }) => closed)).toEqual([0]);
			await clock.advance(1);
			expect(await handle.session.getJob(jobId)).toMatchObject({ state: 'sent' });
			await clock.advance(2 * IDLE_CLOSE_MS);
			expect(engine.made.map(({ closed }) => closed)).toEqual([1]);
		});

		it('lets the account go when the process is asked to end, and leaves them to the next one', async () => {
			const handle = await manager.acquire(account(limited));
			await send(handle, 'a');
			const jobId = await queue(handle);
			handle.release();
			manager.drain();
			await clock.advance(1_000);
			expect(engine.made.map(({ closed }) => closed)).toEqual([1]);
			await clock.advance(2 * hour);
			expect(await handle.session.getJob(jobId)).toMatchObject({ state: 'queued' });
			const next = await manager.acquire(account(limited));
			await clock.advance(1_000);
			expect(await next.session.getJob(jobId)).toMatchObject({ state: 'sent' });
		});
	});
});

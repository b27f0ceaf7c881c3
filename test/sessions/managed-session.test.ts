import { KitError } from '../../messages/kit-error';
import type { EngineEventEnvelope } from '../../engines/engine';
import { ManagedSession, type ManagedSessionPorts } from '../../sessions/managed-session';
import type { SendMessageRequest, Subscriber } from '../../sessions/session';
import type { OwnerIdentity, SessionStore } from '../../sessions/store';
import { ManualClock, settle } from '../fixtures/manual-clock';
import { recordingLogger } from '../fixtures/quiet-logger';
import { OPEN_STATE, scriptedEngine, textEvent } from '../fixtures/scripted-connection';
import { temporaryStore } from '../fixtures/temporary-store';

function owner(id: string): OwnerIdentity {
	return { id, host: 'host', pid: 1, role: 'main' };
}

function sessionOn(
	store: SessionStore,
	clock: ManualClock,
	options: { owner?: string; alive?: boolean } = {},
) {
	const engine = scriptedEngine();
	const ports: ManagedSessionPorts = {
		store,
		clock,
		logger: recordingLogger(),
		owner: owner(options.owner ?? 'process-1'),
		isAlive: () => options.alive ?? true,
		random: { unit: () => 0.5, bytes: (length) => new Uint8Array(length) },
		environment: {},
		fetchMedia: async () => await Promise.reject(new Error('no network in this test')),
	};
	const account = { id: 'cred-1', name: 'Shop', options: {} };
	return { engine, session: new ManagedSession({ account, engine, storageKey: undefined }, ports) };
}

function text(idempotencyKey: string, extra: Partial<SendMessageRequest> = {}): SendMessageRequest {
	return {
		recipient: '+49 151 23456789',
		message: { kind: 'text', text: 'Hello' },
		idempotencyKey,
		...extra,
	};
}

describe('session of one account', () => {
	let clock: ManualClock;
	let temporary: Awaited<ReturnType<typeof temporaryStore>>;
	const opened: ManagedSession[] = [];

	const start = (options: { owner?: string; alive?: boolean } = {}) => {
		const made = sessionOn(temporary.store, clock, options);
		opened.push(made.session);
		return made;
	};

	beforeEach(async () => {
		clock = new ManualClock();
		temporary = await temporaryStore();
	});

	afterEach(async () => {
		const closing = Promise.all(opened.splice(0).map(async (session) => await session.close()));
		await clock.advance(1_000);
		await closing;
		await temporary.dispose();
	});

	describe('sending', () => {
		it('makes one connection for sends that come at once', async () => {
			const { engine, session } = start();
			await Promise.all([session.send(text('a')), session.send(text('b')), session.send(text('c'))]);
			expect(engine.made).toHaveLength(1);
			expect(engine.made[0]!.sends).toHaveLength(3);
		});

		it('says sent only for what the server took, with the fixed names', async () => {
			const { session } = start();
			const receipt = await session.send(text('a'));
			expect(Object.keys(receipt).sort()).toEqual([
				'chatId',
				'messageId',
				'outcome',
				'recipient',
				'sentAt',
				'via',
			]);
			expect(receipt).toMatchObject({ outcome: 'sent', recipient: '+4915123456789', via: 'text' });
		});

		it('never sends the same key twice, at once or later', async () => {
			const { engine, session } = start();
			const [first, joined] = await Promise.all([session.send(text('same')), session.send(text('same'))]);
			const later = await session.send(text('same'));
			expect(engine.made[0]!.sends).toHaveLength(1);
			expect([joined.messageId, later.messageId]).toEqual([first.messageId, first.messageId]);
		});

		it('repeats an unknown outcome under the same message id', async () => {
			const { engine, session } = start();
			await session.send(text('warm up'));
			const connection = engine.made[0]!;
			connection.outcomes.push({
				outcome: 'unknown',
				error: new KitError({ code: 'outcomeUnknown', what: 'broke' }),
			});
			const sending = session.send(text('a'));
			// Tried again a little later: a connection that broke may look open for a moment.
			await clock.advance(250);
			await sending;
			const [, first, second] = connection.sends;
			expect(first!.resend).toBe(false);
			expect(second).toMatchObject({ resend: true, messageId: first!.messageId });
		});

		it('does not repeat a refusal, now or under the same key', async () => {
			const { engine, session } = start();
			await session.send(text('warm up'));
			const connection = engine.made[0]!;
			connection.outcomes.push({
				outcome: 'refused',
				error: new KitError({ code: 'refused', what: 'restricted', reason: '463' }),
			});
			await expect(session.send(text('a'))).rejects.toMatchObject({ code: 'refused', reason: '463' });
			await expect(session.send(text('a'))).rejects.toMatchObject({ code: 'refused' });
			expect(connection.sends).toHaveLength(2);
		});

		it('ends in time when the server never answers, says that nobody knows, and later finds the same message', async () => {
			const { engine, session } = start();
			await session.send(text('warm up'));
			const connection = engine.made[0]!;
			connection.outcomes.push('never');
			const sending = session.send(text('a', { timeoutMs: 5_000 }));
			const outcome = expect(sending).rejects.toMatchObject({ code: 'outcomeUnknown' });
			await clock.advance(5_000);
			await outcome;
			await session.send(text('a'));
			expect(connection.sends[2]).toMatchObject({ resend: true, messageId: connection.sends[1]!.messageId });
		});

		it('sends nothing to a number that is not on WhatsApp', async () => {
			const { engine, session } = start();
			await expect(session.send(text('a', { recipient: '+49 151 23456404' }))).rejects.toMatchObject({
				code: 'notOnWhatsApp',
			});
			expect(engine.made[0]!.sends).toHaveLength(0);
		});

		it('finds a wrong message before it connects', async () => {
			const { engine, session } = start();
			await expect(
				session.send(text('a', { message: { kind: 'text', text: 'x'.repeat(4_097) } })),
			).rejects.toMatchObject({
				code: 'invalidInput',
				message: expect.stringContaining('text') as string,
			});
			expect(engine.made).toHaveLength(0);
		});
	});

	describe('ownership', () => {
		it('refuses while another process holds the number, and says which', async () => {
			const first = start({ owner: 'process-1' });
			await first.session.send(text('a'));
			const second = start({ owner: 'process-2' });
			await expect(second.session.send(text('b'))).rejects.toMatchObject({ code: 'ownedElsewhere' });
			expect(second.engine.made).toHaveLength(0);
		});

		it('takes over at once from a process that is gone', async () => {
			const first = start({ owner: 'process-1' });
			await first.session.send(text('a'));
			const second = start({ owner: 'process-2', alive: false });
			await expect(second.session.send(text('b'))).resolves.toMatchObject({ outcome: 'sent' });
		});

		it('takes over at once after a clean hand-over', async () => {
			const first = start({ owner: 'process-1' });
			await first.session.send(text('a'));
			await first.session.close();
			const second = start({ owner: 'process-2' });
			await expect(second.session.send(text('b'))).resolves.toMatchObject({ outcome: 'sent' });
		});

		it('closes its connection when the lease went to somebody else, and opens no second one meanwhile', async () => {
			const first = start({ owner: 'process-1' });
			await first.session.send(text('a'));
			const second = start({ owner: 'process-2', alive: false });
			await second.session.send(text('b'));
			await clock.advance(5_000);
			expect(first.engine.made[0]!.state.kind).toBe('closed');
			expect(second.engine.made[0]!.state.kind).toBe('open');
		});

		it('keeps the lease by renewing it', async () => {
			const first = start({ owner: 'process-1' });
			await first.session.send(text('a'));
			await clock.advance(60_000);
			const second = start({ owner: 'process-2' });
			await expect(second.session.send(text('b'))).rejects.toMatchObject({ code: 'ownedElsewhere' });
		});
	});

	describe('subscribers', () => {
		const subscriber = (id: string, options: Partial<Subscriber> = {}) => {
			const heard: EngineEventEnvelope[] = [];
			const made: Subscriber & { heard: EngineEventEnvelope[] } = {
				heard,
				id,
				durable: true,
				resume: true,
				deliver: async (envelope) => {
					heard.push(envelope);
					await Promise.resolve();
				},
				...options,
			};
			return made;
		};

		const receive = async (engine: ReturnType<typeof scriptedEngine>, id: string, said: string) => {
			const connection = engine.made.at(-1)!;
			const entry = {
				eventId: id,
				chatId: 'c',
				cipherHash: null,
				body: Buffer.from(said),
				receivedAt: clock.now(),
			};
			const [seq] = await connection.ports.store.commit({}, [entry]);
			connection.emit(textEvent(id, seq ?? null, said));
			await settle();
		};

		it('all hear an event, in the order it came', async () => {
			const { engine, session } = start();
			const [one, two] = [subscriber('w1:n'), subscriber('w2:n')];
			await session.subscribe(one);
			await session.subscribe(two);
			await settle();
			for (const id of ['e1', 'e2', 'e3']) await receive(engine, id, id);
			expect(one.heard.map(({ id }) => id)).toEqual(['e1', 'e2', 'e3']);
			expect(two.heard.map(({ id }) => id)).toEqual(['e1', 'e2', 'e3']);
		});

		it('opens the connection in the background and does not reject when it cannot', async () => {
			const first = start({ owner: 'process-1' });
			await first.session.send(text('a'));
			const second = start({ owner: 'process-2' });
			const waiting = subscriber('w1:n');
			await second.session.subscribe(waiting);
			await first.session.close();
			await clock.advance(2_000);
			expect(second.engine.made).toHaveLength(1);
		});

		it('get again what they had not finished when the process ended, and nothing they had', async () => {
			const first = start({ owner: 'process-1' });
			const before = subscriber('w1:n', {
				deliver: async (envelope) => {
					if (envelope.id === 'e2') await new Promise<void>(() => undefined);
				},
			});
			await first.session.subscribe(before);
			await settle();
			await receive(first.engine, 'e1', 'one');
			await receive(first.engine, 'e2', 'two');
			await clock.advance(50);

			const second = start({ owner: 'process-2', alive: false });
			const after = subscriber('w1:n');
			await second.session.subscribe(after);
			await settle();
			expect(after.heard.map(({ id }) => id)).toEqual(['e2']);
		});

		it('start afresh when a person activates the workflow', async () => {
			const first = start({ owner: 'process-1' });
			await first.session.subscribe(
				subscriber('w1:n', { deliver: async () => await new Promise<void>(() => undefined) }),
			);
			await settle();
			await receive(first.engine, 'e1', 'one');

			const second = start({ owner: 'process-2', alive: false });
			const after = subscriber('w1:n', { resume: false });
			await second.session.subscribe(after);
			await settle();
			expect(after.heard).toEqual([]);
		});

		it('replace themselves when the same node is started twice', async () => {
			const { engine, session } = start();
			const [one, again] = [subscriber('w1:n'), subscriber('w1:n')];
			await session.subscribe(one);
			await session.subscribe(again);
			await settle();
			await receive(engine, 'e1', 'one');
			expect([one.heard.length, again.heard.length]).toEqual([0, 1]);
		});

		it('that stopped hear nothing more', async () => {
			const { engine, session } = start();
			const one = subscriber('w1:n');
			const stop = await session.subscribe(one);
			await settle();
			stop();
			stop();
			await receive(engine, 'e1', 'one');
			expect(one.heard).toEqual([]);
		});
	});

	it('connects anew with an edited credential, never with two connections at a time', async () => {
		const { engine, session } = start();
		await session.send(text('a'));
		await session.reconfigure({
			account: { id: 'cred-1', name: 'Shop', options: { changed: true } },
			engine,
			storageKey: undefined,
		});
		await session.send(text('b'));
		expect(engine.made.map(({ state }) => state.kind)).toEqual(['closed', 'open']);
	});

	it('tells its state in words, also to a process that never connected', async () => {
		const first = start({ owner: 'process-1' });
		await first.session.send(text('a'));
		first.engine.made[0]!.setState(OPEN_STATE);
		await settle();
		const second = start({ owner: 'process-2' });
		await expect(second.session.status()).resolves.toMatchObject({
			account: 'Shop',
			state: 'open',
			phone: '+4915111',
			text: 'Linked as +4915111 and connected.',
		});
		expect(second.engine.made).toHaveLength(0);
	});

	it('says which process holds the number, since when, and what went wrong last', async () => {
		const first = start({ owner: 'process-1' });
		await first.session.send(text('a'));
		const reason = 'The line broke.';
		first.engine.made[0]!.setState({ kind: 'backingOff', until: 0, reason, attempt: 1 });
		await clock.advance(1_000);
		first.engine.made[0]!.setState(OPEN_STATE);
		await settle();
		const known = {
			state: 'open',
			since: '2026-01-01T00:00:01.000Z',
			lastError: { text: reason, at: '2026-01-01T00:00:00.000Z' },
		};
		const owner = { host: 'host', pid: 1, role: 'main', since: '2026-01-01T00:00:00.000Z' };
		await expect(first.session.status()).resolves.toMatchObject({
			...known,
			owner: { ...owner, where: 'this process' },
		});
		const second = start({ owner: 'process-2' });
		await expect(second.session.status()).resolves.toMatchObject({
			...known,
			owner: { ...owner, where: 'process 1 (main) on host' },
		});
	});

	it('does not say "connected" of a number whose process died', async () => {
		const first = start({ owner: 'process-1' });
		await first.session.send(text('a'));
		first.engine.made[0]!.setState(OPEN_STATE);
		await settle();
		const second = start({ owner: 'process-2', alive: false });
		await expect(second.session.status()).resolves.toMatchObject({
			state: 'closed',
			owner: null,
			text: 'Linked as +4915111. Not connected: nothing uses this number now.',
		});
	});

	it('keeps the number in what is known of it while n8n is down', async () => {
		const { engine, session } = start();
		await session.send(text('a'));
		engine.made[0]!.setState(OPEN_STATE);
		await session.close();
		await expect(temporary.store.readState('cred-1')).resolves.toMatchObject({
			state: { kind: 'closed' },
			phone: '+4915111',
		});
	});

	it('does not forget over a restart that the number was banned', async () => {
		const { engine, session } = start();
		await session.send(text('a'));
		engine.made[0]!.setState({ kind: 'banned', reason: 'WhatsApp blocks this number (403).' });
		await session.close();
		await expect(temporary.store.readState('cred-1')).resolves.toMatchObject({ state: { kind: 'banned' } });
	});
});

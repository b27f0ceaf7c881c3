import { KitError } from '../../../messages/kit-error';
import { ConnectionKeeper } from '../../../sessions/connection-keeper';
import { settle } from '../../fixtures/manual-clock';
import { OPEN_STATE, textEvent } from '../../fixtures/scripted-connection';
import { never, OTHER, ownershipWorld } from './ownership-world';

function keeperIn(world = ownershipWorld()) {
	const keeper = new ConnectionKeeper(() => world.account, world.ports, world.watcher);
	return { ...world, keeper };
}

describe('the connection of an account in this process', () => {
	test('is one, however many ask for it at once', async () => {
		const { keeper, engine, heard } = keeperIn();
		expect(keeper.owning).toBe(false);
		const opening = Promise.all([keeper.open(never), keeper.open(never)]);
		expect(keeper.owning).toBe(true);
		const [first, second] = await opening;
		expect(first).toBe(second);
		expect(engine.made).toHaveLength(1);
		expect(keeper.connection).toBe(engine.made[0]);
		expect(heard).toEqual(['taking', 'opened']);
		await keeper.close();
	});

	test('tells its states and events, and since when', async () => {
		const { keeper, engine, heard, clock } = keeperIn();
		await keeper.open(never);
		await clock.advance(5);
		const [connection] = engine.made;
		connection!.setState({ kind: 'connecting' });
		expect(keeper.since).toBe(clock.now());
		connection!.emit(textEvent('e', 1, 'hello'));
		expect(heard.slice(2)).toEqual(['connecting', 'event e']);
		await keeper.close();
	});

	test('tells the engine whether anybody listens', async () => {
		const { keeper, engine, watcher, account } = keeperIn();
		let isWanted: (() => boolean) | undefined;
		const open = account.engine.open.bind(account.engine);
		account.engine.open = async (...of) => {
			const connection = await open(...of);
			connection.onEvent = (_listener, wanted) => {
				isWanted = wanted;
				return () => undefined;
			};
			return connection;
		};
		await keeper.open(never);
		expect(engine.made).toHaveLength(1);
		expect(isWanted!()).toBe(true);
		watcher.wanted = false;
		expect(isWanted!()).toBe(false);
		await keeper.close();
	});

	test('that was given back is opened anew, after the one before was closed', async () => {
		const { keeper, engine, heard, watcher } = keeperIn();
		watcher.wanted = false;
		await keeper.open(never);
		await keeper.release();
		expect(keeper.owning).toBe(false);
		expect(keeper.connection).toBeUndefined();
		expect(engine.made[0]!.closed).toBe(1);
		expect(heard).toEqual(['taking', 'opened', 'closing', 'closed', 'released']);
		await keeper.open(never);
		expect(engine.made).toHaveLength(2);
		await keeper.close();
	});

	test('that was closed from inside is opened anew by the next who uses it', async () => {
		const { keeper, engine, watcher } = keeperIn();
		watcher.wanted = false;
		const first = await keeper.open(never);
		await first.connection.close();
		expect(await keeper.open(never)).not.toBe(first);
		expect(engine.made).toHaveLength(2);
		await keeper.close();
	});

	test('nobody gives back is no matter', async () => {
		const { keeper, heard } = keeperIn();
		await keeper.release();
		expect(heard).toEqual([]);
	});

	test('that fails to open says whose it was, and may be tried again', async () => {
		const { keeper, account, engine } = keeperIn();
		const open = account.engine.open.bind(account.engine);
		account.engine.open = async () => await Promise.reject(new TypeError('boom'));
		await expect(keeper.open(never)).rejects.toMatchObject({ what: '"Shop" could not be opened.' });
		expect(keeper.owning).toBe(false);
		account.engine.open = open;
		await keeper.open(never);
		expect(engine.made).toHaveLength(1);
		await keeper.close();
	});

	test('whoever stops waiting for it is told what for', async () => {
		const { keeper, account } = keeperIn();
		account.engine.open = async () => await new Promise<never>(() => undefined);
		const patience = new AbortController();
		const waiting = expect(keeper.open(patience.signal)).rejects.toMatchObject({
			what: expect.stringContaining('Opening the connection'),
		});
		await settle();
		patience.abort();
		await waiting;
	});
});

describe('a connection somebody listens to', () => {
	test('is opened in the background, and again when it was lost', async () => {
		const { keeper, engine } = keeperIn();
		keeper.keepOpen();
		await settle();
		expect(engine.made).toHaveLength(1);
		await engine.made[0]!.close();
		await settle();
		expect(engine.made).toHaveLength(2);
		await keeper.close();
	});

	test('is not opened again when it was lost and nobody listens any more', async () => {
		const { keeper, engine, watcher, clock } = keeperIn();
		keeper.keepOpen();
		await settle();
		watcher.wanted = false;
		await engine.made[0]!.close();
		await clock.advance(60_000);
		expect(engine.made).toHaveLength(1);
		await keeper.close();
	});

	test('stays when its state changes', async () => {
		const { keeper, engine, clock } = keeperIn();
		await keeper.open(never);
		engine.made[0]!.setState({ kind: 'backingOff', until: 0, reason: 'The line broke.', attempt: 1 });
		engine.made[0]!.setState(OPEN_STATE);
		await clock.advance(60_000);
		expect(engine.made).toHaveLength(1);
		expect(engine.made[0]!.closed).toBe(0);
		await keeper.close();
	});

	test('waits for another owner, looks every second, and says so once', async () => {
		const { keeper, engine, book, clock, logger, heard } = keeperIn();
		book.hold({ ...OTHER, until: clock.now() + 1_000_000 });
		keeper.keepOpen();
		keeper.keepOpen();
		await settle();
		expect(book.asked).toBe(1);
		await clock.advance(3_000);
		expect(book.asked).toBe(4);
		expect(heard.filter((what) => what === 'elsewhere')).toHaveLength(4);
		expect(logger.lines).toEqual([
			{
				level: 'info',
				message:
					'"Shop" is connected in another n8n process. The process 77 (worker) on there holds the connection; WhatsApp allows only one.',
				details: { account: 'Shop' },
			},
		]);
		book.holder = undefined;
		keeper.tryNow();
		await settle();
		expect(engine.made).toHaveLength(1);
		await keeper.close();
	});

	test('is tried again after 15 s when it cannot be opened, and each reason is told once', async () => {
		const { keeper, book, clock, logger, engine, heard } = keeperIn();
		book.failing.add('acquireLease');
		keeper.keepOpen();
		await settle();
		await clock.advance(14_999);
		expect(book.asked).toBe(1);
		await clock.advance(1);
		expect(book.asked).toBe(2);
		expect(logger.lines).toMatchObject([{ level: 'warn', message: 'acquireLease failed ' }]);
		expect(heard).not.toContain('elsewhere');
		book.failing.delete('acquireLease');
		await clock.advance(15_000);
		expect(engine.made).toHaveLength(1);
		await keeper.close();
	});

	test('whose store failed is opened again when the store may be mended', async () => {
		const { keeper, engine, clock } = keeperIn();
		await keeper.open(never);
		const error = new KitError({ code: 'storage', what: 'The disk is full.' });
		engine.made[0]!.setState({ kind: 'stopped', reason: 'The disk is full.', error });
		await clock.advance(14_999);
		expect(engine.made).toHaveLength(1);
		await clock.advance(1);
		expect(engine.made).toHaveLength(2);
		expect(engine.made[0]!.closed).toBe(1);
		await keeper.close();
	});

	test.each([
		['for another reason', 'unsupported', true],
		['while nobody listens', 'storage', false],
	] as const)('that stopped %s is left as it is', async (_name, code, wanted) => {
		const { keeper, engine, clock, watcher } = keeperIn();
		watcher.wanted = wanted;
		await keeper.open(never);
		engine.made[0]!.setState({
			kind: 'stopped',
			reason: 'x',
			error: new KitError({ code: code as 'storage', what: 'x' }),
		});
		await clock.advance(60_000);
		expect(engine.made).toHaveLength(1);
		expect(engine.made[0]!.closed).toBe(0);
		await keeper.close();
	});

	test('that was given back meanwhile is not opened twice for a failed store', async () => {
		const { keeper, engine, clock } = keeperIn();
		await keeper.open(never);
		const error = new KitError({ code: 'storage', what: 'The disk is full.' });
		engine.made[0]!.setState({ kind: 'stopped', reason: 'x', error });
		await keeper.release();
		await keeper.open(never);
		await clock.advance(60_000);
		expect(engine.made).toHaveLength(2);
		expect(engine.made[1]!.closed).toBe(0);
		await keeper.close();
	});

	test('is opened in the background no more after closing, and no timer stays', async () => {
		const { keeper, book, clock, engine, logger } = keeperIn();
		book.hold({ ...OTHER, until: clock.now() + 1_000_000 });
		keeper.keepOpen();
		await settle();
		await keeper.close();
		expect(clock.sleeping).toBe(0);
		keeper.keepOpen();
		await clock.advance(60_000);
		expect(book.asked).toBe(1);
		expect(engine.made).toHaveLength(0);
		expect(logger.lines).toHaveLength(1);
	});
});

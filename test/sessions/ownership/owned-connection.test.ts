import { KitError } from '../../../messages/kit-error';
import { LEASE_TTL_MS, openOwned } from '../../../sessions/owned-connection';
import { settle } from '../../fixtures/manual-clock';
import { ME, OTHER, ownershipWorld } from './ownership-world';

const begin = async (options?: Parameters<typeof ownershipWorld>[0]) => {
	const world = ownershipWorld(options);
	const { account, engine, storageKey } = world.account;
	const open = async () => await openOwned(account, engine, storageKey, world.ports);
	return { ...world, open };
};

describe('the one owner of an account', () => {
	test('opens its connection on the store of its lease, sealed with the storage key', async () => {
		const { open, book, engine } = await begin({ storageKey: 'secret' });
		const owned = await open();
		expect(book.holder).toMatchObject({ id: ME.id, fence: owned.lease.fence });
		expect(book.storageKeys).toEqual(['secret']);
		expect(owned.connection).toBe(engine.made[0]);
		await owned.close();
	});

	test('renews as long as it is open, and gives the account back when it is closed', async () => {
		const { open, book, clock } = await begin();
		const owned = await open();
		await clock.advance(6 * LEASE_TTL_MS);
		expect(book.holder).toMatchObject({ id: ME.id, until: clock.now() + LEASE_TTL_MS });
		await Promise.all([owned.close(), owned.close()]);
		expect(book.holder).toBeUndefined();
		const { renewed } = book;
		await clock.advance(LEASE_TTL_MS);
		expect(book.renewed).toBe(renewed);
		expect(clock.sleeping).toBe(0);
	});

	test('closes its connection once and before it gives the account back', async () => {
		const { open, book, engine } = await begin();
		const owned = await open();
		const connection = engine.made[0]!;
		const order: string[] = [];
		connection.onState(({ kind }) => order.push(`${kind}, held by ${book.holder?.id}`));
		await Promise.all([owned.close(), owned.close()]);
		expect(order).toEqual(['closed, held by me']);
		expect(connection.closed).toBe(1);
	});

	test('says nothing of the account any more once it is closed', async () => {
		const { open, book, engine } = await begin();
		const owned = await open();
		await owned.close();
		const told = book.states.length;
		engine.made[0]!.setState({ kind: 'connecting' });
		await settle();
		expect(book.states).toHaveLength(told);
	});

	test('goes quietly when the store cannot take the account back', async () => {
		const { open, book, logger } = await begin();
		const owned = await open();
		book.failing.add('releaseLease');
		await owned.close();
		expect(logger.lines).toEqual([
			{
				level: 'debug',
				message: 'The lease of a WhatsApp account could not be given back',
				details: { error: 'KitError: releaseLease failed' },
			},
		]);
	});

	test('whose lease went to another process ends its connection and says why', async () => {
		const { open, book, engine, clock, logger } = await begin();
		const owned = await open();
		book.hold({ ...OTHER, until: clock.now() + 1_000_000 });
		await clock.advance(2_500);
		expect(engine.made[0]!.closed).toBe(1);
		expect(logger.lines).toEqual([
			{
				level: 'warn',
				message: 'The connection of a WhatsApp account went to another process',
				details: { account: 'a' },
			},
		]);
		await owned.close();
		expect(book.holder).toMatchObject({ id: OTHER.id });
	});

	test('whose store fails holds on until the lease runs out, and says why it ends', async () => {
		const { open, book, engine, clock, logger } = await begin();
		const owned = await open();
		book.failing.add('renewLease');
		await clock.advance(LEASE_TTL_MS - 1);
		expect(engine.made[0]!.closed).toBe(0);
		await clock.advance(2_500);
		expect(engine.made[0]!.closed).toBe(1);
		expect(logger.lines).toMatchObject([
			{
				level: 'warn',
				message: 'The connection of a WhatsApp account ended, because its store does not answer',
			},
		]);
		await owned.close();
	});

	test('whose store fails for a moment goes on with the lease it has', async () => {
		const { open, book, engine, clock } = await begin();
		const owned = await open();
		book.failing.add('renewLease');
		await clock.advance(LEASE_TTL_MS / 2);
		book.failing.delete('renewLease');
		await clock.advance(3 * LEASE_TTL_MS);
		expect(engine.made[0]!.closed).toBe(0);
		await owned.close();
	});

	test('leaves no timer behind for a renewal that was answered', async () => {
		const { open, clock } = await begin();
		const owned = await open();
		await clock.advance(2_500);
		// The pause before the next one, and nothing else.
		expect(clock.sleeping).toBe(1);
		await owned.close();
	});

	test('that cannot open the connection gives the account back and tells what happened', async () => {
		const { open, book, engine, clock } = await begin();
		const error = new KitError({ code: 'storage', what: 'The keys cannot be read.' });
		engine.open = async () => await Promise.reject(error);
		await expect(open()).rejects.toBe(error);
		expect(book.holder).toBeUndefined();
		expect(book.states.at(-1)).toMatchObject({
			state: { kind: 'stopped', reason: 'The keys cannot be read.' },
			lastError: { text: 'The keys cannot be read.' },
		});
		expect(clock.sleeping).toBe(0);
	});

	test('is refused while another process holds it: which one, and until when', async () => {
		const { open, book, clock, engine } = await begin();
		const until = clock.now() + 5_000;
		book.hold({ ...OTHER, until });
		await expect(open()).rejects.toMatchObject({
			code: 'ownedElsewhere',
			what: '"Shop" is connected in another n8n process.',
			why: 'The process 77 (worker) on there holds the connection; WhatsApp allows only one.',
			next: 'Run this workflow where the trigger of this number runs, or stop the other process.',
			retryAt: until,
		});
		expect(engine.made).toHaveLength(0);
		expect(book.asked).toBe(1);
	});

	test('takes over at once from a process that is gone', async () => {
		const { open, book, clock } = await begin({ alive: false });
		book.hold({ ...OTHER, until: clock.now() + 5_000 });
		const owned = await open();
		expect(book.holder).toMatchObject({ id: ME.id });
		await owned.close();
	});

	test('is refused when a third process was faster to take over from one that is gone', async () => {
		const { open, book, clock, engine, ports } = await begin({ alive: false });
		const until = clock.now() + 5_000;
		book.hold({ ...OTHER, until });
		const ask = ports.store.acquireLease.bind(ports.store);
		ports.store.acquireLease = async (request) => {
			if (request.takeFrom !== undefined) book.hold({ ...OTHER, id: 'third', pid: 78, until });
			return await ask(request);
		};
		await expect(open()).rejects.toMatchObject({
			code: 'ownedElsewhere',
			why: expect.stringContaining('process 78'),
		});
		expect(engine.made).toHaveLength(0);
		expect(book.holder).toMatchObject({ id: 'third' });
	});
});

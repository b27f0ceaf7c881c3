import { until } from '../../fixtures/until';
import { ProcessesOfOneN8n, type KitProcess, type RedisVariables } from '../processes-of-one-n8n';

/** What a process hears of an account another one holds, over any Redis. */
export function feed(redis: () => RedisVariables): void {
	describe('events in processes that do not hold the connection', () => {
		let n8n: ProcessesOfOneN8n;
		let owner: KitProcess;
		let other: KitProcess;

		beforeEach(async () => {
			n8n = await ProcessesOfOneN8n.begin(redis());
			owner = await n8n.start();
			await owner.listen({ durable: true, id: 'first:node' });
			await n8n.link(owner);
			other = await n8n.start();
		});

		afterEach(async () => {
			expect(n8n.server.overlaps).toBe(0);
			await n8n.dispose();
		});

		it('reach a manual test as they happen, with the raw object it asked for', async () => {
			const { events, states } = await other.listen({ durable: false, raw: true, id: 'manual:1' });
			// Told to every new listener: from here on it hears everything.
			await until(() => states.some(({ kind }) => kind === 'open'));
			await n8n.customer.say(n8n.shop, 'to the test');
			const heard = await events.next();
			expect(heard.event).toMatchObject({ event: 'message', text: 'to the test' });
			expect(heard.raw?.()).toMatchObject({ message: expect.any(Object) });
		});

		it('reach a trigger once each, what came before it listened to the owner included', async () => {
			const earlier = await other.listen({ durable: true, id: 'second:node' });
			earlier.stop();
			await n8n.customer.say(n8n.shop, 'while away');
			await until(
				async () =>
					(await other.session.recentMessages({ limit: 9, signal: AbortSignal.timeout(20_000) })).length ===
					1,
			);
			const { events, states } = await other.listen({ durable: true, id: 'second:node' });
			await until(() => states.some(({ kind }) => kind === 'open'));
			for (const text of ['one', 'two', 'three']) await n8n.customer.say(n8n.shop, text);
			await events.waitFor(({ event }) => event.event === 'message' && event.text === 'three');
			const texts = events.all.map(({ event }) => (event.event === 'message' ? event.text : event.event));
			expect(texts).toEqual(['while away', 'one', 'two', 'three']);
		});

		it('keep their order when many come at once', async () => {
			const { events, states } = await other.listen({ durable: true, id: 'second:node' });
			await until(() => states.some(({ kind }) => kind === 'open'));
			const said = Array.from({ length: 60 }, (_, index) => `message ${index}`);
			for (const text of said) await n8n.customer.say(n8n.shop, text);
			await events.waitFor(() => events.all.length >= said.length, { timeoutMs: 20_000 });
			const texts = events.all.map(({ event }) => (event.event === 'message' ? event.text : event.event));
			expect(texts).toEqual(said);
		});

		it('go on in the next owner when the first one ends, each once', async () => {
			const { events, states } = await other.listen({ durable: true, id: 'second:node' });
			await until(() => states.some(({ kind }) => kind === 'open'));
			await n8n.customer.say(n8n.shop, 'before');
			await events.next();
			const begun = Date.now();
			await owner.close();
			await n8n.server.logins.waitFor(() => n8n.server.logins.all.length === 2);
			expect(Date.now() - begun).toBeLessThan(10_000);
			await n8n.customer.say(n8n.shop, 'after');
			await events.waitFor(({ event }) => event.event === 'message' && event.text === 'after');
			expect(events.all).toHaveLength(2);
		});

		it('tell when the number needs somebody', async () => {
			const { states } = await other.listen({ durable: true, id: 'second:node' });
			await until(() => states.at(-1)?.kind === 'open');
			const [device] = n8n.shop.account.devices.values();
			n8n.server.unlink(n8n.shop.account, device!.id);
			await until(() => states.at(-1)?.kind === 'loggedOut');
		});
	});

	describe('who holds the account', () => {
		let n8n: ProcessesOfOneN8n;

		beforeEach(async () => {
			n8n = await ProcessesOfOneN8n.begin(redis());
		});

		afterEach(async () => {
			expect(n8n.server.overlaps).toBe(0);
			await n8n.dispose();
		});

		const ownerIs = async (kit: KitProcess): Promise<boolean> =>
			(await kit.session.status()).owner?.where === 'this process';

		it('is whoever needs it when nobody does, and from then on a process with a trigger', async () => {
			const worker = await n8n.start();
			await n8n.link(worker);
			expect(await ownerIs(worker)).toBe(true);
			const main = await n8n.start();
			const { events } = await main.listen({ durable: true });
			await until(async () => await ownerIs(main), 30_000);
			expect((await worker.send('from the worker')).outcome).toBe('sent');
			await n8n.customer.say(n8n.shop, 'hello');
			await events.waitFor(({ event }) => event.event === 'message' && event.text === 'hello');
			expect(await ownerIs(main)).toBe(true);
		});

		it('stays one for whom a message is under way, until it is told how that ended', async () => {
			const worker = await n8n.start();
			await n8n.link(worker);
			const sends = Array.from({ length: 20 }, async (_, index) => await worker.send(`key-${index}`));
			const main = await n8n.start();
			await main.listen({ durable: true });
			const receipts = await Promise.all(sends);
			expect(receipts.map(({ outcome }) => outcome)).toEqual(Array(20).fill('sent'));
			await until(async () => await ownerIs(main), 30_000);
			await n8n.customer.idle();
			expect(n8n.customer.inbox.all).toHaveLength(20);
		});
	});
}

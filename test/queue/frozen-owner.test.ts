import { join } from 'node:path';
import { startProcess, type LinkedProcess } from '../bench/processes/process-link';
import type { CrashingKitHandlers } from '../faults/crash/crashing-kit-process';
import { describeWithPostgres } from '../fixtures/describe-with-postgres';
import { describeWithRedis } from '../fixtures/redis-server';
import { until } from '../fixtures/until';
import { ProcessesOfOneN8n } from './processes-of-one-n8n';

const program = join(__dirname, '..', 'faults', 'crash', 'crashing-kit-process');
const MESSAGES = 20;

type Environment = () => Readonly<Record<string, string>>;

/** How far the clocks of the machines are ahead, ms. */
interface Clocks {
	readonly owner: number;
	readonly worker: number;
}

const right: Clocks = { owner: 0, worker: 0 };

function frozenOwner(redisUrl: () => string, environment: Environment, clocks = right): void {
	it('is replaced in time, and sends and writes nothing any more when it wakes up', async () => {
		const shared = environment();
		const n8n = await ProcessesOfOneN8n.begin(redisUrl(), shared);
		const owner: LinkedProcess<CrashingKitHandlers> = await startProcess<CrashingKitHandlers>(program, {
			env: { ...n8n.environment, CLOCK_AHEAD_MS: String(clocks.owner) },
		});
		try {
			owner.on('qr', (qr: string) => void n8n.shop.scan(qr));
			await owner.tell('start');
			await owner.tell('link');
			const worker = await n8n.start({}, { aheadMs: clocks.worker });
			await worker.send('first');
			const logins = n8n.server.logins.all.length;

			const keys = Array.from({ length: MESSAGES }, (_, index) => `key-${index}`);
			const recipient = n8n.customer.digits;
			const begunByOwner = keys.map(
				async (key) => await owner.tell('send', { key, recipient, text: `text of ${key}` }),
			);
			await until(() => n8n.customer.inbox.all.length > 2);
			process.kill(owner.pid, 'SIGSTOP');

			const frozenAt = Date.now();
			expect((await worker.send('while frozen')).outcome).toBe('sent');
			expect(Date.now() - frozenAt).toBeLessThan(25_000);
			// The same items again, as n8n's retry sends them from another process.
			for (const key of keys) expect((await worker.send(key)).outcome).toBe('sent');

			process.kill(owner.pid, 'SIGCONT');
			// What it had begun goes the way of everybody else, and ends with what the new owner says.
			for (const sending of await Promise.allSettled(begunByOwner)) {
				if (sending.status === 'fulfilled') expect(sending.value.outcome).toBe('sent');
			}
			expect(await owner.tell('send', { key: 'woken', recipient, text: 'text of woken' })).toMatchObject({
				outcome: 'sent',
			});
			expect((await worker.session.status()).owner?.where).toBe('this process');
			await n8n.customer.idle();
			const shown = n8n.customer.inbox.all.map(({ text }) => text).sort();
			const all = ['first', 'while frozen', 'woken', ...keys];
			expect(shown).toEqual(all.map((key) => `text of ${key}`).sort());
			expect(n8n.server.logins.all.length).toBe(logins + 1);
			expect(n8n.server.protocolErrors).toEqual([]);
			// The keys it holds in memory are old; had it written them, nobody could read this.
			await n8n.customer.say(n8n.shop, 'still there?');
			const heard = await worker.listen({ durable: false, id: 'manual:1' });
			await n8n.customer.say(n8n.shop, 'yes');
			await heard.events.waitFor(({ event }) => event.event === 'message' && event.text === 'yes');
			expect(n8n.customer.failures).toEqual([]);
		} finally {
			await owner.kill();
			await n8n.dispose();
		}
	}, 120_000);
}

describeWithRedis('a frozen owner', (redis) => {
	describe('on an embedded store', () =>
		frozenOwner(
			() => redis().url,
			() => ({}),
		));

	describeWithPostgres('on Postgres', {}, (postgres) => {
		frozenOwner(
			() => redis().url,
			() => ({ WHATSAPP_KIT_DATABASE_URL: postgres().address() }),
		);
	});

	describeWithPostgres('on Postgres, on a machine whose clock is five minutes ahead', {}, (postgres) => {
		frozenOwner(
			() => redis().url,
			() => ({ WHATSAPP_KIT_DATABASE_URL: postgres().address() }),
			{ owner: 300_000, worker: -300_000 },
		);
	});
});

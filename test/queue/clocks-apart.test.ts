import { postgresOfUrl } from '../../runtime/postgres-settings';
import { systemClock } from '../../runtime/system-ports';
import type { SessionStore } from '../../sessions/store';
import type { PostgresSettings } from '../../storage/dialects/postgres/settings';
import { openPostgresStore } from '../../storage/open-postgres-store';
import { describeWithPostgres } from '../fixtures/describe-with-postgres';
import { recordingLogger } from '../fixtures/quiet-logger';
import { describeWithRedis } from '../fixtures/redis-server';
import { until } from '../fixtures/until';
import { ACCOUNT_ID, never, ProcessesOfOneN8n, type KitProcess } from './processes-of-one-n8n';

const FIVE_MINUTES_MS = 300_000;

describeWithRedis('processes on machines whose clocks are ten minutes apart', (redis) => {
	describeWithPostgres('on Postgres', {}, (postgres) => {
		let n8n: ProcessesOfOneN8n;
		let store: SessionStore | undefined;
		let settings: PostgresSettings;

		beforeEach(async () => {
			const address = postgres().address();
			settings = postgresOfUrl(address);
			n8n = await ProcessesOfOneN8n.begin(redis().url, { WHATSAPP_KIT_DATABASE_URL: address });
		});

		afterEach(async () => {
			expect(n8n.server.overlaps).toBe(0);
			await store?.close();
			store = undefined;
			await n8n.dispose();
		});

		/** Both listen for good, so both want the number and the second one looks for its chance all the time. */
		const begin = async (aheadMs: number): Promise<{ owner: KitProcess; other: KitProcess }> => {
			const owner = await n8n.start({}, { aheadMs });
			await owner.listen({ durable: true, id: 'first:node' });
			await n8n.link(owner);
			const logger = recordingLogger();
			store = await openPostgresStore({ settings, logger, clock: systemClock });
			const other = await n8n.start({}, { aheadMs: -aheadMs });
			const { states } = await other.listen({ durable: true, id: 'second:node' });
			await until(() => states.some(({ kind }) => kind === 'open'), 10_000);
			return { owner, other };
		};

		it.each([FIVE_MINUTES_MS, -FIVE_MINUTES_MS])(
			'leave it where it is, the owner %i ms ahead',
			async (ahead) => {
				const { owner, other } = await begin(ahead);
				const seen = new Set<number>();
				await until(async () => {
					seen.add((await store?.readOwner(ACCOUNT_ID))?.until ?? 0);
					return seen.size === 4;
				}, 60_000);
				expect((await owner.session.status()).owner?.where).toBe('this process');
				expect((await other.session.status()).state).toBe('open');
				expect((await other.send('from the other one')).outcome).toBe('sent');
				expect(await other.session.listGroups(never)).toEqual([]);
				expect(n8n.server.logins.all).toHaveLength(1);
				await owner.close();
				await until(async () => (await other.session.status()).owner?.where === 'this process', 15_000);
				expect((await other.send('from the new owner')).outcome).toBe('sent');
				expect(n8n.server.logins.all).toHaveLength(2);
			},
			120_000,
		);

		it('tell people that a clock is wrong', async () => {
			const { owner } = await begin(FIVE_MINUTES_MS);
			const warned = owner.logger.lines.filter(({ message }) =>
				message.includes('The clock of this machine'),
			);
			expect(warned).toHaveLength(1);
			expect(warned[0]!.message).toMatch(/is (299|300|301) s ahead of/);
		});
	});
});

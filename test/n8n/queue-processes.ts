import type { N8nProcess } from '../../scripts/n8n-process.mjs';
import type { PostgresServer } from '../fixtures/postgres-server';
import type { RedisServer } from '../fixtures/redis-server';
import type { RealN8n } from './real-n8n';
import { waitUntil } from './wait-until';

/** Of every process of one n8n in queue mode. */
export function queueEnvironment(
	postgres: PostgresServer,
	redis: RedisServer,
	{ offloadManual = false } = {},
): Record<string, string> {
	const { host, port, database, user, password } = postgres.settings({ schema: 'public' });
	return {
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: host,
		DB_POSTGRESDB_PORT: String(port),
		DB_POSTGRESDB_DATABASE: database,
		DB_POSTGRESDB_USER: user,
		DB_POSTGRESDB_PASSWORD: password ?? '',
		N8N_ENCRYPTION_KEY: 'a key all processes of this test have',
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: String(offloadManual),
	};
}

/**
 * n8n's worker says that it is ready before it takes jobs, and once in a while never takes any (seen once in
 * eight starts of n8n 2.41.1; its own queue, not ours). Whoever runs n8n starts such a worker again.
 */
export async function startWaitingWorker(
	n8n: RealN8n,
	redis: RedisServer,
	name: string,
): Promise<N8nProcess> {
	for (let start = 1; ; start += 1) {
		const started = await n8n.startWorker(`${name}-${start}`);
		try {
			await waitUntil('the worker waits for jobs', async () => await redis.hasWaitingWorker());
			return started;
		} catch (error) {
			await started.stop('SIGKILL');
			if (start === 3) throw error;
		}
	}
}

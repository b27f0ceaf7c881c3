import type { EventEmitter } from 'node:events';
import { redisSettings } from '../../runtime/redis-settings';
import { isReady, redisClient } from '../../runtime/redis/redis-client';
import { recordingLogger } from '../fixtures/quiet-logger';
import { describeWithRedis } from '../fixtures/redis-server';
import { never } from './processes-of-one-n8n';

describeWithRedis('a connection to Redis', (redis) => {
	it('that fails more than once, as refused certificates do, throws at nobody and mends itself', async () => {
		const environment = { WHATSAPP_KIT_REDIS_URL: redis().url };
		const logger = recordingLogger();
		const client = await redisClient(redisSettings({ environment, queueProcess: false })!, 'waiting', logger);
		try {
			expect(await isReady(client, 10_000, never)).toBe(true);
			// Nobody listening would make these throw.
			const { stream } = client as unknown as { readonly stream: EventEmitter & { destroy(): void } };
			for (const message of ['first', 'second', 'third']) stream.emit('error', new Error(message));
			stream.destroy();
			expect(await client.ping()).toBe('PONG');
			const warnings = logger.lines.filter(({ level }) => level === 'warn');
			expect(warnings.map(({ details }) => details)).toEqual([{ error: 'first' }]);
		} finally {
			client.disconnect();
		}
	});
});

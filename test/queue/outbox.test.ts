import { RedisLink } from '../../runtime/redis/redis-link';
import { redisSettings } from '../../runtime/redis-settings';
import { systemClock } from '../../runtime/system-ports';
import { Freight } from '../../sessions/remote/freight';
import { outboxConformance } from '../contracts/outbox-conformance';
import { describeWithPostgres } from '../fixtures/describe-with-postgres';
import { wireSealer } from '../../storage/sealing/wire-sealer';
import { describeWithRedis } from '../fixtures/redis-server';
import { storesOn } from '../sessions/outbox/postgres-stores';
import { silentLogger } from '../storage/silent-logger';

describeWithPostgres('Postgres', {}, (postgres) => {
	describeWithRedis('and Redis', (redis) => {
		outboxConformance({
			name: 'BullMQ, several processes',
			async open() {
				const parts = storesOn(postgres());
				const links: RedisLink[] = [];
				const settings = redisSettings({
					environment: { WHATSAPP_KIT_REDIS_URL: redis().url },
					queueProcess: false,
				})!;
				return {
					...parts,
					async remote(processId, store) {
						const link = new RedisLink({ settings, processId, logger: silentLogger, clock: systemClock });
						links.push(link);
						return { link, bell: link.bell, freight: new Freight(store), makeSealer: wireSealer };
					},
					async dispose() {
						for (const link of links) await link.close();
						await parts.dispose();
					},
				};
			},
		});
	});
});

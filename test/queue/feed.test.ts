import { describeWithRedis } from '../fixtures/redis-server';
import { feed } from './conformance/feed';

describeWithRedis('one Redis', (redis) => feed(() => ({ WHATSAPP_KIT_REDIS_URL: redis().url })));

import { describeWithRedis } from '../fixtures/redis-server';
import { calls } from './conformance/calls';

describeWithRedis('one Redis', (redis) => calls(() => ({ WHATSAPP_KIT_REDIS_URL: redis().url })));

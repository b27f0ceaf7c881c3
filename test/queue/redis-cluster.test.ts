import { RedisCluster } from '../fixtures/redis-cluster';
import { describeWithRedisOf } from '../fixtures/redis-server';
import { until } from '../fixtures/until';
import { calls } from './conformance/calls';
import { feed } from './conformance/feed';
import { ProcessesOfOneN8n } from './processes-of-one-n8n';

const start = async (): Promise<RedisCluster> => await RedisCluster.start();

describeWithRedisOf('a Redis Cluster', start, (cluster) => {
	const variables = () => ({
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_CLUSTER_NODES: cluster().addresses,
		QUEUE_BULL_PREFIX: 'shop',
	});

	calls(variables);
	feed(variables);

	it('loses no call when a node of it comes and goes', async () => {
		const n8n = await ProcessesOfOneN8n.begin(variables());
		try {
			const owner = await n8n.start();
			await owner.listen({ durable: true });
			await n8n.link(owner);
			const worker = await n8n.start();
			await worker.send('before');
			for (const node of cluster().nodes) {
				await node.end('SIGKILL');
				await node.begin();
			}
			await until(
				async () => (await worker.send('after').catch(() => undefined))?.outcome === 'sent',
				60_000,
			);
			await n8n.customer.idle();
			expect(n8n.customer.inbox.all.map(({ text }) => text)).toEqual(['text of before', 'text of after']);
			expect(n8n.server.overlaps).toBe(0);
		} finally {
			await n8n.dispose();
		}
	}, 120_000);
});

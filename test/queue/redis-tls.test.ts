import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RedisCluster } from '../fixtures/redis-cluster';
import { describeWithRedisOf, RedisServer } from '../fixtures/redis-server';
import { trustAuthority } from '../fixtures/trusted-media';
import { makeTlsIdentity } from '../whatsapp/tls-certificate';
import { systemClock, systemRandom } from '../../runtime/system-ports';
import { calls } from './conformance/calls';
import { feed } from './conformance/feed';
import { never, ProcessesOfOneN8n } from './processes-of-one-n8n';

const identity = makeTlsIdentity(systemClock, systemRandom, {
	authorityName: 'CA of the Redis of this test',
	client: true,
});
const PASSWORD = 'p@ss "word" #1';

/** With a user of its own, whose password the server knows by its hash. */
async function startSafe(): Promise<RedisServer> {
	const hash = createHash('sha256').update(PASSWORD).digest('hex');
	const settings = ['--user', 'default', 'off', '--user', 'n8n', 'on', `#${hash}`, '~*', '&*', '+@all'];
	return await RedisServer.start({ tls: identity, settings });
}

describeWithRedisOf('a Redis that speaks TLS, with user and password', startSafe, (redis) => {
	let folder: string;
	let distrust: () => void;

	beforeAll(async () => {
		distrust = trustAuthority(identity.caPem);
		folder = await mkdtemp(join(tmpdir(), 'whatsapp-kit-secrets-'));
		await writeFile(join(folder, 'password'), `${PASSWORD}\n`);
	});
	afterAll(async () => {
		distrust();
		await rm(folder, { recursive: true, force: true });
	});

	const variables = () => ({
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: 'localhost',
		QUEUE_BULL_REDIS_PORT: String(redis().port),
		QUEUE_BULL_REDIS_TLS: 'true',
		QUEUE_BULL_REDIS_DUALSTACK: 'true',
		QUEUE_BULL_REDIS_USERNAME: 'n8n',
		QUEUE_BULL_REDIS_PASSWORD_FILE: join(folder, 'password'),
	});

	calls(variables);
	feed(variables);

	it('is not used when its certificate is not trusted, unless nobody wants to know', async () => {
		const n8n = await ProcessesOfOneN8n.begin({ ...variables(), QUEUE_BULL_REDIS_TIMEOUT_THRESHOLD: '1500' });
		distrust();
		try {
			const main = await n8n.start();
			await main.listen({ durable: true });
			await n8n.link(main);
			const careful = await n8n.start();
			await expect(careful.session.listGroups(never)).rejects.toMatchObject({ code: 'queue' });
			const careless = { QUEUE_BULL_REDIS_TLS_VALIDATE_CERTIFICATE: 'false' };
			const other = await ProcessesOfOneN8n.begin({ ...variables(), ...careless });
			try {
				const owner = await other.start();
				await owner.listen({ durable: true });
				await other.link(owner);
				expect((await (await other.start()).send('unchecked')).outcome).toBe('sent');
			} finally {
				await other.dispose();
			}
		} finally {
			distrust = trustAuthority(identity.caPem);
			await n8n.dispose();
		}
	}, 180_000);
});

const startSafeCluster = async (): Promise<RedisCluster> => await RedisCluster.start(identity);

describeWithRedisOf('a Redis Cluster that speaks TLS', startSafeCluster, (cluster) => {
	let distrust: () => void;

	beforeAll(() => {
		distrust = trustAuthority(identity.caPem);
	});
	afterAll(() => distrust());

	calls(() => ({
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_CLUSTER_NODES: cluster().addresses,
		QUEUE_BULL_REDIS_TLS: 'true',
		// Managed clusters are reached by name alone; loopback has none, and needs no look-up either.
		QUEUE_BULL_REDIS_DNS_LOOKUP_STRATEGY: 'NONE',
	}));
});

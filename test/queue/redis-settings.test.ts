import { fc } from '../fixtures/properties';
import { redisSettings, type RedisSettings } from '../../runtime/redis-settings';

const read = (
	environment: Record<string, string>,
	{ queueProcess = false, files = {} }: { queueProcess?: boolean; files?: Record<string, string> } = {},
): RedisSettings | null =>
	redisSettings({
		environment,
		queueProcess,
		readFile: (path) => {
			const content = files[path];
			if (content === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
			return content;
		},
	});
const inQueueMode = (
	environment: Record<string, string>,
	files: Record<string, string> = {},
): RedisSettings => read({ EXECUTIONS_MODE: 'queue', ...environment }, { files })!;
const failure = (work: () => unknown): Error & { code?: string; why?: string } => {
	try {
		work();
	} catch (error) {
		return error as Error & { code?: string; why?: string };
	}
	throw new Error('nothing was thrown');
};

describe('settings of Redis', () => {
	it('are none in a single process, although Redis variables may be set', () => {
		expect(read({})).toBeNull();
		expect(read({ EXECUTIONS_MODE: 'regular', QUEUE_BULL_REDIS_HOST: 'redis' })).toBeNull();
	});

	it("are n8n's defaults in queue mode without variables, and in a worker, which forces queue mode", () => {
		const expected = {
			nodes: [{ host: 'localhost', port: 6379 }],
			cluster: false,
			username: undefined,
			password: undefined,
			db: 0,
			tls: undefined,
			patienceMs: 10_000,
			prefix: 'whatsapp-kit:bull',
		};
		expect(inQueueMode({})).toMatchObject(expected);
		expect(read({}, { queueProcess: true })).toMatchObject(expected);
	});

	it("are n8n's own variables", () => {
		const settings = inQueueMode({
			QUEUE_BULL_REDIS_HOST: 'redis.internal',
			QUEUE_BULL_REDIS_PORT: '6380',
			QUEUE_BULL_REDIS_USERNAME: 'n8n',
			QUEUE_BULL_REDIS_PASSWORD: 'p@ss "word"',
			QUEUE_BULL_REDIS_DB: '3',
			QUEUE_BULL_REDIS_TLS: 'TRUE',
			QUEUE_BULL_REDIS_TLS_SERVERNAME: 'redis.example',
			QUEUE_BULL_REDIS_TLS_VALIDATE_CERTIFICATE: 'false',
			QUEUE_BULL_REDIS_DUALSTACK: '1',
			QUEUE_BULL_REDIS_KEEP_ALIVE: 'true',
			QUEUE_BULL_REDIS_KEEP_ALIVE_DELAY: '7000',
			QUEUE_BULL_REDIS_TIMEOUT_THRESHOLD: '30000',
			QUEUE_BULL_PREFIX: 'shop',
		});
		expect(settings).toMatchObject({
			nodes: [{ host: 'redis.internal', port: 6380 }],
			username: 'n8n',
			password: 'p@ss "word"',
			db: 3,
			tls: { servername: 'redis.example', rejectUnauthorized: false },
			dualStack: true,
			keepAliveMs: 7_000,
			patienceMs: 30_000,
			prefix: 'whatsapp-kit:shop',
		});
	});

	it('come from files where the variables end in _FILE, without the line end', () => {
		const settings = inQueueMode(
			{ QUEUE_BULL_REDIS_PASSWORD_FILE: '/run/secrets/redis', QUEUE_BULL_REDIS_HOST_FILE: '/run/host' },
			{ '/run/secrets/redis': 'from-file\n', '/run/host': ' redis \n' },
		);
		expect(settings).toMatchObject({ password: 'from-file', nodes: [{ host: 'redis', port: 6379 }] });
	});

	it('prefer the variable to its file, and take an empty one as not set', () => {
		const files = { '/run/secrets/redis': 'from-file' };
		const environment = {
			QUEUE_BULL_REDIS_PASSWORD: 'direct',
			QUEUE_BULL_REDIS_PASSWORD_FILE: '/run/secrets/redis',
		};
		expect(inQueueMode(environment, files).password).toBe('direct');
		expect(inQueueMode({ QUEUE_BULL_REDIS_PORT: '', QUEUE_BULL_REDIS_USERNAME: '' })).toMatchObject({
			nodes: [{ port: 6379 }],
			username: undefined,
		});
	});

	it('of a cluster keep all nodes and one hash tag, however n8n’s prefix is written', () => {
		const nodes = { QUEUE_BULL_REDIS_CLUSTER_NODES: 'a:7000, b:7001,[::1]:7002,' };
		const settings = inQueueMode(nodes);
		expect(settings).toMatchObject({
			cluster: true,
			nodes: [
				{ host: 'a', port: 7000 },
				{ host: 'b', port: 7001 },
				{ host: '::1', port: 7002 },
			],
			prefix: '{whatsapp-kit:bull}',
		});
		expect(inQueueMode({ ...nodes, QUEUE_BULL_PREFIX: '{bull}' }).prefix).toBe('{whatsapp-kit:bull}');
	});

	it('are the URL when there is one, also without queue mode', () => {
		expect(read({ WHATSAPP_KIT_REDIS_URL: 'rediss://me:p%40ss@cache.example:6390/2' })).toMatchObject({
			nodes: [{ host: 'cache.example', port: 6390 }],
			cluster: false,
			username: 'me',
			password: 'p@ss',
			db: 2,
			tls: { rejectUnauthorized: true },
		});
		expect(
			read(
				{ WHATSAPP_KIT_REDIS_URL_FILE: '/run/url', QUEUE_BULL_REDIS_HOST: 'other' },
				{ files: { '/run/url': 'redis://[::1]\n' } },
			),
		).toMatchObject({ nodes: [{ host: '::1', port: 6379 }], tls: undefined, password: undefined });
	});

	it.each([
		['QUEUE_BULL_REDIS_PORT', 'many'],
		['QUEUE_BULL_REDIS_PORT', '70000'],
		['QUEUE_BULL_REDIS_DB', '-1'],
		['QUEUE_BULL_REDIS_DB', '1.5'],
		['QUEUE_BULL_REDIS_CLUSTER_NODES', 'a:7000,b'],
		['QUEUE_BULL_REDIS_TIMEOUT_THRESHOLD', 'soon'],
	])('name the variable when %s is %j', (name, value) => {
		const error = failure(() => inQueueMode({ [name]: value }));
		expect(error).toMatchObject({ code: 'invalidInput', message: expect.stringContaining(name) });
	});

	it('name the variable whose file cannot be read', () => {
		const error = failure(() => inQueueMode({ QUEUE_BULL_REDIS_PASSWORD_FILE: '/run/gone' }));
		expect(error).toMatchObject({
			code: 'invalidInput',
			message: expect.stringContaining('QUEUE_BULL_REDIS_PASSWORD_FILE'),
			why: '/run/gone: ENOENT.',
		});
	});

	it('never repeat an unusable address, which may hold a password', () => {
		fc.assert(
			fc.property(fc.constantFrom('http', 'redis:', 'rediss//', ''), fc.string(), (scheme, tail) => {
				const error = failure(() => read({ WHATSAPP_KIT_REDIS_URL: `${scheme}://u:hidden-${tail}@/x` }));
				expect(JSON.stringify({ ...error, message: error.message })).not.toContain('hidden');
				expect(error.code).toBe('invalidInput');
			}),
		);
	});
});

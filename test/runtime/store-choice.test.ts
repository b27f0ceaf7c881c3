import { join } from 'node:path';
import { isKitError } from '../../messages/kit-error';
import type { Environment } from '../../runtime/environment-value';
import { chooseStore } from '../../runtime/store-choice';
import { fc } from '../fixtures/properties';

const choose = (environment: Environment, queueProcess = false, files: Record<string, string> = {}) =>
	chooseStore({
		environment,
		queueProcess,
		readFile(path) {
			const content = files[path];
			if (content === undefined) throw Object.assign(new Error(path), { code: 'ENOENT' });
			return content;
		},
	});

const settingsOf = (environment: Environment, files: Record<string, string> = {}) => {
	const choice = choose(environment, false, files);
	if (choice.kind !== 'postgres') throw new Error('it chose a file');
	return choice.settings;
};

const queueOnPostgres = { EXECUTIONS_MODE: 'queue', DB_TYPE: 'postgresdb' };

describe('where WhatsApp numbers are kept', () => {
	test('in a file of the n8n folder, without any settings', () => {
		const folder = join('/data', '.n8n', 'whatsapp-kit');
		expect(choose({ N8N_USER_FOLDER: '/data' })).toEqual({ kind: 'embedded', folder });
	});

	test('in a file also when n8n itself uses Postgres, as long as it is one process', () => {
		const choice = choose({ N8N_USER_FOLDER: '/data', DB_TYPE: 'postgresdb', DB_POSTGRESDB_HOST: 'db' });
		expect(choice.kind).toBe('embedded');
	});

	test("in queue mode in n8n's own Postgres, with n8n's own defaults", () => {
		expect(choose(queueOnPostgres)).toEqual({
			kind: 'postgres',
			settings: {
				setBy: 'DB_POSTGRESDB_*',
				host: 'localhost',
				port: 5432,
				database: 'n8n',
				user: 'postgres',
				password: '',
				schema: 'public',
				ssl: false,
				poolSize: 4,
				connectTimeoutMs: 10_000,
				idleTimeoutMs: 30_000,
			},
		});
	});

	test('a worker is in queue mode whatever its environment says, and chooses as its main does', () => {
		const { EXECUTIONS_MODE: _mode, ...ofWorker } = queueOnPostgres;
		expect(choose(ofWorker, true)).toEqual(choose(queueOnPostgres));
		expect(choose(ofWorker).kind).toBe('embedded');
	});

	test('an address of its own wins over everything', () => {
		const WHATSAPP_KIT_DATABASE_URL = 'postgres://kit:secret@db.example:6543/numbers';
		for (const others of [{}, queueOnPostgres, { WHATSAPP_KIT_HOME: '/kit' }]) {
			expect(settingsOf({ ...others, WHATSAPP_KIT_DATABASE_URL })).toMatchObject({
				setBy: 'WHATSAPP_KIT_DATABASE_URL',
				host: 'db.example',
				port: 6543,
				database: 'numbers',
				user: 'kit',
				password: 'secret',
				schema: 'public',
				ssl: false,
			});
		}
	});

	test('queue mode without Postgres is refused, and says what to set', () => {
		for (const DB_TYPE of [undefined, 'sqlite']) {
			const environment = { EXECUTIONS_MODE: 'queue', DB_TYPE };
			expect(() => choose(environment)).toThrow(
				expect.objectContaining({
					code: 'invalidInput',
					next: expect.stringMatching(/WHATSAPP_KIT_DATABASE_URL.*WHATSAPP_KIT_HOME/),
				}),
			);
		}
	});

	test('queue mode on one machine: the folder a person names for all processes', () => {
		const environment = { EXECUTIONS_MODE: 'queue', WHATSAPP_KIT_HOME: '/shared' };
		expect(choose(environment)).toEqual({ kind: 'embedded', folder: '/shared' });
	});

	test('an empty variable is as good as none', () => {
		const environment = { N8N_USER_FOLDER: '/data', WHATSAPP_KIT_DATABASE_URL: '', DB_TYPE: '' };
		expect(choose(environment).kind).toBe('embedded');
	});
});

describe("n8n's Postgres", () => {
	test('every variable is honoured, each also as a file', () => {
		const values = {
			DB_POSTGRESDB_HOST: 'db',
			DB_POSTGRESDB_PORT: '6000',
			DB_POSTGRESDB_DATABASE: 'flows',
			DB_POSTGRESDB_USER: 'n8n',
			DB_POSTGRESDB_PASSWORD: 'p@ss',
			DB_POSTGRESDB_SCHEMA: 'automation',
			DB_POSTGRESDB_SSL_ENABLED: 'true',
			DB_POSTGRESDB_SSL_CA: '-----BEGIN ca',
			DB_POSTGRESDB_SSL_CERT: '-----BEGIN cert',
			DB_POSTGRESDB_SSL_KEY: '-----BEGIN key',
			DB_POSTGRESDB_SSL_REJECT_UNAUTHORIZED: 'false',
			DB_POSTGRESDB_POOL_SIZE: '7',
			DB_POSTGRESDB_CONNECTION_TIMEOUT: '3000',
			DB_POSTGRESDB_IDLE_CONNECTION_TIMEOUT: '9000',
		};
		const expected = {
			setBy: 'DB_POSTGRESDB_*',
			host: 'db',
			port: 6000,
			database: 'flows',
			user: 'n8n',
			password: 'p@ss',
			schema: 'automation',
			ssl: {
				ca: '-----BEGIN ca',
				cert: '-----BEGIN cert',
				key: '-----BEGIN key',
				rejectUnauthorized: false,
			},
			poolSize: 7,
			connectTimeoutMs: 3000,
			idleTimeoutMs: 9000,
		};
		expect(settingsOf({ ...queueOnPostgres, ...values })).toEqual(expected);
		const asFiles = Object.fromEntries(
			Object.keys(values).map((name) => [`${name}_FILE`, `/secrets/${name}`]),
		);
		const files = Object.fromEntries(
			Object.entries(values).map(([name, value]) => [`/secrets/${name}`, `${value}\n`]),
		);
		expect(settingsOf({ ...queueOnPostgres, ...asFiles }, files)).toEqual(expected);
	});

	test('SSL without particulars is checked against the authorities Node knows', () => {
		expect(settingsOf({ ...queueOnPostgres, DB_POSTGRESDB_SSL_ENABLED: 'true' }).ssl).toBe(true);
	});

	test('no wait is without an end: 0 means the default', () => {
		const zeros = { DB_POSTGRESDB_POOL_SIZE: '0', DB_POSTGRESDB_CONNECTION_TIMEOUT: '0' };
		const { poolSize, connectTimeoutMs } = settingsOf({ ...queueOnPostgres, ...zeros });
		expect({ poolSize, connectTimeoutMs }).toEqual({ poolSize: 4, connectTimeoutMs: 10_000 });
	});

	test.each([
		['DB_POSTGRESDB_PORT', 'five'],
		['DB_POSTGRESDB_PORT', '65536'],
		['DB_POSTGRESDB_POOL_SIZE', '-1'],
		['DB_POSTGRESDB_CONNECTION_TIMEOUT', '1.5'],
	])('%s=%s is refused by its name', (name, value) => {
		expect(() => choose({ ...queueOnPostgres, [name]: value })).toThrow(
			expect.objectContaining({ code: 'invalidInput', what: expect.stringContaining(name) }),
		);
	});

	test('a secret file that cannot be read is an error, not an empty password', () => {
		const environment = { ...queueOnPostgres, DB_POSTGRESDB_PASSWORD_FILE: '/gone' };
		expect(() => choose(environment)).toThrow(
			expect.objectContaining({ what: expect.stringContaining('DB_POSTGRESDB_PASSWORD_FILE') }),
		);
	});
});

describe('an address of its own', () => {
	const settingsAt = (WHATSAPP_KIT_DATABASE_URL: string) => settingsOf({ WHATSAPP_KIT_DATABASE_URL });

	test.each([
		['postgres://u:p@h/d', { host: 'h', port: 5432, user: 'u', password: 'p', database: 'd' }],
		['postgresql://h/d', { user: 'postgres', password: '' }],
		['postgres://u:a%2Fb%40c@h/d', { password: 'a/b@c' }],
		['postgres://u:100%@h/d', { password: '100%' }],
		['postgres://u:p@[::1]:7000/d', { host: '::1', port: 7000 }],
		['postgres://u:p@h/my%20data', { database: 'my data' }],
		['postgres://u:p@h/d?schema=kit', { schema: 'kit' }],
		['postgres:///d?host=/var/run/postgresql', { host: '/var/run/postgresql', database: 'd' }],
		['postgres://h/d?connect_timeout=3', { connectTimeoutMs: 3_000 }],
		['postgres://h/d?sslmode=require', { ssl: true }],
		['postgres://h/d?sslmode=verify-full', { ssl: true }],
		['postgres://h/d?sslmode=no-verify', { ssl: { rejectUnauthorized: false } }],
		['postgres://h/d?sslmode=disable', { ssl: false }],
	])('%s', (address, expected) => expect(settingsAt(address)).toMatchObject(expected));

	test.each([
		'',
		'postgres://h/d?sslmode=prefer',
		'postgres://h/d?connect_timeout=0',
		'postgres://h/d?connect_timeout=soon',
		'require this',
		'/d',
		'h:5432/d',
		'http://h/d',
		'mysql://h/d',
		'postgres://h',
		'postgres://h/',
	])('"%s" is refused', (address) =>
		expect(() => choose({ WHATSAPP_KIT_DATABASE_URL: address, ...queueWithoutPostgres })).toThrow(
			expect.objectContaining({ code: 'invalidInput' }),
		),
	);

	test('it may come in a file, and one that cannot be read leads nowhere else', () => {
		const environment = { ...queueOnPostgres, WHATSAPP_KIT_DATABASE_URL_FILE: '/secrets/url' };
		expect(settingsOf(environment, { '/secrets/url': 'postgres://u:p@own/d\n' }).host).toBe('own');
		expect(() => choose(environment)).toThrow(expect.objectContaining({ code: 'invalidInput' }));
	});

	test('whatever is wrong with it, no part of it is repeated', () => {
		fc.assert(
			fc.property(
				fc.constantFrom('postgres://u:SECRET@h', 'postgres://u:SECRET@h:x/d', 'SECRET', 'ftp://u:SECRET@h/d'),
				fc.string(),
				(address, tail) => {
					try {
						choose({ WHATSAPP_KIT_DATABASE_URL: address + tail });
					} catch (error) {
						if (!isKitError(error)) throw error;
						expect([error.what, error.why, error.next, error.stack].join(' ')).not.toContain('SECRET');
					}
				},
			),
		);
	});
});

const queueWithoutPostgres = { EXECUTIONS_MODE: 'queue' };

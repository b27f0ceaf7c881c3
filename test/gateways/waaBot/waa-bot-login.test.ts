import type { Connection, SendRequest } from '../../../engines/engine';
import { parseRecipient } from '../../../messages/parse-recipient';
import { until } from '../../fixtures/until';
import { limit, wordsOf } from '../gateway-world';
import { waaBotAccount } from './waa-bot-simulator';
import { openWaaBotWorld, type WaaBotWorld } from './waa-bot-world';

const text = { kind: 'text', text: 'Hello' } as const;
const { sessionId, accessToken } = waaBotAccount;

let simulator: WaaBotWorld['simulator'];
let world: WaaBotWorld['world'];
let credential: WaaBotWorld['credential'];

beforeEach(async () => {
	({ simulator, world, credential } = await openWaaBotWorld());
});
afterEach(async () => await world.close());

async function sendMany(connection: Connection, count: number) {
	return await Promise.all(Array.from({ length: count }, async () => await world.send(connection, text)));
}

async function requestFor(connection: Connection): Promise<SendRequest> {
	return {
		chat: await connection.resolve(parseRecipient('+491701234567'), limit()),
		composed: { message: text, via: 'text' },
		extras: {},
		messageId: connection.newMessageId(),
		resend: false,
		experimental: false,
		signal: limit(),
	};
}

describe('the login of an account at WaaBot', () => {
	it('is fetched once and sent along with its refresh token', async () => {
		const connection = await world.open();
		expect(await world.send(connection, text)).toMatchObject({ outcome: 'sent' });
		expect(simulator.logins).toBe(1);
		const [request] = simulator.asked(/message$/u);
		expect(request?.headers).toMatchObject({
			authorization: `Bearer ${simulator.bearer}`,
			'x-refresh': simulator.refreshToken,
		});
		expect(request?.query).toEqual({ session_id: sessionId, access_token: accessToken });
		expect(request?.body).toMatchObject({ session_id: sessionId, access_token: accessToken });
	});

	it('is renewed once for 50 requests that are refused at the same time, and each message goes out once', async () => {
		const connection = await world.open();
		simulator.expire();
		const outcomes = await sendMany(connection, 50);
		expect(outcomes.filter(({ outcome }) => outcome === 'sent')).toHaveLength(50);
		expect(simulator.sent).toHaveLength(50);
		expect(simulator.logins).toBe(2);
	});

	it('is not asked for when the gateway hands out a new token by itself', async () => {
		const connection = await world.open();
		simulator.bearer = 'handed-out-token';
		simulator.failNext(/message$/u, {
			kind: 'answer',
			answer: { status: 401, headers: { 'x-access-token': 'handed-out-token' } },
		});
		expect(await world.send(connection, text)).toMatchObject({ outcome: 'sent' });
		expect(simulator.logins).toBe(1);
	});

	it('that is refused stops the account, and says neither password nor token', async () => {
		const connection = await world.connect(world.gateway.wrongCredential);
		const error: unknown = await connection.whenOpen(limit()).catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({ code: 'accountStopped' });
		expect(wordsOf(error)).toContain('password of the credential');
		expect(wordsOf(error) + world.logged).not.toContain('wrong-secret-of-somebody');
	});

	it('keeps tokens that an answer repeats out of what is shown', async () => {
		const connection = await world.open();
		const message = `${simulator.bearer} and ${simulator.refreshToken} are no good`;
		simulator.failNext(/message$/u, { kind: 'answer', answer: { status: 400, body: { message } } });
		const outcome = await world.send(connection, text);
		expect(outcome).toMatchObject({ outcome: 'refused', error: { why: '*** and *** are no good' } });
	});

	it('that cannot be reached leaves the message unsent', async () => {
		const connection = await world.open();
		simulator.expire();
		simulator.failNext(/sessions$/u, { kind: 'answer', answer: { status: 503 } });
		expect(await world.send(connection, text)).toMatchObject({
			outcome: 'refused',
			error: { code: 'notConnected' },
		});
		expect(simulator.sent).toHaveLength(0);
		expect(await world.send(connection, text)).toMatchObject({ outcome: 'sent' });
	});

	it('that is held back says until when', async () => {
		const connection = await world.open();
		simulator.expire();
		simulator.failNext(/sessions$/u, {
			kind: 'answer',
			answer: { status: 429, headers: { 'retry-after': '9' } },
		});
		expect(await world.send(connection, text)).toMatchObject({
			outcome: 'refused',
			error: { code: 'limited', retryAt: world.clock.now() + 9_000 },
		});
	});

	it('by tokens alone ends with them, after one try', async () => {
		const login = { accountLogin: 'tokens', accountToken: simulator.bearer, refreshToken: '' };
		const connection = await world.connect(credential(login));
		await connection.whenOpen(limit());
		expect(simulator.requests[0]?.headers).not.toHaveProperty('x-refresh');
		simulator.expire();
		expect(await world.send(connection, text)).toMatchObject({
			outcome: 'refused',
			error: { code: 'accountStopped' },
		});
		expect(simulator.asked(/message$/u)).toHaveLength(1);
	});

	it('is not needed where the pair of the bot is enough', async () => {
		simulator.bearerNeeded = false;
		const connection = await world.connect(credential({ accountLogin: 'none' }));
		await connection.whenOpen(limit());
		expect(await world.send(connection, text)).toMatchObject({ outcome: 'sent' });
		expect(simulator.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
		expect(simulator.logins).toBe(0);
	});

	it('belongs to a request whose sender may leave while others wait', async () => {
		const connection = await world.open();
		simulator.expire();
		let release = (): void => undefined;
		const held = new Promise<void>((resolve) => (release = resolve));
		simulator.failNext(/sessions$/u, { kind: 'slow', until: held });
		const leaving = new AbortController();
		const request = await requestFor(connection);
		const left = connection.send({ ...request, signal: leaving.signal });
		await until(() => simulator.asked(/sessions$/u).length === 2);
		const stays = connection.send(request);
		await until(() => simulator.asked(/message$/u).length === 2);
		leaving.abort();
		expect(await left).toMatchObject({ outcome: 'refused', error: { code: 'timedOut' } });
		release();
		expect(await stays).toMatchObject({ outcome: 'sent' });
		expect(simulator.sent).toHaveLength(1);
	});
});

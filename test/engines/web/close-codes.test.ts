import { createRequire } from 'node:module';
import { decideClose, type CloseContext, type CloseDecision } from '../../../engines/web/close-codes';
import { fc } from '../../fixtures/properties';

/** The very error class the client library throws. */
const { Boom } = createRequire(require.resolve('@whiskeysockets/baileys'))('@hapi/boom') as {
	Boom: new (message: string, options?: { statusCode?: number; data?: unknown }) => Error;
};

const LINKED: CloseContext = { linking: false, linked: true, attempt: 1 };
const LINKING: CloseContext = { linking: true, linked: false, attempt: 1 };

const ended = (statusCode: number, message = 'Connection Failure', data?: unknown) =>
	new Boom(message, { statusCode, data });
/** As the library reports what the WebSocket could not do. */
const unreachable = (cause: Error & { code?: string }, statusCode: number) =>
	new Boom(`WebSocket Error (${cause.message})`, { statusCode, data: cause });

function decide(error: unknown, context: Partial<CloseContext> = {}): CloseDecision {
	return decideClose(error, { ...LINKED, ...context });
}

function stopOf(decision: CloseDecision) {
	if (decision.kind !== 'stop') throw new Error(`expected a stop, got ${decision.kind}`);
	return decision;
}

describe('a linked account', () => {
	test('connects again at once after the restart that follows linking', () => {
		expect(decide(ended(515, 'Stream Errored (restart required)'))).toMatchObject({ kind: 'reconnectNow' });
	});

	test('does not race when restarts never lead anywhere', () => {
		expect(decide(ended(515), { attempt: 3 }).kind).toBe('backOff');
	});

	test.each([
		['socket dropped', ended(428, 'Connection Terminated')],
		['no sign of life', ended(408, 'Connection was lost')],
		['service unavailable', ended(503)],
		['too many connections', ended(429)],
		['server error', ended(500, 'Stream Errored (unknown)')],
		['version refused the first time', ended(405)],
		['a bare WebSocket code', 1006],
		['a plain error', new Error('Unsupported state or unable to authenticate data')],
		['a code nobody knows', ended(499)],
		['words', 'something'],
		['nothing', undefined],
		['an error without anything', {}],
	])('tries again later: %s', (_name, error) => {
		const decision = decide(error);
		if (decision.kind !== 'backOff') throw new Error(`expected to back off, got ${decision.kind}`);
		expect(decision.baseMs).toBeGreaterThanOrEqual(1_000);
		expect(decision.maxMs).toBeGreaterThanOrEqual(decision.baseMs);
		expect(decision.reason).toMatch(/^[A-Z].*\.$/);
	});

	test('waits longer when the server is busy than when the line broke', () => {
		const wait = (code: number): number => {
			const decision = decide(ended(code));
			return decision.kind === 'backOff' ? decision.baseMs : 0;
		};
		expect(wait(503)).toBeGreaterThan(wait(428));
	});

	test('stops, keeping its keys, when the session is used elsewhere', () => {
		const decision = stopOf(decide(ended(440, 'Stream Errored (conflict)')));
		expect(decision).toMatchObject({ state: { kind: 'replaced' }, forgetKeys: false });
		expect(decision.reason).toMatch(/Stop the other one/);
	});

	test('forgets its keys when the phone removed it', () => {
		const decision = stopOf(
			decide(ended(401, 'Stream Errored (conflict)', { tag: 'conflict', attrs: { type: 'device_removed' } })),
		);
		expect(decision).toMatchObject({ state: { kind: 'loggedOut' }, forgetKeys: true });
	});

	test.each([403, 406])('stops for good when WhatsApp blocks the number (%d)', (code) => {
		expect(stopOf(decide(ended(code)))).toMatchObject({ state: { kind: 'banned' }, forgetKeys: false });
	});

	test('knows when a temporary block ends', () => {
		const error = ended(402, 'Connection Failure', { reason: '402', code: '101', expire: '3600' });
		const { state } = stopOf(decide(error, { now: 1_000_000 }));
		expect(state).toMatchObject({ kind: 'restricted', until: 4_600_000 });
		expect(stopOf(decide(ended(402))).state).toMatchObject({ kind: 'restricted', until: null });
	});

	test('names the refused version and where to set another', () => {
		const { state } = stopOf(decide(ended(405), { attempt: 3, version: '2.3000.1043857760' }));
		expect(state).toMatchObject({ kind: 'stopped', error: { code: 'accountStopped', reason: '405' } });
		expect(state).toMatchObject({ reason: expect.stringContaining('2.3000.1043857760') });
		expect(state).toMatchObject({ reason: expect.stringContaining('Client Version') });
	});

	test('stops when the server cannot prove to be WhatsApp', () => {
		const decision = stopOf(decide(ended(400, 'noise intermediate certificate signature invalid')));
		expect(decision).toMatchObject({ state: { kind: 'stopped' }, forgetKeys: false });
		expect(decision.reason).toMatch(/intercepts TLS/);
	});

	test('stops on a multi-device mismatch', () => {
		expect(stopOf(decide(ended(411, 'Multi-device beta not joined'))).state.kind).toBe('stopped');
	});

	test('keeps trying, slowly, however many 500s come', () => {
		const few = decide(ended(500), { consecutive500: 4 });
		const many = decide(ended(500), { consecutive500: 5 });
		if (few.kind !== 'backOff' || many.kind !== 'backOff') throw new Error('expected to back off');
		expect(many.baseMs).toBeGreaterThan(few.baseMs);
		expect(many.reason).toMatch(/Session → Link/);
		expect(few.reason).not.toMatch(/Link/);
	});
});

describe('what looks like a verdict but comes from the network', () => {
	test.each([401, 403, 405, 440])('a proxy that answers HTTP %d is no logout and no ban', (status) => {
		const decision = decide(unreachable(new Error(`Unexpected server response: ${status}`), status));
		expect(decision.kind).toBe('backOff');
		expect(decision.reason).toMatch(new RegExp(`HTTP ${status}.*proxy`));
	});

	test.each([
		['ENOTFOUND', /DNS/],
		['EAI_AGAIN', /DNS/],
		['ECONNREFUSED', /refused.*firewall/],
		['ETIMEDOUT', /firewall/],
		['DEPTH_ZERO_SELF_SIGNED_CERT', /certificate is not trusted/],
		['EPIPE', /EPIPE/],
	])('%s is told in words', (code, text) => {
		const decision = decide(unreachable(Object.assign(new Error(`connect ${code}`), { code }), 408));
		expect(decision).toMatchObject({ kind: 'backOff', reason: expect.stringMatching(text) });
	});

	test('a system error that the library did not wrap counts as network too', () => {
		const decision = decide(
			Object.assign(new Error('getaddrinfo ENOTFOUND web.whatsapp.com'), { code: 'ENOTFOUND' }),
		);
		expect(decision).toMatchObject({ kind: 'backOff', reason: expect.stringMatching(/DNS/) });
	});
});

describe('while linking', () => {
	test.each([
		['nobody scanned', ended(408, 'QR refs attempts ended'), /Nobody scanned/],
		['the code was not typed', ended(401), /not completed/],
		['the answer was forged', new Boom('Invalid account signature'), /could not be verified/],
	])('%s: a new attempt is needed, on a fresh identity', (_name, error, text) => {
		const decision = stopOf(decideClose(error, LINKING));
		expect(decision).toMatchObject({ state: { kind: 'needsLink' }, forgetKeys: true });
		expect(decision.reason).toMatch(text);
		expect(decision.reason).toMatch(/Session → Link/);
	});

	test('the restart after pairing connects at once', () => {
		expect(decideClose(ended(515), LINKING).kind).toBe('reconnectNow');
	});

	test('a broken line is only a broken line', () => {
		expect(decideClose(ended(428), LINKING).kind).toBe('backOff');
		expect(
			decideClose(unreachable(Object.assign(new Error('x'), { code: 'ENOTFOUND' }), 408), LINKING).kind,
		).toBe('backOff');
	});

	test('with nobody linking any more there is nothing to connect for', () => {
		expect(stopOf(decideClose(ended(428), { ...LINKING, linking: false })).state.kind).toBe('needsLink');
	});
});

test('keys are only forgotten on a clear word, never on anything else', () => {
	const anything = fc.oneof(
		fc.anything(),
		fc
			.record({ code: fc.integer({ min: 300, max: 600 }), message: fc.string(), data: fc.anything() })
			.map((made) => {
				return new Boom(made.message, { statusCode: Math.max(400, made.code), data: made.data });
			}),
		fc.integer(),
	);
	fc.assert(
		fc.property(anything, fc.nat(20), (error, attempt) => {
			const decision = decideClose(error, { ...LINKED, attempt });
			expect(decision.reason).toMatch(/\S/);
			const forgets = decision.kind === 'stop' && decision.forgetKeys;
			const code = (error as { output?: { statusCode?: number } } | null)?.output?.statusCode ?? error;
			if (forgets) expect(code).toBe(401);
		}),
		{ numRuns: 2_000 },
	);
});

import type { SendOutcome } from '../../../engines/engine';
import { text } from '../conformance/messages';
import { GatewayWorld } from '../gateway-world';
import { refusalAnswer, refusalLayouts, type WaCrRefusal } from './wa-cr-refusal';
import { openWaCr } from './wa-cr-under-test';

let world: GatewayWorld;
let opened: Awaited<ReturnType<typeof openWaCr>>;

beforeEach(async () => {
	opened = await openWaCr();
	world = await GatewayWorld.open(opened);
});
afterEach(async () => await world.close());

/** What a person reads of one answer to a message, in each of the layouts an answer may have. */
async function told(refusal: WaCrRefusal): Promise<readonly Exclude<SendOutcome, { outcome: 'sent' }>[]> {
	const connection = await world.open();
	const outcomes: Exclude<SendOutcome, { outcome: 'sent' }>[] = [];
	for (const layout of refusalLayouts) {
		const answer = refusalAnswer(layout, refusal);
		opened.simulator.failNext(/messages/u, { kind: 'answer', answer });
		const outcome = await world.send(connection, text);
		if (outcome.outcome === 'sent') throw new Error('It was taken');
		outcomes.push(outcome);
		await world.clock.advance(60_000);
	}
	return outcomes;
}

type Row = readonly [code: string, status: number, error: string, what: RegExp, next: RegExp];

const rows: readonly Row[] = [
	['UNAUTHORIZED', 401, 'accountStopped', /does not accept the API token/u, /copy it into the credential/u],
	['INSUFFICIENT_SCOPE', 403, 'refused', /lacks the scope "messages:send"/u, /Give the token this scope/u],
	['FEATURE_LIMIT_EXCEEDED', 403, 'refused', /plan at WA\.cr is used up/u, /larger plan/u],
	['CONTACT_OPTED_OUT', 403, 'refused', /opted out/u, /only they can opt in again/u],
	['FEATURE_NOT_AVAILABLE', 403, 'refused', /does not include this/u, /plan with WhatsApp templates/u],
	['NOT_FOUND', 404, 'refused', /does not know the contact or record/u, /Check the ID/u],
	['VALIDATION_ERROR', 422, 'refused', /does not accept a field/u, /default status, source and assignee/u],
	['WHATSAPP_NOT_CONFIGURED', 422, 'notLinked', /No WhatsApp number is set up/u, /Connect WhatsApp/u],
	['MESSAGE_SEND_FAILED', 500, 'refused', /WhatsApp did not take it/u, /24 hours/u],
	['OTP_NOT_FOUND', 422, 'refused', /no code to check/u, /Send a new code/u],
	['OTP_EXPIRED', 422, 'refused', /has expired/u, /Send a new code/u],
	['MAX_ATTEMPTS_EXCEEDED', 422, 'refused', /tried too often/u, /Send a new code/u],
	['INVALID_CODE', 422, 'refused', /code is wrong/u, /type it once more/u],
];

describe('what WA.cr answers to a message', () => {
	it.each(rows)('%s is told in words, wherever the code stands', async (code, status, error, what, next) => {
		for (const outcome of await told({ status, code, message: 'No' })) {
			expect(outcome).toMatchObject({
				outcome: 'refused',
				error: {
					code: error,
					reason: code,
					what: expect.stringMatching(what),
					next: expect.stringMatching(next),
				},
			});
		}
		expect(opened.simulator.sent).toEqual([]);
	});

	it('INTERNAL_ERROR leaves open whether the message was taken, and says whom to blame', async () => {
		for (const { outcome, error } of await told({ status: 500, code: 'INTERNAL_ERROR', message: '' })) {
			expect({ outcome, code: error.code }).toEqual({ outcome: 'unknown', code: 'outcomeUnknown' });
			expect(error.why).toContain('an unexpected error of its own');
		}
	});

	it.each([
		['in the body', { details: { retry_after: 17 } }, {}],
		['in the header', {}, { 'retry-after': '17' }],
	])('RATE_LIMIT_EXCEEDED holds messages back for as long as it says %s', async (_where, more, headers) => {
		const connection = await world.open();
		for (const layout of refusalLayouts) {
			const refusal = { status: 429, code: 'RATE_LIMIT_EXCEEDED', message: 'Too many requests', ...more };
			const answer = { ...refusalAnswer(layout, refusal), headers };
			opened.simulator.failNext(/messages/u, { kind: 'answer', answer });
			expect(await world.send(connection, text)).toMatchObject({
				outcome: 'refused',
				error: { code: 'limited', reason: 'gateway', retryAt: world.clock.now() + 17_000 },
			});
		}
	});

	it('RATE_LIMIT_EXCEEDED without a time is the limit per minute', async () => {
		const [first] = await told({ status: 429, code: 'RATE_LIMIT_EXCEEDED', message: 'Too many requests' });
		expect(first?.error.retryAt).toBe(world.clock.now() - 60_000 * refusalLayouts.length + 60_000);
	});

	it('the requests of a minute used up hold the next message back until the first of them is a minute old', async () => {
		const connection = await world.open();
		opened.simulator.ratePerMinute = 3;
		for (const time of ['second', 'third'])
			expect([time, (await world.send(connection, text)).outcome]).toEqual([time, 'sent']);
		opened.simulator.now += 18_000;
		expect(await world.send(connection, text)).toMatchObject({
			outcome: 'refused',
			error: { code: 'limited', retryAt: world.clock.now() + 42_000 },
		});
		expect(opened.simulator.sent).toHaveLength(2);
	});

	it.each([
		[{ required_scope: 'templates:read' }, 'No'],
		[{}, 'Token missing templates:read scope'],
	])('INSUFFICIENT_SCOPE names the scope it speaks of: %j, %s', async (details, message) => {
		for (const { error } of await told({ status: 403, code: 'INSUFFICIENT_SCOPE', message, details }))
			expect(error.what).toContain('"templates:read"');
	});

	it('FEATURE_LIMIT_EXCEEDED says which limit, and how much of it is used', async () => {
		const details = { feature: 'conversations', current: 1_000, maximum: 1_000 };
		const refusal = { status: 403, code: 'FEATURE_LIMIT_EXCEEDED', message: 'Limit reached', details };
		for (const { error } of await told(refusal)) expect(error.what).toContain('conversations, 1000 of 1000');
	});

	it('INVALID_CODE says how many tries are left', async () => {
		const details = { attempts_remaining: 3 };
		const refusal = { status: 422, code: 'INVALID_CODE', message: 'Invalid', details };
		for (const { error } of await told(refusal)) expect(error.why).toBe('Tries left: 3.');
	});

	it('a code nobody documented is told in the words of WA.cr', async () => {
		for (const { error } of await told({
			status: 422,
			code: 'TEMPLATE_PAUSED',
			message: 'The template is paused',
		}))
			expect(error).toMatchObject({ code: 'refused', why: 'The template is paused' });
	});

	it('a message to somebody who opted out is asked for once, and is never sent again', async () => {
		const connection = await world.open();
		opened.simulator.optedOut.add('491701234567');
		expect(await world.send(connection, text)).toMatchObject({
			outcome: 'refused',
			error: { code: 'refused', reason: 'CONTACT_OPTED_OUT' },
		});
		expect(opened.simulator.asked(/messages/u)).toHaveLength(1);
	});
});

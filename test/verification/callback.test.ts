import { createHmac } from 'node:crypto';
import {
	CALLBACK_MS,
	signatureOf,
	tellCallback,
	type CallbackRequest,
} from '../../verification/link/callback';
import { verificationItem } from '../../verification/verification-item';
import { ManualClock, settle } from '../fixtures/manual-clock';
import { recordingLogger } from '../fixtures/quiet-logger';
import { aVerification, START } from './a-verification';

const CODE = 'QX7KZ29MWR';
const of = aVerification({ id: 'l-1', method: 'link', status: 'validated', validatedAt: START });
const callback = { url: 'https://example.com/verified', allowPrivate: true, secret: 'signed' };

/** Somebody's server with its answers in turn: a status, or why there is none. */
function telling(...answers: unknown[]) {
	const clock = new ManualClock(START);
	const logger = recordingLogger();
	const posts: CallbackRequest[] = [];
	const post = async (request: CallbackRequest) => {
		posts.push(request);
		const answer = answers[posts.length - 1];
		if (typeof answer !== 'number') throw await Promise.resolve(answer);
		return answer;
	};
	let agreed: boolean | undefined;
	void tellCallback(of, CODE, callback, { post, clock, logger }).then((answer) => (agreed = answer));
	return { clock, logger, posts, agreed: () => agreed };
}

describe('somebody’s server', () => {
	test.each([200, 204])('agrees with %i, and is asked once', async (status) => {
		const { posts, agreed, logger, clock } = telling(status);
		await settle();
		expect(agreed()).toBe(true);
		expect(posts).toHaveLength(1);
		expect([logger.lines, clock.sleeping]).toEqual([[], 0]);
	});

	test('is told everything about it and the code, with ten seconds to answer', async () => {
		const { posts } = telling(200);
		await settle();
		const body = JSON.stringify({ ...verificationItem(of), verification_code: CODE });
		expect(posts).toEqual([
			{
				url: 'https://example.com/verified',
				allowPrivate: true,
				body,
				headers: signatureOf(body, 'signed', START),
				timeoutMs: 10_000,
			},
		]);
	});

	test.each([201, 202, 301, 400, 500])('does not agree with %i', async (status) => {
		const { posts, agreed, clock } = telling(status, status, status);
		await clock.advance(5_000);
		expect(agreed()).toBe(false);
		expect(posts).toHaveLength(3);
	});

	test('is asked again after one second, and after four more, signed anew each time', async () => {
		const { posts, agreed, clock } = telling(500, 500, 204);
		await clock.advance(999);
		expect(posts).toHaveLength(1);
		await clock.advance(1);
		expect(posts).toHaveLength(2);
		await clock.advance(3_999);
		expect(posts).toHaveLength(2);
		expect(agreed()).toBeUndefined();
		await clock.advance(1);
		expect(agreed()).toBe(true);
		const stamps = posts.map(({ headers }) => headers['x-whatsapp-kit-timestamp']);
		expect(stamps.map(Number)).toEqual([0, 1, 5].map((after) => START / 1_000 + after));
		expect(new Set(posts.map(({ headers }) => headers['x-whatsapp-kit-signature'])).size).toBe(3);
	});

	test('is not waited for after the third try', async () => {
		const { agreed, clock, posts } = telling(500, 500, 500);
		await clock.advance(5_000);
		expect([agreed(), posts.length, clock.sleeping]).toEqual([false, 3, 0]);
	});

	test('that does not agree is told of in the log, without code, address or secret', async () => {
		const { clock, logger } = telling(500, new Error('no answer'), 'odd');
		await clock.advance(5_000);
		const line = (answer: unknown) => ({
			level: 'warn',
			message: 'The callback of a verification was not taken',
			details: { verification: 'l-1', answer },
		});
		expect(logger.lines).toEqual([line(500), line('no answer'), line('odd')]);
	});

	test('has time for all tries before its link runs out', () => {
		expect(CALLBACK_MS).toBeGreaterThanOrEqual(3 * 10_000 + 1_000 + 4_000);
	});
});

test('a signature covers the time and the body', () => {
	const signature = createHmac('sha256', 'signed').update('1767772800.{}').digest('hex');
	expect(signatureOf('{}', 'signed', START + 999)).toEqual({
		'content-type': 'application/json',
		'x-whatsapp-kit-timestamp': '1767772800',
		'x-whatsapp-kit-signature': `sha256=${signature}`,
	});
});

import { SendRecords } from '../../../sessions/send-records';
import type { Lease, SendClaim, SendResult } from '../../../sessions/store';
import { ManualClock } from '../../fixtures/manual-clock';
import { recordingLogger } from '../../fixtures/quiet-logger';

const lease = (fence: number): Lease => ({ accountId: 'a', ownerId: 'o', fence });
const sent: SendResult = { outcome: 'sent', at: 7 };
const claimOf = (fence: number): SendClaim => ({
	lease: lease(fence),
	idempotencyKey: 'key',
	messageId: 'M9',
	chatId: 'c',
	now: 8,
});

function recordsOf({ resendsSafely = true, failClaims = 0, failFinish = false } = {}) {
	const clock = new ManualClock();
	const logger = recordingLogger();
	const claims: SendClaim['finished'][] = [];
	const finished: [number, string, string][] = [];
	const asked: string[] = [];
	let failing = failClaims;
	const records = new SendRecords({
		clock,
		logger,
		resendsSafely,
		store: {
			claimSend: async (claim) => {
				claims.push(claim.finished);
				if (failing-- > 0) throw new Error('disk full');
				return await Promise.resolve({ fresh: true });
			},
			confirmSend: async ({ messageId }) => {
				asked.push(`confirm ${messageId}`);
				return await Promise.resolve();
			},
			releaseSend: async (_lease, messageId) => {
				asked.push(`release ${messageId}`);
				return await Promise.resolve();
			},
			finishSend: async ({ fence }, messageId, { outcome }) => {
				if (failFinish) throw new Error('disk full');
				finished.push([fence, messageId, outcome]);
				return await Promise.resolve();
			},
		},
	});
	return { clock, claims, finished, asked, logger, records };
}

describe('outcomes of sends', () => {
	test('go with the next claim when they were acknowledged', async () => {
		const { clock, claims, finished, records } = recordsOf();
		await records.finish(lease(1), 'M1', sent);
		await records.finish(lease(1), 'M2', sent);
		expect(finished).toEqual([]);
		await records.claim(claimOf(1));
		await clock.advance(1_000);
		await records.settled();
		expect(claims).toEqual([
			[
				{ messageId: 'M1', result: sent },
				{ messageId: 'M2', result: sent },
			],
		]);
		expect(finished).toEqual([]);
	});

	test('are written alone after 20 ms', async () => {
		const { clock, finished, records } = recordsOf();
		await records.finish(lease(1), 'M1', sent);
		await clock.advance(19);
		expect(finished).toEqual([]);
		await clock.advance(1);
		await records.settled();
		expect(finished).toEqual([[1, 'M1', 'sent']]);
	});

	test('are written at once when the session settles', async () => {
		const { finished, records } = recordsOf();
		await records.finish(lease(1), 'M1', sent);
		await records.settled();
		expect(finished).toEqual([[1, 'M1', 'sent']]);
		await records.settled();
	});

	test.each([
		['the engine cannot repeat safely', false, sent],
		['it was refused', true, { outcome: 'refused', at: 7, error: 'no' } as const],
		['nobody knows it', true, { outcome: 'unknown', at: 7, error: '?' } as const],
	])('are written at once when %s', async (_name, resendsSafely, result) => {
		const { finished, records } = recordsOf({ resendsSafely });
		await records.finish(lease(1), 'M1', result);
		expect(finished).toEqual([[1, 'M1', result.outcome]]);
	});

	test('of another lease keep to their own, which the store judges', async () => {
		const { claims, finished, records } = recordsOf();
		await records.finish(lease(1), 'M1', sent);
		await records.claim(claimOf(2));
		expect(claims).toEqual([undefined]);
		await records.settled();
		expect(finished).toEqual([[1, 'M1', 'sent']]);
	});

	test('are not lost when the claim they went with failed', async () => {
		const { claims, finished, records } = recordsOf({ failClaims: 1 });
		await records.finish(lease(1), 'M1', sent);
		await expect(records.claim(claimOf(1))).rejects.toThrow('disk full');
		await records.claim(claimOf(1));
		expect(claims.map((entries) => entries?.length)).toEqual([1, 1]);
		await records.settled();
		expect(finished).toEqual([]);
	});

	test('are written alone when the claim they went with failed and no other comes', async () => {
		const { clock, finished, records } = recordsOf({ failClaims: 1 });
		await records.finish(lease(1), 'M1', sent);
		// While it is asked for, nothing waits, and what was to be written alone is done with.
		const claiming = expect(records.claim(claimOf(1))).rejects.toThrow('disk full');
		await records.settled();
		await claiming;
		await records.finish(lease(1), 'M2', sent);
		await clock.advance(20);
		expect(finished).toEqual([
			[1, 'M1', 'sent'],
			[1, 'M2', 'sent'],
		]);
	});

	test('that cannot be written are said in the log and do not stop the rest', async () => {
		const { logger, records } = recordsOf({ failFinish: true });
		await records.finish(lease(1), 'M1', sent);
		await records.settled();
		expect(logger.lines).toEqual([
			{
				level: 'error',
				message: 'The outcome of a sent message could not be kept',
				details: { messageId: 'M1', error: 'Error: disk full' },
			},
		]);
	});

	test('of two leases: only those of the one that claims go with its claim', async () => {
		const { claims, finished, records } = recordsOf();
		await records.finish(lease(1), 'M1', sent);
		await records.finish(lease(2), 'M2', sent);
		await records.claim(claimOf(2));
		expect(claims).toEqual([[{ messageId: 'M2', result: sent }]]);
		await records.settled();
		expect(finished).toEqual([[1, 'M1', 'sent']]);
	});

	test('are asked for once more, or forgotten, in the store', async () => {
		const { asked, records } = recordsOf();
		await records.confirm({ lease: lease(1), messageId: 'M1', names: [] });
		await records.release(lease(1), 'M2');
		expect(asked).toEqual(['confirm M1', 'release M2']);
	});
});

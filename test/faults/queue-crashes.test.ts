import { hasRedisServer } from '../fixtures/redis-server';
import { queueCrashRun, type QueueCrashOutcome } from './crash/queue-crash-run';

const missing = hasRedisServer() ? undefined : 'no redis-server program on this machine';
const describeHere = missing && !process.env.CI ? describe.skip : describe;

/** The long one, 2 000 sends, is `npm run bench -- queue-crash`. */
describeHere(`processes of queue mode killed with SIGKILL${missing ? ` (skipped: ${missing})` : ''}`, () => {
	let outcome: QueueCrashOutcome;

	beforeAll(async () => {
		outcome = await queueCrashRun({ messages: 90, kills: 4, workers: 2, seed: 7, width: 6 });
	}, 120_000);

	it('happened as planned', () => {
		expect([...outcome.kills.values()].reduce((sum, times) => sum + times, 0)).toBe(4);
	});

	it('leave every message that was sent on the phone', () => {
		expect(outcome.lost).toEqual([]);
	});

	it('leave no message twice on the phone', () => {
		expect(outcome.duplicated).toEqual([]);
	});

	it('are followed by the next owner in time', () => {
		expect(outcome.slowestTakeoverMs).toBeLessThanOrEqual(15_000);
	});

	it('keep the one identity that was linked', () => {
		expect(outcome.devices).toBe(1);
	});

	it('make the kit do nothing WhatsApp would not take', () => {
		expect(outcome.protocolErrors).toEqual([]);
	});
});

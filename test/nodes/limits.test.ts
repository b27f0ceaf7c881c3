import { KitError } from '../../messages/kit-error';
import type { LimitsReport } from '../../sessions/governor/limits-report';
import { fakeKit, receipt } from './fake-kit';
import { failure, items, run } from './run-node';

jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'));

beforeEach(() => fakeKit.reset());

const text = { resource: 'message', operation: 'sendText', recipient: '={{ $json.to }}', text: 'Hello' };
const three = [{ json: { to: 'a' } }, { json: { to: 'b' } }, { json: { to: 'c' } }];
const limited = new KitError({
	code: 'limited',
	reason: 'perMinute',
	retryAt: Date.UTC(2026, 0, 1, 12),
	what: 'The limits hold it back.',
	why: 'The rule: at most 4 messages per minute.',
});

/** What n8n shows below the output of the node. */
async function hints(waits: Readonly<Record<string, number>>): Promise<readonly string[]> {
	fakeKit.session.answers.send = ((request: { recipient: string }) => ({
		...receipt(request),
		waitedMs: waits[request.recipient],
	})) as never;
	const result = await run(text, { items: three });
	const [task] = result.data.resultData.runData['WhatsApp Kit']!;
	return (task!.hints ?? []).map(({ message }) => message);
}

describe('a node whose number was limited', () => {
	it('says once how many items waited, and the longest wait', async () => {
		expect(await hints({ a: 4_000, c: 11_001 })).toEqual([
			"The limits of the number held back 2 of 3 items, the longest for 12 s. See the operation 'Session: Get Limits'.",
		]);
	});

	it('says nothing of the pauses between two messages', async () => {
		expect(await hints({ a: 999 })).toEqual([]);
	});

	it('fails with the time and the rule', async () => {
		fakeKit.session.answers.send = () => {
			throw limited;
		};
		const error = await failure(text, { items: three });
		expect(error.message).toBe('The limits hold it back.');
		expect(error.description).toContain('at most 4 messages per minute');
		expect(error.description).toContain('2026-01-01T12:00:00.000Z');
	});

	it('puts both into the item with Continue On Fail, for a workflow to act on', async () => {
		fakeKit.session.answers.send = () => {
			throw limited;
		};
		const settings = { onError: 'continueRegularOutput' } as const;
		const [item] = await items(text, { items: [three[0]!], settings });
		expect(item!.json).toMatchObject({
			errorCode: 'limited',
			rule: 'perMinute',
			retryAt: '2026-01-01T12:00:00.000Z',
		});
	});
});

it('puts out the limits as the session reports them', async () => {
	const report: LimitsReport = {
		account: 'Shop',
		preset: 'careful',
		nextFree: null,
		restriction: null,
		warmUp: { day: 2, days: 10 },
		rules: [{ rule: 'perMinute', used: 1, limit: 4, windowSeconds: 60, nextFree: null, text: 'at most 4' }],
	};
	fakeKit.session.answers.limits = () => report;
	const [item] = await items({ resource: 'session', operation: 'getLimits' });
	expect(item!.json).toEqual(report);
});

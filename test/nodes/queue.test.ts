import { KitError } from '../../messages/kit-error';
import type { OutboxJob } from '../../sessions/outbox/outbox-job';
import { fakeKit, receipt } from './fake-kit';
import { failure, items, run } from './run-node';

jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'));

beforeEach(() => fakeKit.reset());

const text = { resource: 'message', operation: 'sendText', recipient: '+5511987654321', text: 'Hello' };
const leavesAt = '2026-01-01T00:10:00.000Z';
const facts = {
	jobId: 'job-1',
	recipient: '+5511987654321',
	createdAt: 0,
	expiresAt: 86_400_000,
	attempts: 0,
};

const queued = (): void => {
	fakeKit.session.answers.enqueue = ((request: { recipient: string }) => ({
		jobId: 'job-1',
		recipient: request.recipient,
		outcome: 'queued',
		leavesAt,
	})) as never;
};

describe('When Limited: Queue', () => {
	it('keeps the message instead of sending it, and says when it leaves', async () => {
		queued();
		const [item] = await items({ ...text, options: { whenLimited: 'queue', maxQueueHours: 2 } });
		expect(item!.json).toEqual({ recipient: '+5511987654321', outcome: 'queued', jobId: 'job-1', leavesAt });
		expect(fakeKit.session.request('enqueue')).toMatchObject({
			recipient: '+5511987654321',
			message: { kind: 'text', text: 'Hello' },
			idempotencyKey: expect.any(String) as string,
			maxQueuedMs: 7_200_000,
		});
		expect(fakeKit.session.request('enqueue')).not.toHaveProperty('whenLimited');
		expect(fakeKit.session.calls.map(({ method }) => method)).toEqual(['enqueue']);
	});

	it('puts out the receipt of a message that was sent under its key before', async () => {
		fakeKit.session.answers.enqueue = ((request: { recipient: string }) => ({
			...receipt(request),
			jobId: 'job-1',
		})) as never;
		const [item] = await items({ ...text, options: { whenLimited: 'queue' } });
		expect(item!.json).toMatchObject({ outcome: 'sent', messageId: '3EB0C431C26A1916E07A', jobId: 'job-1' });
	});

	it.each(['sent', 'delivered', 'read'])('is refused together with Wait For: %s', async (waitFor) => {
		const error = await failure({ ...text, options: { whenLimited: 'queue', waitFor } });
		expect(error.message).toContain("'Wait For'");
		expect(error.description).toContain('Get Job');
		expect(fakeKit.session.calls).toEqual([]);
	});

	it('is told once below the output, with the time the last one leaves', async () => {
		queued();
		const parameters = { ...text, options: { whenLimited: 'queue' } };
		const result = await run(parameters, { items: [{ json: {} }, { json: {} }] });
		const [task] = result.data.resultData.runData['WhatsApp Kit']!;
		expect((task!.hints ?? []).map(({ message }) => message)).toEqual([
			`2 of 2 items queued; the last one leaves at about ${leavesAt}. 'Message: Get Job' tells what became of each.`,
		]);
	});
});

describe('the job of a queued message', () => {
	const shown = async (job: OutboxJob) => {
		fakeKit.session.answers.getJob = () => job;
		const [item] = await items({ resource: 'message', operation: 'getJob', jobId: ' job-1 ' });
		expect(fakeKit.session.request<unknown>('getJob')).toBe('job-1');
		return item!.json;
	};
	const always = {
		jobId: 'job-1',
		recipient: '+5511987654321',
		createdAt: '1970-01-01T00:00:00.000Z',
		expiresAt: '1970-01-02T00:00:00.000Z',
	};

	it('says when it leaves while it waits', async () => {
		expect(await shown({ ...facts, state: 'queued', leavesAt: 5_000, error: null })).toEqual({
			...always,
			state: 'queued',
			leavesAt: '1970-01-01T00:00:05.000Z',
			attempts: 0,
		});
	});

	it('has the receipt when it was sent', async () => {
		const sent = { messageId: 'M1', chatId: 'c@lid', via: 'poll', sentTo: '+5511987654321', sentAt: 7_000 };
		expect(await shown({ ...facts, attempts: 1, state: 'sent', endedAt: 8_000, ...sent })).toEqual({
			...always,
			state: 'sent',
			attempts: 1,
			messageId: 'M1',
			chatId: 'c@lid',
			via: 'poll',
			sentAt: '1970-01-01T00:00:07.000Z',
			endedAt: '1970-01-01T00:00:08.000Z',
		});
	});

	it('has the reason in words when it was refused', async () => {
		const error = { code: 'refused', what: 'No new chats now.', why: 'Error 463.', next: 'Wait.' };
		expect(await shown({ ...facts, state: 'refused', endedAt: 8_000, error })).toMatchObject({
			state: 'refused',
			reason: 'No new chats now. Error 463. Wait.',
			errorCode: 'refused',
		});
	});

	it('is an error when there is none', async () => {
		fakeKit.session.answers.getJob = () => {
			throw new KitError({ code: 'invalidInput', what: 'There is no job "job-9".', next: 'Use the jobId.' });
		};
		const error = await failure({ resource: 'message', operation: 'getJob', jobId: 'job-9' });
		expect(error.message).toBe('There is no job "job-9".');
	});

	it.each([true, false])('says whether it was cancelled: %s', async (cancelled) => {
		const job: OutboxJob = cancelled
			? { ...facts, state: 'cancelled', endedAt: 8_000 }
			: { ...facts, state: 'sending', error: null };
		fakeKit.session.answers.cancelJob = () => ({ cancelled, job });
		const [item] = await items({ resource: 'message', operation: 'cancelJob', jobId: 'job-1' });
		expect(item!.json).toMatchObject({ cancelled, jobId: 'job-1', state: job.state });
	});
});

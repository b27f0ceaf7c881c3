import { fc } from '../../fixtures/properties';
import type { JobForecast, NewJob } from '../../../sessions/outbox/job-store';
import { ACCOUNT, DAY, alice, bob, bytes, claim, take, text } from './records';
import type { Context } from './records';

const nobody = { streams: [], windows: [], chats: [] };

const place = (leavesAt: number, more: { newChat?: boolean; held?: boolean } = {}): JobForecast => ({
	...nobody,
	decide: () => ({ leavesAt, newChat: false, held: false, ...more }),
});

export function job(jobId: string, changes: Partial<NewJob> = {}): NewJob {
	return {
		accountId: ACCOUNT,
		jobId,
		idempotencyKey: `key of ${jobId}`,
		recipient: `to ${jobId}`,
		body: bytes(`body ${jobId}`),
		now: 1,
		expiresAt: DAY,
		forecast: place(5),
		...changes,
	};
}

export function jobs(context: Context): void {
	describe('rows', () => rows(context));
	describe('races', () => races(context));
	describe('places', () => places(context));
	describe('under a storage key', () => sealed(context));
}

const queued = (jobId: string) => ({
	jobId,
	state: 'queued',
	recipient: `to ${jobId}`,
	createdAt: 1,
	leavesAt: 5,
	expiresAt: DAY,
	attempts: 0,
	error: null,
});

function rows({ store, reopen }: Context): void {
	const due = async (until = 9, except: readonly string[] = []) =>
		(await store().jobs.due(ACCOUNT, until, except))?.jobId;

	test('a job is found by its id and its key, also from another process; another account has it not', async () => {
		expect(await store().jobs.add(job('a'), {})).toEqual({ fresh: true, job: queued('a') });
		const elsewhere = await reopen();
		expect(await elsewhere.jobs.find(ACCOUNT, 'a')).toEqual(queued('a'));
		expect(await elsewhere.jobs.findByKey(ACCOUNT, 'key of a')).toEqual(queued('a'));
		expect(await store().jobs.find('other', 'a')).toBeNull();
		expect(await store().jobs.find(ACCOUNT, 'b')).toBeNull();
		expect(await store().jobs.cancel(ACCOUNT, 'b', 2)).toBeNull();
	});

	test('the same key is the same job; of another account it is another one', async () => {
		await store().jobs.add(job('a'), {});
		const again = job('b', { idempotencyKey: 'key of a' });
		expect(await store().jobs.add(again, {})).toEqual({ fresh: false, job: queued('a') });
		expect(await store().jobs.find(ACCOUNT, 'b')).toBeNull();
		expect(await store().jobs.add({ ...again, accountId: 'other' }, {})).toMatchObject({ fresh: true });
	});

	test('a key that was sent or refused without a job is told; one nobody knows the end of becomes a job', async () => {
		const lease = await take(store(), alice);
		for (const outcome of ['sent', 'refused', 'unknown'] as const) {
			await store().claimSend(claim(lease, outcome, `M-${outcome}`));
			const error = 'no';
			await store().finishSend(
				lease,
				`M-${outcome}`,
				outcome === 'sent' ? { outcome, at: 8 } : { outcome, at: 8, error },
			);
		}
		const add = async (idempotencyKey: string) =>
			await store().jobs.add(job(`of ${idempotencyKey}`, { idempotencyKey }), {});
		expect(await add('sent')).toMatchObject({
			fresh: false,
			job: null,
			sent: { messageId: 'M-sent', at: 8 },
		});
		expect(await add('refused')).toMatchObject({ fresh: false, job: null, sent: { error: 'no' } });
		expect(await add('unknown')).toMatchObject({ fresh: true });
	});

	test('a job that cannot be placed is not kept', async () => {
		const forecast = {
			...nobody,
			decide() {
				throw new Error('too late');
			},
		};
		await expect(store().jobs.add(job('a', { forecast }), {})).rejects.toThrow();
		expect(await store().jobs.find(ACCOUNT, 'a')).toBeNull();
	});

	test('jobs are due in the order they were added, not to those left out; held ones not before their time', async () => {
		const lease = await take(store(), alice);
		const held = (at: number): JobForecast => place(at, { held: true });
		await store().jobs.add(job('late', { forecast: held(100) }), {});
		await store().jobs.add(job('c', { recipient: 'ana', forecast: held(2) }), {});
		expect(await store().jobs.nextAt(ACCOUNT)).toBe(2);
		expect(await store().jobs.nextAt('other')).toBeNull();
		await store().jobs.add(job('b', { recipient: 'ana', forecast: place(1_000) }), {});
		await store().jobs.add(job('d', { forecast: place(1_000) }), {});
		expect(await store().jobs.nextAt(ACCOUNT)).toBe(0);
		expect(await store().jobs.due(ACCOUNT, 4, [])).toMatchObject({
			jobId: 'c',
			state: 'queued',
			idempotencyKey: 'key of c',
			recipient: 'ana',
			expiresAt: DAY,
			attempts: 0,
			body: bytes('body c'),
		});
		expect(await due(1)).toBe('b');
		expect(await due(9, ['ana'])).toBe('d');
		expect(await due(9, ['ana', 'to d'])).toBeUndefined();
		expect(await due(100)).toBe('late');
		await store().jobs.letGo(lease, 3);
		expect(await due(3)).toBe('late');
	});

	test('a claim makes it leave: it counts, and cannot be cancelled any more', async () => {
		const lease = await take(store(), alice);
		await store().jobs.add(job('a'), {});
		expect(await store().claimSend({ ...claim(lease, 'key of a', 'M1'), jobId: 'a' })).toEqual({
			fresh: true,
		});
		expect(await store().jobs.find(ACCOUNT, 'a')).toMatchObject({ state: 'sending', attempts: 1 });
		expect(await store().jobs.cancel(ACCOUNT, 'a', 2)).toMatchObject({
			cancelled: false,
			job: { state: 'sending' },
		});
		expect(await store().jobs.due(ACCOUNT, 9, [])).toMatchObject({ jobId: 'a', state: 'sending' });
	});

	test('a cancelled job is not claimed, nor is its key', async () => {
		const lease = await take(store(), alice);
		await store().jobs.add(job('a'), {});
		const cancelled = { jobId: 'a', state: 'cancelled', endedAt: 2 };
		expect(await store().jobs.cancel(ACCOUNT, 'a', 2)).toMatchObject({ cancelled: true, job: cancelled });
		expect(await store().jobs.cancel(ACCOUNT, 'a', 3)).toMatchObject({ cancelled: false, job: cancelled });
		const claiming = store().claimSend({ ...claim(lease, 'key of a', 'M1'), jobId: 'a' });
		await expect(claiming).rejects.toMatchObject({ code: 'cancelled' });
		expect(await store().findSend(ACCOUNT, 'M1')).toBeNull();
		expect(await due()).toBeUndefined();
		expect(await store().jobs.nextAt(ACCOUNT)).toBeNull();
	});

	test('what became of it stays, and is written once', async () => {
		const lease = await take(store(), alice);
		await store().jobs.add(job('a'), {});
		await store().jobs.add(job('b'), {});
		const sent = { messageId: 'M1', chatId: 'c@lid', via: 'poll', sentTo: '+49', sentAt: 7 };
		await store().jobs.finish(lease, 'a', { state: 'sent', endedAt: 8, ...sent });
		const error = { code: 'refused', what: 'No.', why: 'Because.', next: 'Wait.', reason: '463' };
		await store().jobs.finish(lease, 'b', { state: 'refused', endedAt: 9, error });
		await store().jobs.finish(lease, 'b', { state: 'expired', endedAt: 10, error: null });
		await store().jobs.postpone(lease, 'b', { until: 99, requeue: true, held: false, error: null });
		expect(await store().jobs.find(ACCOUNT, 'a')).toMatchObject({ state: 'sent', endedAt: 8, ...sent });
		expect(await store().jobs.find(ACCOUNT, 'b')).toMatchObject({ state: 'refused', endedAt: 9, error });
	});

	test('a job put off is due later, says why, and can be cancelled again when nothing left', async () => {
		const lease = await take(store(), alice);
		const error = { code: 'notConnected', what: 'Not connected.' };
		for (const [id, requeue] of [['a', true] as const, ['b', false] as const]) {
			await store().jobs.add(job(id), {});
			await store().claimSend({ ...claim(lease, `key of ${id}`, `M-${id}`), jobId: id });
			await store().jobs.postpone(lease, id, { until: 50, requeue, held: true, error });
		}
		expect(await due(49)).toBeUndefined();
		expect(await due(50)).toBe('a');
		expect(await store().jobs.find(ACCOUNT, 'a')).toMatchObject({ state: 'queued', leavesAt: 50, error });
		expect(await store().jobs.find(ACCOUNT, 'b')).toMatchObject({ state: 'sending', error });
		expect(await store().jobs.cancel(ACCOUNT, 'a', 2)).toMatchObject({ cancelled: true });
		expect(await store().jobs.cancel(ACCOUNT, 'b', 2)).toMatchObject({ cancelled: false });
	});

	test('an owner that lost the account writes nothing of it', async () => {
		const lost = await take(store(), alice);
		await store().jobs.add(job('a'), {});
		await take(store(), bob);
		const elsewhere = { code: 'ownedElsewhere' };
		const ended = { state: 'expired', endedAt: 9, error: null } as const;
		await expect(store().jobs.finish(lost, 'a', ended)).rejects.toMatchObject(elsewhere);
		const later = { until: 50, requeue: true, held: false, error: null };
		await expect(store().jobs.postpone(lost, 'a', later)).rejects.toMatchObject(elsewhere);
		expect(await store().jobs.find(ACCOUNT, 'a')).toEqual(queued('a'));
	});

	test('what is too old expires; 30 days after its end it is forgotten, with its key', async () => {
		const lease = await take(store(), alice);
		await store().jobs.add(job('old', { expiresAt: 10 }), {});
		await store().jobs.add(job('leaving', { expiresAt: 10 }), {});
		await store().claimSend({ ...claim(lease, 'key of leaving', 'M1'), jobId: 'leaving' });
		await store().prune(9);
		expect(await store().jobs.find(ACCOUNT, 'old')).toMatchObject({ state: 'queued' });
		expect(await store().prune(10)).toBe(1);
		expect(await store().jobs.find(ACCOUNT, 'old')).toMatchObject({ state: 'expired', endedAt: 10 });
		expect(await store().jobs.find(ACCOUNT, 'leaving')).toMatchObject({ state: 'sending' });
		await store().prune(30 * DAY + 10);
		expect(await store().jobs.find(ACCOUNT, 'old')).not.toBeNull();
		await store().prune(30 * DAY + 11);
		expect(await store().jobs.find(ACCOUNT, 'old')).toBeNull();
		expect(await store().jobs.find(ACCOUNT, 'leaving')).toMatchObject({ state: 'sending' });
		expect(await store().jobs.add(job('old'), {})).toMatchObject({ fresh: true });
	});
}

function races({ store, reopen }: Context): void {
	test('of 200 adds of one key at once one is kept, and everybody is told the same job', async () => {
		const stores = [store(), await reopen()];
		const answers = await Promise.all(
			Array.from(
				{ length: 200 },
				async (_, index) =>
					await stores[index % 2]!.jobs.add(job(`job-${index}`, { idempotencyKey: 'one' }), {}),
			),
		);
		expect(answers.filter(({ fresh }) => fresh)).toHaveLength(1);
		expect(new Set(answers.map((answer) => answer.job?.jobId)).size).toBe(1);
	});

	test('cancelled or claimed, never both, whoever comes first', async () => {
		const lease = await take(store(), alice);
		const elsewhere = await reopen();
		let round = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(fc.boolean(), { minLength: 2, maxLength: 6 }), async (cancels) => {
				const id = `race-${(round += 1)}`;
				await store().jobs.add(job(id), {});
				let cancelled = 0;
				let claimed = 0;
				const attempts = cancels.map(async (cancel, index) => {
					if (cancel) {
						const answer = await (index % 2 ? store() : elsewhere).jobs.cancel(ACCOUNT, id, 2);
						if (answer?.cancelled) cancelled += 1;
					} else {
						const claiming = store().claimSend({
							...claim(lease, `key of ${id}`, `${id}-${index}`),
							jobId: id,
						});
						const answer = await claiming.catch(() => null);
						if (answer?.fresh) claimed += 1;
					}
				});
				await Promise.all(attempts);
				expect(cancelled + claimed).toBe(1);
				const { state } = (await store().jobs.find(ACCOUNT, id))!;
				expect(state).toBe(cancelled ? 'cancelled' : 'sending');
			}),
			{ numRuns: 60 },
		);
	});
}

function places({ store }: Context): void {
	const windows = [
		{ stream: 0, limit: 1 },
		{ stream: 0, limit: 3 },
		{ stream: 1, limit: 1 },
	];

	test('stand behind the past, behind those that are queued, and behind new chats of their own', async () => {
		await store().reserve({
			accountId: ACCOUNT,
			reservationId: 'r',
			now: 3,
			streams: ['account', 'new', 'to:x'],
			windows: [],
			chats: [],
			decide: () => ({ granted: true, streams: [0, 1, 2], spread: 500 }),
		});
		const seen: object[] = [];
		const add = async (id: string, leavesAt: number, more: { newChat?: boolean; held?: boolean } = {}) => {
			const forecast: JobForecast = {
				streams: ['account', 'new', 'to:x'],
				windows,
				chats: [],
				decide({ turns, ahead, lastToRecipient, lastOfQueue, heads }) {
					seen.push({ turns, ahead, lastToRecipient, lastOfQueue, known: heads[2] !== null });
					return { leavesAt, newChat: false, held: false, ...more };
				},
			};
			await store().jobs.add(job(id, { recipient: 'x', forecast }), {});
		};
		await add('a', 10, { newChat: true });
		await add('b', 20);
		await add('c', 90, { held: true, newChat: true });
		await add('d', 30);
		expect(seen).toEqual([
			{ turns: [3, null, 3], ahead: 0, lastToRecipient: null, lastOfQueue: null, known: true },
			{ turns: [10, null, 10], ahead: 1, lastToRecipient: 10, lastOfQueue: 10, known: true },
			{ turns: [20, 3, 10], ahead: 2, lastToRecipient: 20, lastOfQueue: 20, known: true },
			{ turns: [20, 3, 90], ahead: 2, lastToRecipient: 90, lastOfQueue: 20, known: true },
		]);
	});
}

function sealed({ store, reopen }: Context): void {
	const storageKey = 'correct horse';
	const opened = async (key: string | undefined) =>
		await store()
			.accountStore(await take(store(), alice), { storageKey: key })
			.loadKeys();
	const body = async () => {
		const found = (await store().jobs.due(ACCOUNT, 9, []))?.body;
		return found instanceof Error ? found : found && text(found);
	};

	test('whoever has the key adds, also where the account is not open; its owner reads', async () => {
		await opened(storageKey);
		const elsewhere = await reopen();
		await elsewhere.jobs.add(job('a'), { storageKey });
		expect(await body()).toBe('body a');
		expect(await elsewhere.jobs.find(ACCOUNT, 'a')).toMatchObject({ state: 'queued' });
		const unread = (await elsewhere.jobs.due(ACCOUNT, 9, []))?.body;
		expect(unread).toMatchObject({ code: 'storage' });
	});

	test('without the key, with another one, or before it is in use, nothing is kept', async () => {
		await expect(store().jobs.add(job('early'), { storageKey })).rejects.toMatchObject({ code: 'storage' });
		await opened(storageKey);
		await expect(store().jobs.add(job('a'), {})).rejects.toMatchObject({ code: 'storage' });
		const wrong = store().jobs.add(job('b'), { storageKey: 'another' });
		await expect(wrong).rejects.toMatchObject({ code: 'storage' });
		expect(await store().jobs.nextAt(ACCOUNT)).toBeNull();
	});

	test('jobs that lay in clear are sealed with everything else', async () => {
		await opened(undefined);
		await store().jobs.add(job('a'), {});
		await opened(storageKey);
		expect(await body()).toBe('body a');
		const elsewhere = await reopen();
		expect((await elsewhere.jobs.due(ACCOUNT, 9, []))?.body).toBeInstanceOf(Error);
	});
}

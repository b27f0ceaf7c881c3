import { cancelById, statusOf, type WaitingFor } from '../../verification/by-id';
import type { Verification } from '../../verification/verification';
import { ManualClock } from '../fixtures/manual-clock';
import { aVerification, MINUTE, START } from './a-verification';
import { MemoryVerifications } from './memory/memory-verifications';

async function world(...kept: Partial<Verification>[]) {
	const store = new MemoryVerifications();
	const put = kept.map((of) => aVerification({ method: 'link', ...of }));
	await store.decide({ accountId: 'account', now: START, windows: [] }, () => ({ answer: undefined, put }));
	const heard = { times: 0 };
	const clock = new ManualClock(START);
	const account = { id: 'account' };
	const waiting: WaitingFor = { account, method: 'link', store, clock, watch: () => (heard.times += 1) };
	return { store, clock, heard, waiting };
}

describe('looking up what waits for an answer', () => {
	test('tells what is known, and has it listened for as long as it is live', async () => {
		const { waiting, heard, clock } = await world({ id: 'l-1' });
		expect(await statusOf('l-1', waiting)).toMatchObject({ id: 'l-1', method: 'link', status: 'requested' });
		expect(heard.times).toBe(1);
		await clock.advance(10 * MINUTE);
		expect(await statusOf('l-1', waiting)).toMatchObject({ status: 'expired', error: 'expired' });
		expect(heard.times).toBe(1);
	});

	test('changes nothing', async () => {
		const { waiting, store, clock } = await world({ id: 'l-1' });
		await clock.advance(10 * MINUTE);
		await statusOf('l-1', waiting);
		expect((await store.find('account', 'l-1'))?.status).toBe('requested');
	});

	test('finds nothing of another method, account or id', async () => {
		const { waiting, heard } = await world({ id: 'a-1', method: 'approval' }, { id: 'l-1' });
		expect(await statusOf('a-1', waiting)).toBeNull();
		expect(await statusOf('l-2', waiting)).toBeNull();
		expect(await statusOf('l-1', { ...waiting, account: { id: 'another' } })).toBeNull();
		expect(heard.times).toBe(0);
	});
});

describe('cancelling what waits for an answer', () => {
	test('ends it once', async () => {
		const { waiting, store, heard } = await world({ id: 'l-1' });
		expect(await cancelById('l-1', waiting)).toMatchObject({
			cancelled: true,
			status: { id: 'l-1', status: 'failed', error: 'cancelled' },
		});
		expect((await store.find('account', 'l-1'))?.status).toBe('failed');
		expect(await cancelById('l-1', waiting)).toMatchObject({
			cancelled: false,
			status: { status: 'failed', error: 'cancelled' },
		});
		expect(heard.times).toBe(0);
	});

	test('of what ran out has that written down', async () => {
		const { waiting, store, clock } = await world({ id: 'l-1' });
		await clock.advance(10 * MINUTE);
		expect(await cancelById('l-1', waiting)).toMatchObject({
			cancelled: false,
			status: { status: 'expired' },
		});
		expect((await store.find('account', 'l-1'))?.status).toBe('expired');
	});

	test('leaves another method alone, and what is not there', async () => {
		const { waiting, store } = await world({ id: 'a-1', method: 'approval' });
		expect(await cancelById('a-1', waiting)).toEqual({ status: null, cancelled: false });
		expect((await store.find('account', 'a-1'))?.status).toBe('requested');
		expect(await cancelById('l-2', waiting)).toEqual({ status: null, cancelled: false });
	});
});

import type { VerificationItem } from '../../verification/verification-item';
import { fakeKit } from './fake-kit';
import { verifyTriggerType as type } from './run-node';
import { startManual, startPublished } from './run-trigger';
import { until } from '../fixtures/until';

jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'));

beforeEach(() => fakeKit.reset());

const change = (changes: Partial<VerificationItem> = {}): VerificationItem => ({
	id: 'v-1',
	status: 'validated',
	method: 'code',
	purpose: 'authentication',
	phone_number: '+5511987654321',
	profile_name: null,
	requested_at: '2026-01-01T00:00:00.000Z',
	validated_at: '2026-01-01T00:01:00.000Z',
	expires_at: '2026-01-01T00:10:00.000Z',
	authorized_numbers: ['+5511987654321'],
	error: null,
	...changes,
});

const listener = async () => {
	await until(() => fakeKit.changeListeners.size === 1);
	return [...fakeKit.changeListeners.values()][0]!;
};

describe('the trigger of verifications', () => {
	it('starts the workflow once per change, under a key that survives restarts', async () => {
		const started = await startPublished({ type, onEmit: ({ done }) => done?.resolve(undefined) });
		const listening = await listener();
		expect(listening).toMatchObject({ id: 'workflow-1:trigger-1', durable: true, resume: false });
		await listening.deliver(change());
		expect(started.emitted).toHaveLength(1);
		expect(started.emitted[0]).toMatchObject({
			items: [{ json: change() }],
			key: 'workflow-1:trigger-1:verification:v-1:validated',
		});
		await started.response.closeFunction?.();
		expect(fakeKit.changeListeners.size).toBe(0);
	});

	it('keeps what came before a restart', async () => {
		await startPublished({ type, activation: 'init' });
		expect(await listener()).toMatchObject({ resume: true });
	});

	it('hears only the events and purposes chosen', async () => {
		const parameters = { events: ['failed', 'expired'], filters: { purposes: 'pay, sign ' } };
		const started = await startPublished({
			type,
			parameters,
			onEmit: ({ done }) => done?.resolve(undefined),
		});
		const listening = await listener();
		await listening.deliver(change({ purpose: 'pay' }));
		await listening.deliver(change({ status: 'failed' }));
		await listening.deliver(change({ status: 'failed', purpose: 'sign' }));
		await listening.deliver(change({ status: 'expired', purpose: 'pay' }));
		expect(started.emitted.map(({ items }) => items[0]!.json.status)).toEqual(['failed', 'expired']);
	});

	it('is not done with a change that n8n did not take', async () => {
		await startPublished({
			type,
			onEmit: () => {
				throw new Error('shutting down');
			},
		});
		await expect((await listener()).deliver(change())).rejects.toThrow('shutting down');
	});

	it('ends a test with the first change', async () => {
		const { firstItems, response } = await startManual({ type });
		const listening = await listener();
		expect(listening).toMatchObject({ durable: false, resume: false });
		await listening.deliver(change());
		expect((await firstItems)[0]![0]!.json).toEqual(change());
		await response.closeFunction?.();
	});

	it('listens as soon as the store can be opened', async () => {
		fakeKit.failures.push(new Error('The store is away'));
		await startPublished({ type });
		await until(() => fakeKit.acquired.length === 2);
		await listener();
	});

	it('needs an event', async () => {
		await expect(startPublished({ type, parameters: { events: [] } })).rejects.toThrow(/Events/);
	});
});

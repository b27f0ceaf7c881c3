import { KitError } from '../../../messages/kit-error';
import { ACCOUNT, alice, take } from './records';
import type { Context } from './records';

export function state({ store, reopen }: Context): void {
	test('the last one is there for every process, errors as errors', async () => {
		const lease = await take(store(), alice);
		const again = await reopen();
		expect(await again.readState(ACCOUNT)).toBeNull();
		const open = { kind: 'open', since: 3, phone: '+5511', lid: null, name: 'N' } as const;
		await store().saveState(lease, { state: open, phone: '+5511', at: 4 });
		expect(await again.readState(ACCOUNT)).toEqual({ state: open, phone: '+5511', at: 4 });

		const lastError = { text: 'The line broke.', at: 3 };
		await store().saveState(lease, { state: { kind: 'connecting' }, phone: null, at: 5, lastError });
		expect(await again.readState(ACCOUNT)).toEqual({
			state: { kind: 'connecting' },
			phone: null,
			at: 5,
			lastError,
		});

		const error = new KitError({
			code: 'storage',
			what: 'w',
			why: 'y',
			next: 'n',
			cause: new Error('inner'),
		});
		await store().saveState(lease, { state: { kind: 'stopped', reason: 'r', error }, phone: null, at: 5 });
		const stopped = await again.readState(ACCOUNT);
		expect(stopped).toMatchObject({ state: { kind: 'stopped', reason: 'r' }, phone: null, at: 5 });
		expect(stopped!.state).toHaveProperty('error', expect.any(KitError));
		expect(stopped!.state).toMatchObject({ error: { code: 'storage', what: 'w', why: 'y', next: 'n' } });
	});
}

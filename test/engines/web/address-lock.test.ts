import { AsyncLocalStorage } from 'node:async_hooks';
import { AddressLock } from '../../../engines/web/address-lock';
import { settle } from '../../fixtures/manual-clock';

describe('address lock', () => {
	it('runs work on one address one after another, in the order it came', async () => {
		const lock = new AddressLock();
		const order: string[] = [];
		let releaseFirst!: () => void;
		const first = lock.run('4915.0', async () => {
			order.push('first begins');
			await new Promise<void>((resolve) => (releaseFirst = resolve));
			order.push('first ends');
		});
		const second = lock.run('4915.0', async () => {
			order.push('second');
			await Promise.resolve();
		});
		await settle();
		expect(order).toEqual(['first begins']);
		releaseFirst();
		await Promise.all([first, second]);
		expect(order).toEqual(['first begins', 'first ends', 'second']);
	});

	it('lets other addresses through', async () => {
		const lock = new AddressLock();
		void lock.run('a', async () => await new Promise<void>(() => undefined));
		await expect(lock.run('b', async () => await Promise.resolve('done'))).resolves.toBe('done');
	});

	it('goes on after work that failed', async () => {
		const lock = new AddressLock();
		await expect(lock.run('a', async () => await Promise.reject(new Error('no')))).rejects.toThrow('no');
		await expect(lock.run('a', async () => await Promise.resolve(2))).resolves.toBe(2);
	});

	it('keeps each piece of work in the context of its own caller', async () => {
		const lock = new AddressLock();
		const context = new AsyncLocalStorage<string>();
		const seen: (string | undefined)[] = [];
		const work = async (): Promise<void> => {
			await Promise.resolve();
			seen.push(context.getStore());
		};
		await Promise.all([
			context.run('account A', async () => await lock.run('x', work)),
			context.run('account B', async () => await lock.run('x', work)),
		]);
		expect(seen).toEqual(['account A', 'account B']);
	});
});

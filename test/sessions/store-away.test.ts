import { KitError } from '../../messages/kit-error';
import { LEASE_TTL_MS, openOwned } from '../../sessions/owned-connection';
import type { SessionStore } from '../../sessions/store';
import { ManualClock } from '../fixtures/manual-clock';
import { recordingLogger } from '../fixtures/quiet-logger';
import { scriptedEngine } from '../fixtures/scripted-connection';
import { temporaryStore } from '../fixtures/temporary-store';

const away = () => new KitError({ code: 'storage', what: 'away' });

describe('an owner whose store', () => {
	let temporary: Awaited<ReturnType<typeof temporaryStore>>;
	let clock: ManualClock;

	beforeEach(async () => {
		clock = new ManualClock();
		temporary = await temporaryStore();
	});
	afterEach(async () => await temporary.dispose());

	const openOn = async (changes: Partial<SessionStore>) => {
		const engine = scriptedEngine();
		const real = temporary.store;
		const store = new Proxy(real, {
			get(target, name) {
				const changed: unknown = Reflect.get(changes, name);
				const found: unknown = changed ?? Reflect.get(target, name);
				return typeof found === 'function' ? (found.bind(target) as unknown) : found;
			},
		});
		const owned = await openOwned({ id: 'a', name: 'Shop', options: {} }, engine, undefined, {
			store,
			clock,
			logger: recordingLogger(),
			owner: { id: 'me', host: 'h', pid: 1, role: 'main' },
			isAlive: () => true,
			random: { unit: () => 0.5, bytes: (length) => new Uint8Array(length) },
			environment: {},
		});
		return { owned, connection: engine.made[0]! };
	};

	it.each([
		['does not answer', async () => await new Promise<never>(() => undefined)],
		['fails', async () => await Promise.reject(away())],
	])(
		'%s ends its connection when the lease runs out, not before and not later',
		async (_name, renewLease) => {
			const { owned, connection } = await openOn({ renewLease });
			await clock.advance(LEASE_TTL_MS - 1);
			expect(connection.closed).toBe(0);
			await clock.advance(1);
			expect(connection.closed).toBe(1);
			await owned.close();
		},
	);

	it('answers late, but in time, keeps its connection', async () => {
		const { owned, connection } = await openOn({
			renewLease: async () => {
				await clock.sleep(2_000);
				return true;
			},
		});
		await clock.advance(10 * LEASE_TTL_MS);
		expect(connection.closed).toBe(0);
		await owned.close();
	});

	it('cannot take the account back when it is closed: closing ends all the same', async () => {
		const { owned, connection } = await openOn({ releaseLease: async () => await Promise.reject(away()) });
		await owned.close();
		expect(connection.closed).toBe(1);
	});
});

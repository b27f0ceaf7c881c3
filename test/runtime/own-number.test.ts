import type { ConnectionState } from '../../engines/engine';
import { ownNumber } from '../../runtime/own-number';
import type { SessionStatus, Subscriber } from '../../sessions/session';
import { ManualClock } from '../fixtures/manual-clock';

const gateway = { title: 'Wawp', capabilities: { liveEvents: false } } as Parameters<typeof ownNumber>[1];
const own = { title: 'Own', capabilities: { liveEvents: true } } as Parameters<typeof ownNumber>[1];

const open = (phone: string | null): ConnectionState => ({
	...{ kind: 'open', since: 0, lid: null, name: null },
	phone,
});

/** A session that reaches this state when somebody listens. */
function session(reached: ConnectionState) {
	let state: ConnectionState = { kind: 'connecting' };
	const listening = new Set<Subscriber>();
	return {
		listening,
		status: async () =>
			await Promise.resolve({
				account: 'Shop',
				state: state.kind,
				phone: state.kind === 'open' ? state.phone : null,
				text: `It is ${state.kind}.`,
				next: state.kind === 'needsLink' ? 'Scan the code there.' : null,
			} as SessionStatus),
		subscribe: async (subscriber: Subscriber) => {
			listening.add(subscriber);
			subscriber.onState?.(state);
			setImmediate(() => {
				state = reached;
				subscriber.onState?.(state);
			});
			return await Promise.resolve(() => void listening.delete(subscriber));
		},
	};
}

describe('the own number of an account', () => {
	it('is asked of a gateway that nobody has asked yet, and nobody listens any more then', async () => {
		const asked = session(open('+15550001000'));
		expect(await ownNumber(asked, gateway, new ManualClock())).toBe('+15550001000');
		expect(asked.listening.size).toBe(0);
	});

	it('is none while a phone has to be linked here', async () => {
		expect(await ownNumber(session(open('+15550001000')), own, new ManualClock())).toBeNull();
	});

	it('is missing with a reason where the gateway does not say it', async () => {
		await expect(ownNumber(session(open(null)), gateway, new ManualClock())).rejects.toMatchObject({
			code: 'notSupported',
			what: expect.stringContaining('Wawp has not said which number "Shop" has'),
			next: expect.stringContaining('code'),
		});
	});

	it('is missing with what to do where the gateway waits for a phone', async () => {
		const asking = ownNumber(session({ kind: 'needsLink' }), gateway, new ManualClock());
		await expect(asking).rejects.toMatchObject({
			code: 'notConnected',
			why: 'It is needsLink.',
			next: 'Scan the code there.',
		});
	});

	it('is waited for 20 seconds at most', async () => {
		const clock = new ManualClock();
		const asking = ownNumber(session({ kind: 'connecting' }), gateway, clock);
		const refused = expect(asking).rejects.toMatchObject({ code: 'notConnected', why: 'It is connecting.' });
		await new Promise((resolve) => setImmediate(resolve));
		await clock.advance(20_000);
		await refused;
	});
});

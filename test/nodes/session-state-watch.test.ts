import type { ConnectionState } from '../../engines/engine';
import {
	SessionStateWatch,
	type SessionStateChange,
} from '../../nodes/WhatsAppKitTrigger/session-state-watch';
import { ManualClock } from '../fixtures/manual-clock';
import { OPEN_STATE } from '../fixtures/scripted-connection';

const lost = (reason = 'The line broke.'): ConnectionState => ({
	kind: 'backingOff',
	until: 0,
	reason,
	attempt: 1,
});
const banned: ConnectionState = { kind: 'banned', reason: 'WhatsApp blocks this number (403).' };

function setUp(patienceMs = 60_000) {
	const clock = new ManualClock();
	const told: SessionStateChange[] = [];
	const watch = new SessionStateWatch({ clock, patienceMs, tell: (change) => told.push(change) });
	const see = (...states: ConnectionState[]) => states.forEach((state) => watch.see(state));
	return { clock, told, watch, see, states: () => told.map(({ state }) => state) };
}

describe('what a workflow is told of the state of its number', () => {
	it('nothing when the start goes well', () => {
		const { see, told } = setUp();
		see({ kind: 'connecting' }, OPEN_STATE, { kind: 'connecting' }, OPEN_STATE);
		expect(told).toEqual([]);
	});

	it('that it was linked, once', () => {
		const { see, states } = setUp();
		see({ kind: 'needsLink', qr: 'x' }, { kind: 'connecting' }, OPEN_STATE, OPEN_STATE);
		expect(states()).toEqual(['linked']);
	});

	it('nothing of a connection that is back in time, however often it tried', async () => {
		const { see, clock, told } = setUp();
		see(OPEN_STATE, lost());
		await clock.advance(30_000);
		see({ kind: 'connecting' }, lost());
		await clock.advance(29_999);
		see({ kind: 'connecting' }, OPEN_STATE);
		await clock.advance(600_000);
		expect(told).toEqual([]);
		expect(clock.sleeping).toBe(0);
	});

	it('that it is lost after 60 s, with the newest reason and since when, then that it is there again', async () => {
		const { see, clock, told } = setUp();
		see(OPEN_STATE);
		const since = clock.now();
		see(lost('first'));
		await clock.advance(20_000);
		see({ kind: 'connecting' }, lost('second'));
		await clock.advance(39_999);
		expect(told).toEqual([]);
		await clock.advance(1);
		see({ kind: 'connecting' }, lost('third'));
		await clock.advance(600_000);
		see(OPEN_STATE);
		expect(told).toMatchObject([
			{ state: 'backingOff', previous: null, reason: 'second', since },
			{ state: 'open', previous: 'backingOff', reason: null, next: null },
		]);
	});

	it('each loss at once when that was chosen', async () => {
		const { see, clock, states } = setUp(0);
		see(OPEN_STATE, lost());
		await clock.advance(0);
		see(OPEN_STATE, lost());
		await clock.advance(0);
		expect(states()).toEqual(['backingOff', 'open', 'backingOff']);
	});

	it.each<[string, ConnectionState]>([
		['banned', banned],
		['loggedOut', { kind: 'loggedOut', reason: 'r' }],
		['replaced', { kind: 'replaced', reason: 'r' }],
		['restricted', { kind: 'restricted', until: null, reason: 'r' }],
		['needsPasskey', { kind: 'needsPasskey', reason: 'r' }],
	])('%s at once and once, with what to do', async (name, state) => {
		const { see, clock, told } = setUp();
		see(OPEN_STATE, state, state);
		await clock.advance(600_000);
		expect(told).toEqual([
			expect.objectContaining({ state: name, previous: null, next: expect.any(String) }),
		]);
	});

	it('not that it is lost when something worse is known by then', async () => {
		const { see, clock, states } = setUp();
		see(OPEN_STATE, lost(), banned);
		await clock.advance(600_000);
		expect(states()).toEqual(['banned']);
	});

	it('logged out and linked again', () => {
		const { see, states } = setUp();
		see(OPEN_STATE, { kind: 'loggedOut', reason: 'r' }, { kind: 'needsLink' }, OPEN_STATE);
		expect(states()).toEqual(['loggedOut', 'linked']);
	});

	it('nothing after it was closed', async () => {
		const { see, watch, clock, told } = setUp();
		see(OPEN_STATE, lost());
		watch.close();
		await clock.advance(600_000);
		expect([told, clock.sleeping]).toEqual([[], 0]);
	});
});

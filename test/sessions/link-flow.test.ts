import { LinkFlow } from '../../sessions/link-flow';
import { ManualClock, settle } from '../fixtures/manual-clock';
import { OPEN_STATE, ScriptedConnection } from '../fixtures/scripted-connection';

const never = new AbortController().signal;

function setUp() {
	const clock = new ManualClock(1_000);
	const connection = new ScriptedConnection({ kind: 'needsLink' }, {} as never);
	return { clock, connection, flow: new LinkFlow(clock) };
}

describe('linking from a node', () => {
	it('answers with the QR as soon as there is one, and goes on linking', async () => {
		const { clock, connection, flow } = setUp();
		const answer = flow.run(connection, { waitMs: 0, signal: never });
		await settle();
		connection.setState({ kind: 'needsLink', qr: 'QR-1', expiresAt: 61_000 });
		await expect(answer).resolves.toMatchObject({
			linked: false,
			qr: 'QR-1',
			expiresAt: new Date(61_000).toISOString(),
		});
		expect(flow.active).toBe(true);
		expect(clock.sleeping).toBe(1);
	});

	it('joins the running attempt when run again and tells when the phone has linked', async () => {
		const { connection, flow } = setUp();
		const first = flow.run(connection, { waitMs: 0, signal: never });
		await settle();
		connection.setState({ kind: 'needsLink', qr: 'QR-1', expiresAt: 61_000 });
		await first;
		const second = flow.run(connection, { waitMs: 60_000, signal: never });
		await settle();
		connection.setState(OPEN_STATE);
		await expect(second).resolves.toMatchObject({ linked: true, phone: '+4915111' });
		expect(connection.links).toHaveLength(1);
	});

	it('ends waiting when the time given runs out, and shows the code of then', async () => {
		const { clock, connection, flow } = setUp();
		const answer = flow.run(connection, { waitMs: 30_000, signal: never });
		await settle();
		connection.setState({ kind: 'needsLink', qr: 'QR-1', expiresAt: 61_000 });
		await settle();
		connection.setState({ kind: 'needsLink', qr: 'QR-2', expiresAt: 81_000 });
		await clock.advance(30_000);
		await expect(answer).resolves.toMatchObject({ linked: false, qr: 'QR-2' });
	});

	it('starts over when a pairing code is wanted instead of the QR', async () => {
		const { connection, flow } = setUp();
		const first = flow.run(connection, { waitMs: 0, signal: never });
		await settle();
		connection.setState({ kind: 'needsLink', qr: 'QR-1', expiresAt: 61_000 });
		await first;
		const second = flow.run(connection, { phone: '+49 151 11', waitMs: 0, signal: never });
		await settle();
		connection.setState({ kind: 'needsLink', pairingCode: 'ABCD1234', expiresAt: 90_000 });
		await expect(second).resolves.toMatchObject({ pairingCode: 'ABCD1234' });
		expect(connection.links.map(({ phoneDigits }) => phoneDigits)).toEqual([undefined, '4915111']);
		expect(connection.links[0]!.signal.aborted).toBe(true);
	});

	it('gives up after three minutes and can be run again', async () => {
		const { clock, connection, flow } = setUp();
		const first = flow.run(connection, { waitMs: 0, signal: never });
		await settle();
		connection.setState({ kind: 'needsLink', qr: 'QR-1', expiresAt: 61_000 });
		await first;
		await clock.advance(180_000);
		expect(flow.active).toBe(false);
		const again = flow.run(connection, { waitMs: 0, signal: never });
		await settle();
		connection.setState({ kind: 'needsLink', qr: 'QR-9', expiresAt: 300_000 });
		await expect(again).resolves.toMatchObject({ qr: 'QR-9' });
	});

	it('says in words that WhatsApp wants a passkey instead of hanging', async () => {
		const { connection, flow } = setUp();
		const answer = flow.run(connection, { waitMs: 60_000, signal: never });
		await settle();
		connection.setState({ kind: 'needsPasskey', reason: 'WhatsApp asked for a passkey.' });
		await settle();
		await flow.stop();
		await expect(answer).resolves.toMatchObject({ linked: false });
	});
});

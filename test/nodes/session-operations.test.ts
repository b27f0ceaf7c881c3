import { fakeKit } from './fake-kit';
import { items } from './run-node';

jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'));

beforeEach(() => fakeKit.reset());

const link = { resource: 'session', operation: 'link' };
const waiting = {
	linked: false,
	state: { kind: 'needsLink', qr: '2@abc' },
	qr: '2@abc,def,ghi',
	expiresAt: '2026-01-01T00:01:00.000Z',
	next: 'Scan it.',
};

describe('linking', () => {
	it('answers at once with the QR code as a picture', async () => {
		fakeKit.session.answers.link = () => waiting;
		const [item] = await items(link);
		expect(fakeKit.session.request('link')).toEqual({ waitMs: 0, signal: expect.any(AbortSignal) });
		expect(item!.json).toEqual({
			linked: false,
			state: 'needsLink',
			phone: null,
			expiresAt: '2026-01-01T00:01:00.000Z',
			next: 'Scan it.',
		});
		const picture = item!.binary!.qr!;
		expect(picture).toMatchObject({ mimeType: 'image/png', fileName: 'whatsapp-qr.png' });
		expect(Buffer.from(picture.data, 'base64').subarray(1, 4).toString()).toBe('PNG');
	});

	it('does not put the text of the QR code, which is a key, into the item', async () => {
		fakeKit.session.answers.link = () => waiting;
		const [item] = await items(link);
		expect(JSON.stringify(item!.json)).not.toContain('2@abc');
	});

	it('asks for a pairing code when a number is given, and shows it', async () => {
		fakeKit.session.answers.link = () => ({
			linked: false,
			state: { kind: 'needsLink', pairingCode: 'ABCD1234' },
			pairingCode: 'ABCD1234',
			next: 'Type it.',
		});
		const [item] = await items({ ...link, phone: '+55 11 98765-4321' });
		expect(fakeKit.session.request('link')).toMatchObject({ phone: '+55 11 98765-4321' });
		expect(item!.json).toMatchObject({ pairingCode: 'ABCD1234' });
		expect(item!.binary).toBeUndefined();
	});

	it.each([
		[30, 30_000],
		[-5, 0],
		[9_999, 180_000],
	])('with a wait of %p s waits %p ms', async (waitSeconds, waitMs) => {
		fakeKit.session.answers.link = () => ({
			linked: true,
			state: { kind: 'open' },
			phone: '+5511987654321',
			next: 'Done.',
		});
		const [item] = await items({ ...link, waitSeconds });
		expect(fakeKit.session.request('link').waitMs).toBe(waitMs);
		expect(item!.json).toEqual({ linked: true, state: 'open', phone: '+5511987654321', next: 'Done.' });
	});
});

it('gets the status as the session tells it', async () => {
	const [item] = await items({ resource: 'session', operation: 'getStatus' });
	expect(item!.json).toMatchObject({ account: 'Shop', state: 'open', next: null });
});

it('logs out', async () => {
	const [item] = await items({ resource: 'session', operation: 'logout' });
	expect(fakeKit.session.calls.map(({ method }) => method)).toEqual(['logout']);
	expect(item!.json).toEqual({ loggedOut: true });
});

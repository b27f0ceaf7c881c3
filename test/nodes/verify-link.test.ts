import type { LinkCreateInput } from '../../verification/link/link-verifications';
import { readQr } from '../n8n/read-qr';
import { fakeKit } from './fake-kit';
import { failure, items, verifyType } from './run-node';

jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'));

beforeEach(() => fakeKit.reset());

const run = async (parameters: object) =>
	await items({ resource: 'link', ...parameters }, { settings: { type: verifyType } });

const created = {
	verificationId: 'v-1',
	status: 'requested',
	code: 'QX7KZ29MWR',
	link: 'https://wa.me/+5511987654321?text=QX7KZ29MWR',
	deep_link: 'whatsapp://send?text=QX7KZ29MWR&phone=+5511987654321',
	expiresAt: '2026-01-01T00:10:00.000Z',
};

it('Link: Create hands its fields on and puts out the link', async () => {
	let asked: LinkCreateInput | undefined;
	fakeKit.links.create = (request: LinkCreateInput) => {
		asked = request;
		return created;
	};
	const options = {
		expiryMinutes: 3,
		linkMessage: 'Hi',
		responseMessage: 'Yes',
		expirationMessage: 'Late',
		failureMessage: 'No',
	};
	const authorizedNumbers = '+5511987654321, +442079460123';
	const output = await run({ operation: 'create', purpose: 'pay', authorizedNumbers, options });
	expect(output).toEqual([{ json: created, pairedItem: { item: 0 } }]);
	expect(asked?.fields).toEqual({
		...options,
		purpose: 'pay',
		authorizedNumbers: ['+5511987654321', '+442079460123'],
	});
});

it('Link: Create draws the QR code of the link itself, as a picture and as a data URL', async () => {
	fakeKit.links.create = () => created;
	const [item] = await run({ operation: 'create', options: { qr: true } });
	const prefix = 'data:image/png;base64,';
	const url = String(item!.json.qr);
	expect(url.startsWith(prefix)).toBe(true);
	expect(readQr(Buffer.from(url.slice(prefix.length), 'base64'))).toBe(created.link);
	expect(item!.binary!.qr).toMatchObject({ mimeType: 'image/png', fileName: 'whatsapp-link.png' });
});

it('Link: Get Status and Cancel say that there is none', async () => {
	fakeKit.links.getStatus = () => null;
	fakeKit.links.cancel = () => ({ cancelled: false, status: null });
	const which = { verificationId: 'v-1' };
	expect((await run({ operation: 'getStatus', ...which }))[0]!.json).toEqual({ id: null, status: null });
	expect((await run({ operation: 'cancel', ...which }))[0]!.json).toEqual({
		cancelled: false,
		id: null,
		status: null,
	});
});

describe('through WhatsAuth', () => {
	const settings = { type: verifyType, credentials: { whatsAuthApi: { id: 'credential-1', name: 'App' } } };
	const through = (parameters: object) => ({ engine: 'whatsAuth', ...parameters });

	it('Link: Create hands on all it may say', async () => {
		let asked: LinkCreateInput | undefined;
		fakeKit.links.create = (request: LinkCreateInput) => {
			asked = request;
			return { ...created, expiresAt: null };
		};
		const options = {
			addCallbackSecret: false,
			callbackUrl: 'https://n8n.example/webhook/1/webhook',
			channel: 'sms',
			expirationMessage: 'Late',
			expiryMinutes: 3,
			failureMessage: 'No',
			linkMessage: 'Hi',
			qr: true,
			responseMessage: 'Yes',
		};
		const parameters = {
			resource: 'link',
			operation: 'create',
			authorizedNumbers: '+5511987654321',
			options,
		};
		const [item] = await items(through(parameters), { settings });
		expect(asked?.fields).toEqual({
			...options,
			purpose: 'authentication',
			authorizedNumbers: ['+5511987654321'],
		});
		expect(item!.json).toMatchObject({ ...created, expiresAt: null });
		const picture = String(item!.json.qr).replace('data:image/png;base64,', '');
		expect(readQr(Buffer.from(picture, 'base64'))).toBe(created.link);
		expect(fakeKit.acquired).toMatchObject([{ id: 'credential-1', engine: 'whatsAuth' }]);
	});

	it.each([
		['code', 'send', { recipient: '+5511987654321' }],
		['approval', 'sendAndWait', { recipient: '+5511987654321' }],
	])('%s: %s says why not', async (resource, operation, fields) => {
		const error = await failure(through({ resource, operation, ...fields }), { settings });
		expect(error.message).toBe(`WhatsAuth cannot do '${resource}: ${operation}'`);
		expect(error.description).toContain("'Link'");
		expect(fakeKit.acquired).toEqual([]);
	});
});

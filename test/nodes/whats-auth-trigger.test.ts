import type { INodeType } from 'n8n-workflow';
import { WhatsAuthTrigger } from '../../nodes/WhatsAuthTrigger/WhatsAuthTrigger.node';
import type { VerificationItem } from '../../verification/verification-item';
import { fc } from '../fixtures/properties';
import { fakeKit } from './fake-kit';
import { WebhookNode } from './run-webhook';

jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'));

const secret = 'known-to-n8n-and-whatsauth';
const everything = ['requested', 'validated', 'expired', 'failed'];

const callback = {
	id: '123e4567-e89b-12d3-a456-426614174000',
	status: 'validated',
	verification_code: '9f76681bd4',
	phone_number: '+56911111111',
	profile_name: 'Some Folk',
	expires_at: '2021-01-27T01:17:13.674Z',
	requested_at: '2021-01-26T23:17:13.674Z',
	validated_at: '2021-01-26T23:23:17.28Z',
	authorized_numbers: ['+56911111111'],
	error: null,
};

const known: VerificationItem = {
	id: 'ours',
	status: 'validated',
	method: 'link',
	purpose: 'sign-in',
	phone_number: '+56911111111',
	profile_name: 'Some Folk',
	requested_at: '2021-01-26T23:17:13.000Z',
	validated_at: '2021-01-26T23:23:17.000Z',
	expires_at: '2021-01-27T01:17:13.000Z',
	authorized_numbers: [],
	error: null,
};

let node: WebhookNode;
let givenBack: number;

beforeEach(() => {
	fakeKit.reset();
	givenBack = 0;
	node = new WebhookNode(new WhatsAuthTrigger() as unknown as INodeType, 'whatsAuthApi', {
		events: everything,
	});
	node.credential = { token: 'token', callbackSecret: secret };
});

/** What the store makes of a callback. */
function settles(as: { item?: VerificationItem; agreed?: boolean; fresh?: boolean }): void {
	const giveBack = async () => void (await Promise.resolve((givenBack += 1)));
	fakeKit.settles = async () =>
		await Promise.resolve({ item: null, agreed: true, fresh: true, giveBack, ...as });
}

describe('a WhatsAuth Trigger', () => {
	it('is published with a secret, and not without', async () => {
		expect(await node.register('checkExists')).toBe(false);
		expect(await node.register('create')).toBe(true);
		expect(await node.register('delete')).toBe(true);
		node.credential = { token: 'token', callbackSecret: ' ' };
		await expect(node.register('create')).rejects.toMatchObject({
			message: 'The credential has no Callback Secret',
			description: expect.stringContaining('16 characters') as string,
		});
		node.credential = { token: 'token', callbackSecret: 'short' };
		await expect(node.register('create')).rejects.toMatchObject({
			message: expect.stringContaining('callbackSecret') as string,
		});
	});

	it('puts out what this n8n knows of a link that was made here', async () => {
		settles({ item: known });
		const { status, body, items } = await node.deliver({ body: callback, secret });
		expect([status, body]).toEqual([200, { received: true }]);
		expect(items).toEqual([{ json: { ...known, verification_code: '9f76681bd4', raw: callback } }]);
		expect(fakeKit.settled).toEqual([
			{
				hearer: 'workflow-1:node-1',
				told: expect.objectContaining({
					id: callback.id,
					status: 'validated',
					code: '9f76681bd4',
					phone: '+56911111111',
					profileName: 'Some Folk',
				}) as unknown,
			},
		]);
		expect(fakeKit.acquired).toMatchObject([{ id: 'credential-1', engine: 'whatsAuth' }]);
	});

	it('puts out what WhatsAuth says of one that was made elsewhere', async () => {
		const { error: _error, ...seen } = { ...callback, app_id: 'app' };
		const { items } = await node.deliver({ body: seen, secret });
		const { verification_code: code, ...rest } = callback;
		expect(items).toEqual([
			{ json: { ...rest, method: 'link', purpose: null, verification_code: code, raw: seen } },
		]);
	});

	it('tells WhatsAuth no where it takes somebody for proven who is not', async () => {
		settles({
			item: { ...known, status: 'failed', error: 'notAuthorized', phone_number: null },
			agreed: false,
		});
		const { status, items } = await node.deliver({ body: callback, secret });
		expect(status).toBe(409);
		expect(items.map(({ json }) => [json.status, json.error, json.phone_number])).toEqual([
			['failed', 'notAuthorized', null],
		]);
		node.parameters.events = ['validated'];
		expect(await node.deliver({ body: callback, secret })).toMatchObject({ status: 409, items: [] });
		expect(givenBack).toBe(0);
	});

	it('starts with the chosen statuses alone, and answers all', async () => {
		node.parameters.events = ['expired'];
		for (const status of everything) {
			const { status: answered, items } = await node.deliver({ body: { ...callback, status }, secret });
			expect([status, answered, items.length]).toEqual([status, 200, status === 'expired' ? 1 : 0]);
		}
		expect(fakeKit.settled).toHaveLength(4);
	});

	it('starts nothing for what it was told before', async () => {
		settles({ item: known, fresh: false });
		expect(await node.deliver({ body: callback, secret })).toMatchObject({ status: 200, items: [] });
	});

	it('hears in a test what the published workflow has heard', async () => {
		node.mode = 'manual';
		await node.deliver({ body: callback, secret });
		expect(fakeKit.settled[0]?.hearer).toBe('test:workflow-1:node-1');
	});

	it('gives back what n8n started no workflow for', async () => {
		settles({ item: known });
		await node.deliver({ body: callback, secret, hostStatus: 200 });
		expect(givenBack).toBe(0);
		await node.deliver({ body: callback, secret, hostStatus: 500 });
		expect(givenBack).toBe(1);
	});

	it.each([
		[{}],
		[{ secret: 'wrong' }],
		[{ secret: '' }],
		[{ query: { secret: [secret, secret] } }],
		[{ query: { secret: { toString: secret } } }],
		[{ query: { Secret: secret } }],
		[{ headers: { secret } }],
	])('refuses a callback that proves itself by %j, and settles nothing', async (proof) => {
		const { status, body, items } = await node.deliver({ body: callback, ...proof });
		expect([status, body, items]).toEqual([403, { error: 'The secret is missing or wrong.' }, []]);
		expect(fakeKit.settled).toEqual([]);
	});

	it.each([undefined, '', ' '])(
		'takes nothing while the credential has the secret %j',
		async (callbackSecret) => {
			node.credential = { token: 'token', callbackSecret };
			for (const given of ['', ' ', 'undefined', secret])
				expect((await node.deliver({ body: callback, secret: given })).status).toBe(403);
			expect((await node.deliver({ body: callback })).status).toBe(403);
			expect(fakeKit.settled).toEqual([]);
		},
	);

	it('answers 503 when it could not be kept: WhatsAuth tells the person that it failed', async () => {
		fakeKit.settles = async () => await Promise.reject(new Error('The disk is full'));
		const { status, items } = await node.deliver({ body: callback, secret });
		expect([status, items]).toEqual([503, []]);
		expect(JSON.stringify(node.logger.lines)).not.toContain(secret);
		expect(JSON.stringify(node.logger.lines)).not.toContain(callback.verification_code);
	});

	it('takes nothing that is too long', async () => {
		const { status } = await node.deliver({ body: callback, secret, rawBody: Buffer.alloc(65_537) });
		expect([status, fakeKit.settled]).toEqual([413, []]);
	});

	it('answers 1000 bodies of any shape, and calls none validated that does not say so', async () => {
		const member = fc.record({
			name: fc.constantFrom(...Object.keys(callback), 'app_id'),
			value: fc.oneof(fc.jsonValue(), fc.constantFrom(...everything)),
		});
		const bent = member.map(({ name, value }) => ({ ...callback, status: 'failed', [name]: value }));
		await fc.assert(
			fc.asyncProperty(fc.oneof(fc.jsonValue(), bent), async (body) => {
				const { status, items } = await node.deliver({ body, secret });
				expect([200, 400]).toContain(status);
				const said = (body as { status?: unknown } | null)?.status;
				for (const { json } of items) expect(json.status).toBe(said);
			}),
			{ numRuns: process.env.WHATSAPP_KIT_FEWER_EXAMPLES ? 50 : 1_000 },
		);
	}, 120_000);
});

import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { Wawp } from '../../nodes/Wawp/Wawp.node';
import { placeWawp } from '../../nodes/Wawp/resources/place-credential';
import { WawpSimulator } from '../gateways/wawp/wawp-simulator';
import { failure, items, wawpType } from './run-node';

const instance = { instanceId: '1A2B3C4D5E6F', accessToken: 'token-of-the-shop' };
const settings = { type: wawpType, credentials: { wawpApi: { id: 'credential-1', name: 'Shop' } } };

let simulator: WawpSimulator;

beforeEach(async () => {
	simulator = await new WawpSimulator(instance).listen();
});
afterEach(async () => await simulator.close());

const options = (more: IDataObject = {}) => ({
	settings,
	credential: { ...instance, baseUrl: simulator.url, allowPrivateAddress: true, placement: 'query', ...more },
});
const run = async (action: string, fields: IDataObject = {}, more: IDataObject = {}) => {
	const [resource, operation] = action.split('.') as [string, string];
	return await items({ engine: '', resource, operation, ...fields } as never, options(more));
};
const failed = async (action: string, fields: IDataObject = {}, more: IDataObject = {}) => {
	const [resource, operation] = action.split('.') as [string, string];
	return await failure({ engine: '', resource, operation, ...fields } as never, options(more));
};
const jsonOf = async (...request: Parameters<typeof run>) => (await run(...request)).map(({ json }) => json);
const person = '447911123456@c.us';

describe('the node Wawp', () => {
	it.each(['query', 'header', 'body'])(
		'sends the credentials in the %s, and nowhere else',
		async (placement) => {
			expect(await jsonOf('session.get', {}, { placement })).toMatchObject([{ status: 'WORKING' }]);
			expect(await jsonOf('session.getMe', {}, { placement })).toMatchObject([{ pushName: 'Shop' }]);
			const [posted] = simulator.requests;
			expect(posted?.query.access_token !== undefined).toBe(placement === 'query');
			expect(posted?.headers.authorization !== undefined).toBe(placement === 'header');
			expect(JSON.stringify(posted?.body ?? '').includes(instance.accessToken)).toBe(placement === 'body');
		},
	);

	it.each([
		['session.create', {}, { instance_id: 'A1B2C3D4E5F6' }],
		['session.start', {}, { status: 'STARTING' }],
		['session.stop', {}, { status: 'STOPPED' }],
		['session.restart', {}, { status: 'STARTING' }],
		['session.logout', {}, { status: 'SCAN_QR_CODE' }],
		['session.delete', {}, { deleted: true }],
		['session.requestPairingCode', { phoneNumber: '+44 7911 123456' }, { pairingCode: 'ABCD1234' }],
		['session.createTempLink', {}, { url: 'https://wawp.example/link/1' }],
		['session.getTempLink', {}, { url: 'https://wawp.example/link/1' }],
		['session.deleteTempLink', {}, { deleted: true }],
		['session.getRatePolicy', {}, { policy: 'strict' }],
		['session.setRatePolicy', { policySlug: 'standard_policy' }, { policy: 'standard_policy' }],
		['session.getWebhooks', {}, { webhooks: [] }],
		['contact.checkNumber', { phone: '447911123456' }, { numberExists: true }],
		['contact.getPicture', { chatId: person }, { url: 'https://wawp.example/picture.jpg' }],
		['chat.getMessages', { chatId: person }, { id: 'm1', chatId: person }],
		['chat.archive', { chatId: person }, { code: 'success' }],
		['chat.unarchive', { chatId: person }, { code: 'success' }],
		['chat.clear', { chatId: person }, { code: 'success' }],
		['chat.read', { chatId: person }, { code: 'success' }],
		['chat.unread', { chatId: person }, { code: 'success' }],
		['chat.delete', { chatId: person }, { deleted: true }],
		['group.getMany', {}, { id: '1@g.us' }],
		['group.get', { groupId: '1@g.us' }, { subject: 'Team' }],
		['group.leave', { groupId: '1@g.us' }, { code: 'success' }],
		['group.getParticipants', { groupId: '1@g.us' }, { id: 'ada@c.us' }],
		['label.create', { labelName: 'Late' }, { name: 'Late' }],
		['label.delete', { labelId: '1' }, { deleted: true }],
		['label.getChats', { labelId: '1' }, { id: 'one@c.us' }],
		['label.getOfChat', { chatId: 'one@c.us' }, { id: '1' }],
	])('does %s', async (action, fields, expected) => {
		expect(await jsonOf(action, fields)).toEqual([expect.objectContaining(expected)]);
	});

	it('shows the QR code as a picture, and not as text', async () => {
		const [item] = await run('session.getQr');
		expect(item?.json).toEqual({ available: true, mimeType: 'image/png' });
		expect(item?.binary?.data).toMatchObject({ mimeType: 'image/png', fileName: 'qr.png' });
		expect(Buffer.from(item?.binary?.data?.data ?? '', 'base64').toString('hex')).toBe('89504e470d0a1a0a');
	});

	it('replaces the list of webhooks', async () => {
		const webhook = [{ url: 'https://crm.example/wawp', events: ['message.ack'], isActive: false }];
		await run('session.setWebhooks', { webhooks: { webhook } });
		expect(simulator.webhooks).toEqual([
			{ url: 'https://crm.example/wawp', events: ['message.ack'], is_active: false },
		]);
	});

	it('names people in a group as Wawp does', async () => {
		const participants = `+44 7911 123456, ${person}`;
		await run('group.addParticipants', { groupId: '1@g.us', participants });
		expect(simulator.administration.changes).toMatchObject([
			{
				route: 'POST /groups/1%40g.us/participants/add',
				fields: { participants: [{ id: person }, { id: person }] },
			},
		]);
	});

	it.each([
		['contact.getMany', 50, 2_100],
		['chat.getMany', 2, 3],
		['label.getMany', 1, 2],
	])('gives as much of %s as is wanted', async (action, limit, all) => {
		expect(await jsonOf(action, { returnAll: false, limit })).toHaveLength(limit);
		const whole = await jsonOf(action, { returnAll: true });
		expect(new Set(whole.map(({ id }) => id)).size).toBe(all);
		expect(whole).toHaveLength(all);
	});

	it.each([
		[401, { message: 'Unauthorized - Invalid token' }, 'does not accept the token'],
		[404, { code: 'invalid_session', message: 'Session' }, 'not linked'],
		[403, { code: 'subscription_required', message: 'Pay' }, 'plan at Wawp'],
		[429, { message: 'Slow down' }, 'takes no more'],
		[500, 'broken', 'trouble of its own'],
		[200, { code: 'wawp_upstream_error', message: 'Upstream' }, 'refused the request'],
	])('says what an answer with status %i means', async (status, body, words) => {
		simulator.failNext(/session\/info$/u, { kind: 'answer', answer: { status, body } });
		const error = await failed('session.get');
		expect(error.message).toContain(words);
		expect(error.context.itemIndex).toBe(0);
	});

	it('keeps the token out of an error that repeats it', async () => {
		const body = { code: 'invalid_access_token', message: `Unknown: ${instance.accessToken}` };
		simulator.failNext(/session\/info$/u, { kind: 'answer', answer: { status: 401, body } });
		const error = await failed('session.get');
		expect(JSON.stringify([error.message, error.description, error.context])).not.toContain(
			instance.accessToken,
		);
	});

	it('does not ask an inside address unless the credential says so', async () => {
		const error = await failed(
			'session.get',
			{},
			{
				allowPrivateAddress: false,
				baseUrl: simulator.url.replace('http:', 'https:'),
			},
		);
		expect(`${error.message} ${error.description ?? ''}`).toContain('local network');
		expect(simulator.requests).toEqual([]);
	});

	it('asks no name that nobody knows: it might lead inside by then', async () => {
		const baseUrl = 'https://nobody.invalid';
		const error = await failed('session.get', {}, { allowPrivateAddress: false, baseUrl });
		expect(`${error.message} ${error.description ?? ''}`).toContain('not known');
	});

	it('gives the token to nobody but Wawp', async () => {
		const credential = { ...instance, baseUrl: simulator.url, allowPrivateAddress: true };
		for (const url of ['https://somebody.example/v2/session/info', 'http://127.0.0.1:9/v2/session/info'])
			await expect(placeWawp(credential, { url })).rejects.toMatchObject({
				what: expect.stringContaining('elsewhere') as string,
			});
	});

	it('offers every operation with its fields, each name once', () => {
		const { properties } = new Wawp().description;
		const shown = properties.map(({ name, displayOptions }) => [name, displayOptions?.show]);
		expect(new Set(shown.map((one) => JSON.stringify(one))).size).toBe(shown.length);
		const operations = properties.filter(({ name }) => name === 'operation');
		expect(operations).toHaveLength(5);
		for (const { options: offered = [], default: initial } of operations)
			expect(
				(offered as INodeProperties[]).map((one) => (one as unknown as { value: string }).value),
			).toContain(initial);
	});
});

import type { IDataObject, INodeParameters, INodeType } from 'n8n-workflow';
import { WaaBot } from '../../nodes/WaaBot/WaaBot.node';
import { placeWaaBot } from '../../nodes/WaaBot/resources/place-credential';
import { qrBytes } from '../gateways/waaBot/waa-bot-administration';
import { waaBotAccount, WaaBotSimulator } from '../gateways/waaBot/waa-bot-simulator';
import { declarativeFailure, declarativeItems, declarativeOutput } from './run-declarative';

let simulator: WaaBotSimulator;

beforeEach(async () => {
	simulator = await new WaaBotSimulator().listen();
});
afterEach(async () => await simulator.close());

const credentialOf = (more: IDataObject = {}): IDataObject => ({
	...waaBotAccount,
	accountLogin: 'password',
	baseUrl: simulator.url,
	allowPrivateAddress: true,
	...more,
});
const nodeOf = (credential: IDataObject) => ({
	type: new WaaBot() as unknown as INodeType,
	credentialType: 'waaBotApi',
	credential,
});
const parametersOf = (action: string, fields: IDataObject): INodeParameters => {
	const [resource, operation] = action.split('.') as [string, string];
	return { resource, operation, ...fields } as INodeParameters;
};
const run = async (action: string, fields: IDataObject = {}, more: IDataObject = {}) =>
	await declarativeItems(nodeOf(credentialOf(more)), parametersOf(action, fields));
const failed = async (action: string, fields: IDataObject = {}, more: IDataObject = {}) =>
	await declarativeFailure(nodeOf(credentialOf(more)), parametersOf(action, fields));

describe('the node WaaBot', () => {
	it.each<[string, IDataObject, string, IDataObject]>([
		[
			'bot.updateGeneral',
			{ generalFields: { botName: 'Shop', defaultMessage: '{Hi|Hello} [name]', botTimezone: '+1' } },
			'PUT /whatsapp/updateGeneral',
			{ bot_name: 'Shop', default_msg: '{Hi|Hello} [name]', bot_timezone: '+1' },
		],
		[
			'bot.updateActiveDays',
			{ activeDays: ['monday'] },
			'PUT /whatsapp/updateActiveDays',
			{
				monday: true,
				tuesday: false,
				wednesday: false,
				thursday: false,
				friday: false,
				saturday: false,
				sunday: false,
			},
		],
		[
			'bot.updateActiveHours',
			{ from: '08:00', to: '17:00' },
			'PUT /whatsapp/updateActiveHours',
			{ from: '08:00', to: '17:00' },
		],
		[
			'bot.init',
			{ initFields: { multiDevice: true, webhookUrl: 'https://crm.example' } },
			'POST /whatsapp/init',
			{ config: { multiDevice: true, webhookUrl: 'https://crm.example' } },
		],
		[
			'contact.create',
			{ contactName: 'Ada', contactNumber: '447911123456', contactFields: { groupId: 'g1' } },
			'POST /contact',
			{ name: 'Ada', number: '447911123456', group_id: 'g1' },
		],
		[
			'contact.update',
			{ recordId: ' c1 ', contactFields: { contactName: 'Ada' } },
			'PUT /contact/c1',
			{ name: 'Ada' },
		],
		['contactGroup.create', { title: 'Regulars' }, 'POST /contact_groups', { title: 'Regulars' }],
		[
			'intent.create',
			{ intentFields: { keyword: 'hi,hello', reply: 'Hello', replyAction: '{"start_survey":"s1"}' } },
			'POST /intent',
			{ keyword: 'hi,hello', reply: 'Hello', action: { start_survey: 's1' } },
		],
		[
			'survey.create',
			{ surveyFields: { title: 'Taste', sortId: 2 } },
			'POST /survey',
			{ title: 'Taste', sort_id: 2 },
		],
		[
			'broadcast.create',
			{ sendType: 'group', to: 'g1', text: 'Sale', broadcastFields: { attachments: 'a1, a2' } },
			'POST /broadcast',
			{ send_type: 'group', to: 'g1', message: { text: 'Sale', attachments: ['a1', 'a2'] } },
		],
	])('asks for %s in the words of WaaBot', async (action, fields, route, sent) => {
		expect(await run(action, fields)).toHaveLength(1);
		expect(simulator.administration.changes).toEqual([{ route, fields: sent }]);
	});

	it.each<[string, IDataObject, string, IDataObject]>([
		[
			'user.create',
			{ firstName: 'Ada', lastName: 'L', userEmail: 'a@b.c', userPassword: 'p', passwordConfirmation: 'p' },
			'POST /users',
			{ firstname: 'Ada', lastname: 'L', email: 'a@b.c', password: 'p', passwordConfirmation: 'p' },
		],
		['user.update', { userFields: { lastName: 'L' } }, 'PUT /users', { lastname: 'L' }],
		['user.changePassword', { userPassword: 'new' }, 'PUT /users/password', { password: 'new' }],
		['user.requestPasswordReset', { userEmail: 'a@b.c' }, 'POST /password/reset', { email: 'a@b.c' }],
		[
			'user.resetPassword',
			{ userId: 'u1', resetToken: 't', userPassword: 'new' },
			'POST /password/change',
			{ userId: 'u1', token: 't', password: 'new' },
		],
		['user.sendEmailCode', { userEmail: 'a@b.c' }, 'POST /email/verify', { email: 'a@b.c' }],
		['account.logOut', {}, 'DELETE /sessions', {}],
	])('asks for %s without the pair of the bot', async (action, fields, route, sent) => {
		const [item] = await run(action, fields);
		expect(simulator.users.changes).toEqual([{ route, fields: sent }]);
		// What only the person may see stays out of items.
		expect(JSON.stringify(item)).not.toMatch(/\$2b\$|secret-of-the-link|482913|token-of-the-code|"p"/u);
	});

	it('tells who there is, and where the account is logged in', async () => {
		expect(await run('user.getMany')).toEqual([
			{ _id: 'u1', firstname: 'Ada', lastname: 'Lovelace', email: 'ada@example.com' },
		]);
		expect(await run('account.getSessions')).toMatchObject([{ _id: 's1', user: { _id: 'u1' } }]);
		expect(await run('user.requestPasswordReset', { userEmail: 'a@b.c' })).toEqual([
			{ ok: true, message: 'Sent', userId: 'u1' },
		]);
	});

	it.each([
		['482913', { verified: true }],
		['000000', { verified: false, reason: 'Wrong code' }],
	])('says of the code %s of an email address whether it is right', async (emailCode, verdict) => {
		expect(await run('user.checkEmailCode', { userEmail: 'a@b.c', emailCode })).toEqual([verdict]);
	});

	it.each([{}, 'OK', { status: 'true' }])('calls no address verified by the answer %j', async (body) => {
		simulator.failNext(/email\/check$/u, { kind: 'answer', answer: { status: 200, body } });
		const [item] = await run('user.checkEmailCode', { userEmail: 'a@b.c', emailCode: '482913' });
		expect(item).toMatchObject({ verified: false });
	});

	it('switches what was added, and nothing else', async () => {
		await run('bot.updateActions', { actionFields: { replyGroups: false, sendWebhook: true } });
		expect(simulator.actions).toMatchObject({ reply_group_msgs: false, send_webhook: true });
		expect(simulator.actions).not.toHaveProperty('reply_msgs');
	});

	it('sets the webhook, and takes it out', async () => {
		await run('bot.setWebhook', { webhookUrl: 'https://crm.example', webhookEvents: ['onAnyMessage'] });
		expect(simulator.webhook).toEqual({ url: 'https://crm.example', events: ['onAnyMessage'] });
		await run('bot.setWebhook', { webhookUrl: '', webhookEvents: [] });
		expect(simulator.webhook.url).toBeNull();
	});

	it.each([
		['bot.get', {}, { instance_data: expect.objectContaining({ phone_connected: true }) as unknown }],
		['bot.logout', { botId: 'b1' }, { ok: true }],
		['bot.delete', { botId: 'b1' }, { deleted: true }],
		['contact.get', { recordId: 'c1' }, { _id: 'c1' }],
		['contact.delete', { recordId: 'c1' }, { deleted: true }],
		['messageLog.get', { recordId: 'm1' }, { _id: 'm1' }],
	])('does %s', async (action, fields, expected) => {
		expect(await run(action, fields)).toEqual([expect.objectContaining(expected)]);
	});

	it.each([
		['contact.getMany', 50, 70],
		['messageLog.getMany', 30, 250],
	])('gives as much of %s as is wanted', async (action, limit, all) => {
		expect(await run(action, { returnAll: false, limit })).toHaveLength(limit);
		const whole = await run(action, { returnAll: true });
		expect(new Set(whole.map(({ _id }) => _id)).size).toBe(all);
		expect(whole).toHaveLength(all);
	});

	it('makes a bot for who has none, and tells its access token', async () => {
		const [made] = await run('bot.create', {}, { sessionId: '', accessToken: '' });
		expect(made).toMatchObject({ _id: 'b1', settings: { access_token: '0184-28a5-439a-a1cd-fc6f' } });
		expect(simulator.asked(/createNewWhatsapp$/u)[0]?.query).toEqual({});
	});

	it('tells neither password hashes nor the tokens of other bots', async () => {
		const shown = JSON.stringify([
			await run('bot.getMany', { returnAll: true }),
			await run('contactGroup.create', { title: 'Regulars' }),
		]);
		expect(shown).toContain('a@example.com');
		expect(shown).not.toMatch(/access_token|\$2b\$/u);
	});

	const qr = qrBytes.toString('base64');
	it.each<[string, unknown]>([
		['a data URL', `data:image/png;base64,${qr}`],
		['base64 of a picture', { qrcode: qr }],
		['a page', `<html><img src="data:image/png;base64,${qr}"/></html>`],
	])('shows the QR code in %s as a picture', async (_form, answer) => {
		simulator.administration.qr = answer;
		const [item] = await declarativeOutput(nodeOf(credentialOf()), parametersOf('bot.getQr', {}));
		expect(item?.json).toEqual({ available: true, mimeType: 'image/png' });
		const data = Buffer.from(item?.binary?.data?.data ?? '', 'base64');
		expect(data.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
	});

	it('says when there is no QR code', async () => {
		simulator.administration.qr = 'The bot is linked';
		expect(await run('bot.getQr')).toEqual([{ available: false }]);
	});

	it('logs in, and says both proofs of the account and the pair of the bot', async () => {
		await run('bot.get');
		const [request] = simulator.asked(/instance$/u);
		expect(request?.headers).toMatchObject({
			authorization: `Bearer ${simulator.bearer}`,
			'x-refresh': simulator.refreshToken,
		});
		const { sessionId, accessToken } = waaBotAccount;
		expect(request?.query).toEqual({ session_id: sessionId, access_token: accessToken });
	});

	it('proves itself anew on every page of a list', async () => {
		const whole = await run('messageLog.getMany', { returnAll: true });
		expect(whole).toHaveLength(250);
		expect(simulator.asked(/message-log$/u)).toHaveLength(3);
		expect(simulator.logins).toBe(3);
	});

	it.each([
		[404, { message: 'No such bot' }, 'does not know'],
		[429, { message: 'Slow down' }, 'takes no more'],
		[500, 'broken', 'trouble of its own'],
		[200, { status: false, message: 'Nope' }, 'refused the request'],
	])('says what an answer with status %i means', async (status, body, words) => {
		simulator.failNext(/instance$/u, { kind: 'answer', answer: { status, body } });
		expect((await failed('bot.get')).message).toContain(words);
	});

	it('says when nobody can be logged in, without the password', async () => {
		const error = await failed('bot.get', {}, { password: 'wrong-secret-of-somebody' });
		expect(`${error.message} ${error.description}`).toContain('does not accept the e-mail address');
		expect(JSON.stringify(error)).not.toContain('wrong-secret-of-somebody');
	});

	it('gives nothing to anybody but WaaBot', async () => {
		const url = 'https://somebody.example/api/v1/whatsapp/instance';
		const asking = placeWaaBot(credentialOf() as never, { url });
		await expect(asking).rejects.toMatchObject({ what: expect.stringContaining('elsewhere') as string });
		expect(simulator.logins).toBe(0);
	});

	it('offers every operation with its fields, each name once', () => {
		const { properties } = new WaaBot().description;
		const shown = properties.map(({ name, displayOptions }) => JSON.stringify([name, displayOptions?.show]));
		expect(new Set(shown).size).toBe(shown.length);
		expect(properties.filter(({ name }) => name === 'operation')).toHaveLength(10);
	});
});

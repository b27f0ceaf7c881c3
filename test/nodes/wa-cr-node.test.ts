import type {
	IDataObject,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';
import { WaCr } from '../../nodes/WaCr/WaCr.node';
import { openWaCr, waCrAccount } from '../gateways/waCr/wa-cr-under-test';
import { receivedMessage } from '../gateways/waCr/record-page';
import type { WaCrSimulator } from '../gateways/waCr/wa-cr-simulator';
import {
	declarativeFailure,
	declarativeItems,
	runDeclarative,
	type DeclarativeNode,
} from './run-declarative';

const allScopes = [
	...['account:read', 'messages:send', 'messages:read', 'templates:read', 'templates:sync'],
	...['contacts', 'groups', 'sources', 'statuses'].flatMap((name) =>
		['read', 'write', 'delete'].map((what) => `${name}:${what}`),
	),
];

let simulator: WaCrSimulator;
let node: DeclarativeNode;

beforeEach(async () => {
	const opened = await openWaCr();
	({ simulator } = opened);
	simulator.scopes = new Set(allScopes);
	node = {
		type: new WaCr() as unknown as INodeType,
		credentialType: 'waCrApi',
		credential: opened.credential as IDataObject,
	};
});
afterEach(async () => await simulator.close());

async function ask(resource: string, operation: string, fields: INodeParameters = {}) {
	return await declarativeItems(node, { resource, operation, ...fields });
}

const ada = {
	firstname: 'Ada',
	lastname: 'Lovelace',
	phone: '+447911123456',
	type: 'lead',
	sourceId: '1',
	statusId: '1',
};
const onlyItem = (items: readonly IDataObject[]): IDataObject => {
	expect(items).toHaveLength(1);
	return items[0]!;
};

describe('the node of WA.cr', () => {
	it.each([
		['get', { name: 'Shop' }],
		['getUsage', { contacts: expect.objectContaining({ current: 12 }) as unknown }],
		['getLimits', { limits: { api_calls_per_minute: 60 } }],
	])('account: %s', async (operation, expected) => {
		expect(onlyItem(await ask('account', operation))).toMatchObject(expected);
	});

	it.each([
		['group', 'groups', { name: 'Regulars' }, { name: 'Friends' }],
		['source', 'sources', { name: 'Fair' }, { name: 'Shop' }],
	])('%s: made, read, changed and deleted', async (resource, path, made, changed) => {
		const { id } = onlyItem(await ask(resource, 'create', made));
		const which = { [`${resource}Id`]: String(id) };
		expect(onlyItem(await ask(resource, 'get', which))).toMatchObject({ id, ...made });
		expect(onlyItem(await ask(resource, 'update', { ...which, ...changed }))).toMatchObject({
			id,
			...changed,
		});
		expect(await ask(resource, 'getMany')).toMatchObject([{ id, ...changed }]);
		expect(await ask(resource, 'delete', which)).toEqual([{ deleted: true }]);
		expect(await ask(resource, 'getMany')).toEqual([]);
		expect(simulator.requests.map(({ method, path: asked }) => `${method} ${asked}`)).toEqual([
			`POST /api/v2/${path}`,
			`GET /api/v2/${path}/${String(id)}`,
			`PATCH /api/v2/${path}/${String(id)}`,
			`GET /api/v2/${path}`,
			`DELETE /api/v2/${path}/${String(id)}`,
			`GET /api/v2/${path}`,
		]);
	});

	it('status: only what is added is changed', async () => {
		const { id } = onlyItem(await ask('status', 'create', { name: 'Hot', color: '#FF0000' }));
		await ask('status', 'update', { statusId: String(id), additionalFields: { name: 'Warm' } });
		expect(simulator.requests.at(-1)?.body).toEqual({ name: 'Warm' });
		expect(onlyItem(await ask('status', 'get', { statusId: String(id) }))).toMatchObject({
			name: 'Warm',
			color: '#FF0000',
		});
	});

	it('contact: made with what WA.cr needs, and found by a filter', async () => {
		const created = onlyItem(
			await ask('contact', 'create', { ...ada, additionalFields: { email: 'ada@example.com' } }),
		);
		expect(simulator.requests[0]?.body).toEqual({
			firstname: 'Ada',
			lastname: 'Lovelace',
			phone: '+447911123456',
			type: 'lead',
			source_id: '1',
			status_id: '1',
			email: 'ada@example.com',
		});
		expect(await ask('contact', 'getMany', { filters: { type: 'lead', sort: '-created_at' } })).toMatchObject(
			[{ id: created.id }],
		);
		expect(simulator.requests[1]?.query).toMatchObject({ 'filter[type]': 'lead', sort: '-created_at' });
		expect(await ask('contact', 'getMany', { filters: { type: 'guest' } })).toEqual([]);
	});

	it('contact: many at once, and away again', async () => {
		const contacts = JSON.stringify([
			{ firstname: 'Ada', lastname: 'L', phone: '+447911123456', type: 'lead', source_id: 1, status_id: 1 },
			{ firstname: 'Bea', lastname: 'M', phone: '+447911123457', type: 'guest', source_id: 1, status_id: 1 },
		]);
		const created = onlyItem(
			await ask('contact', 'createMany', { contacts, additionalFields: { skipDuplicates: true } }),
		);
		expect(created).toMatchObject({ summary: { total: 2, created: 2 } });
		expect(simulator.requests[0]?.body).toMatchObject({ options: { skip_duplicates: true } });
		const deleted = onlyItem(await ask('contact', 'deleteMany', { contactIds: '[1, 2]' }));
		expect(deleted).toMatchObject({ summary: { deleted: 2 } });
		expect(simulator.crm.contacts.records).toEqual([]);
	});

	it('group: contacts put in and taken out', async () => {
		await ask('group', 'create', { name: 'Regulars' });
		await ask('group', 'addContacts', { groupId: '1', contactIds: '[4, 5]' });
		await ask('group', 'removeContacts', { groupId: '1', contactIds: '[4]' });
		expect([...(simulator.crm.members.get('1') ?? [])]).toEqual([5]);
	});

	it.each([
		['up to the limit', { limit: 130 }, 130, ['1', '2']],
		['all of them', { returnAll: true }, 250, ['1', '2', '3']],
		['as few as wanted', { limit: 2 }, 2, ['1']],
	])('lists %s, page after page', async (_what, fields, count, pages) => {
		simulator.messages = Array.from({ length: 250 }, (_, index) =>
			receivedMessage({ id: index, from: '919812345678', text: `${index}`, at: index * 1_000 }),
		);
		const items = await ask('message', 'getMany', fields);
		expect(new Set(items.map(({ id }) => id)).size).toBe(count);
		expect(simulator.requests.map(({ query }) => query.page)).toEqual(pages);
	});

	it('message: one, with its status', async () => {
		simulator.messages = [receivedMessage({ id: 7, from: '919812345678', text: 'Hello', at: 0 })];
		expect(onlyItem(await ask('message', 'get', { messageId: '7' }))).toMatchObject({ message: 'Hello' });
	});

	it('message: a template with its texts', async () => {
		const item = await ask('message', 'sendTemplate', {
			phone: '+919812345678',
			templateName: 'order_ready',
			language: 'en',
			additionalFields: { field1: 'Ada', button0: 'A-17' },
		});
		expect(onlyItem(item)).toMatchObject({ template_name: 'order_ready', status: 'sent' });
		expect(simulator.sent.map(({ fields }) => fields)).toEqual([
			{
				phone: '+919812345678',
				template_name: 'order_ready',
				language: 'en',
				field_1: 'Ada',
				button_0: 'A-17',
			},
		]);
	});

	it('template: listed, read and fetched anew', async () => {
		expect(await ask('template', 'getMany', { filters: { status: 'APPROVED' } })).toMatchObject([
			{ template_name: 'order_ready' },
		]);
		expect(onlyItem(await ask('template', 'get', { templateId: '901' }))).toMatchObject({
			status: 'PENDING',
		});
		expect(onlyItem(await ask('template', 'sync'))).toEqual({ synced: 2 });
	});

	it('comment: left beside a chat, in the answer WA.cr gives without an envelope', async () => {
		const phone = '+91 98123-45678';
		expect(onlyItem(await ask('comment', 'add', { phone, comment: 'Call back' }))).toMatchObject({
			success: true,
			interaction_id: 5,
		});
		expect(simulator.requests[0]?.path).toBe('/api/v2/comments/%2B91%2098123-45678');
		expect(await ask('comment', 'getMany', { phone })).toMatchObject([{ comment: 'Call back' }]);
	});

	describe('codes', () => {
		const phone = '+919812345678';
		const send = async () => await ask('otp', 'send', { phone, templateName: 'login_code', code: '482913' });

		it('are sent, checked once and then gone', async () => {
			expect(onlyItem(await send())).toMatchObject({ code_sent: true, expiry_minutes: 10 });
			expect(onlyItem(await ask('otp', 'getStatus', { phone }))).toMatchObject({ has_active_otp: true });
			expect(onlyItem(await ask('otp', 'verify', { phone, code: '482913' }))).toMatchObject({
				verified: true,
				phone: '919812345678',
			});
			expect(await ask('otp', 'verify', { phone, code: '482913' })).toEqual([
				{ verified: false, reason: 'OTP_NOT_FOUND' },
			]);
		});

		it('that are wrong or old are an answer, not an error', async () => {
			await send();
			expect(await ask('otp', 'verify', { phone, code: '000000' })).toEqual([
				{ verified: false, reason: 'INVALID_CODE', attempts_remaining: 4 },
			]);
			simulator.now += 11 * 60_000;
			expect(await ask('otp', 'verify', { phone, code: '482913' })).toEqual([
				{ verified: false, reason: 'OTP_EXPIRED' },
			]);
		});

		it('are checked for their purpose alone', async () => {
			await send();
			const additionalFields = { purpose: 'payment' };
			expect(await ask('otp', 'verify', { phone, code: '482913', additionalFields })).toEqual([
				{ verified: false, reason: 'OTP_NOT_FOUND' },
			]);
		});

		it('are sent anew by WA.cr, and the one before stops working', async () => {
			await send();
			await ask('otp', 'resend', { phone, templateName: 'login_code' });
			expect(onlyItem(await ask('otp', 'verify', { phone, code: '482913' })).verified).toBe(false);
			const code = simulator.otp.codeOf('919812345678') ?? '';
			expect(onlyItem(await ask('otp', 'verify', { phone, code })).verified).toBe(true);
		});

		it('have templates of their own', async () => {
			expect(await ask('otp', 'getTemplates')).toMatchObject([{ template_name: 'login_code' }]);
		});

		it.each([
			['says nothing', {}],
			['says only that it understood', { success: true, data: {} }],
			['has no object', 'OK'],
		])('are not called verified by an answer that %s', async (_what, body) => {
			simulator.failNext(/verify/u, { kind: 'answer', answer: { status: 200, body } });
			const failed = await declarativeFailure(node, {
				...{ resource: 'otp', operation: 'verify', phone, code: '482913' },
			});
			expect(failed.message).toContain('did not say whether the code is right');
		});

		it('are not called verified by a status alone', async () => {
			const body = { success: false, error: { code: 'INVALID_CODE', message: 'No' } };
			simulator.failNext(/verify/u, { kind: 'answer', answer: { status: 200, body } });
			expect(await ask('otp', 'verify', { phone, code: '482913' })).toEqual([
				{ verified: false, reason: 'INVALID_CODE' },
			]);
		});

		it('are not called verified when WA.cr has trouble', async () => {
			simulator.failNext(/verify/u, { kind: 'text', status: 502, text: '<html>' });
			const failed = await declarativeFailure(node, {
				...{ resource: 'otp', operation: 'verify', phone, code: '482913' },
			});
			expect(failed.message).toContain('WA.cr has trouble');
		});
	});
});

describe('an error of the node of WA.cr', () => {
	it('says which scope is missing', async () => {
		simulator.scopes = new Set();
		const failed = await declarativeFailure(node, { resource: 'contact', operation: 'getMany' });
		expect(failed.message).toBe('The API token lacks the scope "contacts:read".');
		expect(failed.description).toContain('Give the token this scope');
	});

	it('names the field', async () => {
		await ask('source', 'create', { name: 'Fair' });
		const failed = await declarativeFailure(node, { resource: 'source', operation: 'create', name: 'Fair' });
		expect(failed.description).toContain('name: This name already exists');
	});

	it('tells what has no code in its words', async () => {
		const failed = await declarativeFailure(node, {
			...{ resource: 'comment', operation: 'add', phone: '15550009999', comment: 'x' },
		});
		expect(failed.description).toContain('Chat not found');
	});

	it('leaves the other items alone', async () => {
		await ask('source', 'create', { name: 'Fair' });
		const items = ['Market', 'Fair', 'Web'].map((name) => ({ json: { name } }));
		const result = await runDeclarative(
			{ ...node, items, onError: 'continueRegularOutput' },
			{ resource: 'source', operation: 'create', name: '={{ $json.name }}' },
		);
		const out = result.data.resultData.runData.Step![0]!.data!.main![0]!;
		expect(out).toHaveLength(3);
		expect([out[0]?.json.name, out[2]?.json.name]).toEqual(['Market', 'Web']);
		expect(JSON.stringify(out[1])).toContain('does not accept a field');
	});

	it('does not show the token', async () => {
		const answer = { status: 422, body: { code: 'X', message: `Bad ${waCrAccount.token}` } };
		simulator.failNext(/account/u, { kind: 'answer', answer });
		const failed = await declarativeFailure(node, { resource: 'account', operation: 'get' });
		expect(JSON.stringify(failed)).not.toContain(waCrAccount.token);
	});

	it.each([
		[{ allowPrivateAddress: false }, /begins with http:|not usable/u],
		[{ allowPrivateAddress: false, baseUrl: 'https://127.0.0.1/api/v2' }, /local network/u],
		[{ allowPrivateAddress: false, baseUrl: 'https://localhost/api/v2' }, /local network/u],
	])('sends no token to an address that is not allowed: %j', async (credential, words) => {
		const guarded = { ...node, credential: { ...node.credential, ...credential } };
		const failed = await declarativeFailure(guarded, { resource: 'account', operation: 'get' });
		expect(failed.message).toMatch(words);
		expect(simulator.requests).toEqual([]);
	});

	it('follows no redirect with the token', async () => {
		const answer = { status: 302, body: {}, headers: { location: `${simulator.url}/elsewhere` } };
		simulator.failNext(/account/u, { kind: 'answer', answer });
		await declarativeFailure(node, { resource: 'account', operation: 'get' });
		expect(simulator.requests).toHaveLength(1);
	});
});

describe('what the node of WA.cr offers to choose from', () => {
	const { loadOptions } = new WaCr().methods;

	/** As the editor asks, with the request made for real. */
	function editor(): ILoadOptionsFunctions {
		const httpRequest = async ({ baseURL, url, qs, headers }: IHttpRequestOptions) => {
			const query = new URLSearchParams(qs as Record<string, string>).toString();
			const response = await fetch(`${baseURL}${url}?${query}`, {
				headers: headers as Record<string, string>,
			});
			return { statusCode: response.status, headers: {}, body: await response.json() };
		};
		return {
			getCredentials: async () => await Promise.resolve(node.credential),
			getNode: () => ({ name: 'WA.cr' }),
			helpers: { httpRequest },
		} as unknown as ILoadOptionsFunctions;
	}

	it('are approved templates alone', async () => {
		expect(await loadOptions.getTemplates.call(editor())).toEqual([
			{ name: 'order_ready (en)', value: 'order_ready' },
		]);
		expect(await loadOptions.getAuthenticationTemplates.call(editor())).toEqual([
			{ name: 'login_code (en)', value: 'login_code' },
		]);
	});

	it('are sources and statuses by their names', async () => {
		await ask('source', 'create', { name: 'Fair' });
		await ask('status', 'create', { name: 'Hot', color: '#FF0000' });
		expect(await loadOptions.getSources.call(editor())).toEqual([{ name: 'Fair', value: '1' }]);
		expect(await loadOptions.getStatuses.call(editor())).toEqual([{ name: 'Hot', value: '1' }]);
	});

	it('is an error in words when the token may not ask', async () => {
		simulator.scopes = new Set();
		await expect(loadOptions.getTemplates.call(editor())).rejects.toMatchObject({
			message: 'The API token lacks the scope "templates:read".',
		});
	});
});

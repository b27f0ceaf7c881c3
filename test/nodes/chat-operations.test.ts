import nock from 'nock';
import { fakeKit } from './fake-kit';
import { failure, items } from './run-node';

jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'));

beforeEach(() => fakeKit.reset());
afterEach(() => nock.cleanAll());

const recipient = '+5511987654321';
const signal = expect.any(AbortSignal) as AbortSignal;

describe('messages that exist', () => {
	it.each([
		['A', ['A']],
		['A, B', ['A', 'B']],
		["={{ ['A', 'B'] }}", ['A', 'B']],
	])('%p are marked as read', async (messageIds, expected) => {
		const [item] = await items({
			resource: 'message',
			operation: 'markRead',
			recipient,
			messageIds,
			options: { participant: '1@lid' },
		});
		expect(fakeKit.session.request('markRead')).toEqual({
			recipient: { recipient },
			messageIds: expected,
			participant: '1@lid',
			signal,
		});
		expect(item!.json).toMatchObject({ recipient, read: true });
	});

	it('are listed in the form of the trigger', async () => {
		fakeKit.session.answers.recentMessages = () => [
			{
				event: 'message',
				messageId: 'A',
				timestamp: 0,
				chat: { id: 'c', type: 'private' },
				from: { phone: recipient, lid: null, name: 'Ana', isMe: false },
				type: 'text',
				text: 'Hi',
				offline: false,
			},
		];
		const [item] = await items({ resource: 'message', operation: 'getMany', limit: 7 });
		expect(fakeKit.session.request('recentMessages')).toEqual({ limit: 7, signal });
		expect(item!.json).toMatchObject({
			account: 'My number',
			engine: 'web',
			timestamp: '1970-01-01T00:00:00.000Z',
			text: 'Hi',
		});
	});

	it('are listed for one chat when it is given', async () => {
		await items({ resource: 'message', operation: 'getMany', recipient, options: { defaultCountry: 'BR' } });
		expect(fakeKit.session.request('recentMessages')).toMatchObject({
			recipient: { recipient, defaultCountry: 'BR' },
			limit: 50,
		});
	});
});

it('shows typing', async () => {
	const [item] = await items({
		resource: 'message',
		operation: 'sendTyping',
		recipient,
		typing: 'recording',
	});
	expect(fakeKit.session.request('setTyping')).toEqual({
		recipient: { recipient },
		typing: 'recording',
		signal,
	});
	expect(item!.json).toEqual({ recipient, typing: 'recording' });
});

describe('a contact', () => {
	it('that is on WhatsApp is told with its IDs', async () => {
		fakeKit.session.answers.checkNumber = () => ({
			exists: true,
			chatId: 'c',
			phone: recipient,
			lid: '1@lid',
		});
		const [item] = await items({ resource: 'contact', operation: 'checkNumber', recipient });
		expect(item!.json).toEqual({ recipient, exists: true, chatId: 'c', phone: recipient, lid: '1@lid' });
	});

	it('that is not on WhatsApp is an answer, not an error', async () => {
		fakeKit.session.answers.checkNumber = () => ({ exists: false });
		const [item] = await items({ resource: 'contact', operation: 'checkNumber', recipient });
		expect(item!.json).toEqual({ recipient, exists: false, chatId: null, phone: null, lid: null });
	});

	it('is opted out by hand, or in again, and told how it is then', async () => {
		const told = { chatId: 'c', phone: recipient, optedOut: false, since: null, word: null };
		fakeKit.session.answers.setOptOut = () => told;
		const fields = { resource: 'contact', operation: 'setOptOut', recipient };
		const [item] = await items({ ...fields, optedOut: false });
		expect(fakeKit.session.request('setOptOut')).toMatchObject({ recipient: { recipient }, optedOut: false });
		expect(item!.json).toEqual({ recipient, ...told });
		fakeKit.session.answers.getOptOut = () => ({ ...told, optedOut: true, since: 's', word: 'STOP' });
		const [asked] = await items({ ...fields, operation: 'getOptOut' });
		expect(asked!.json).toMatchObject({ recipient, optedOut: true, since: 's', word: 'STOP' });
	});

	it('without a picture has none', async () => {
		fakeKit.session.answers.profilePicture = () => null;
		const [item] = await items({
			resource: 'contact',
			operation: 'getProfilePicture',
			recipient,
			downloadPicture: true,
		});
		expect(item).toMatchObject({ json: { recipient, found: false, url: null } });
		expect(item!.binary).toBeUndefined();
	});

	it('has its picture fetched when asked for', async () => {
		nock('https://pictures.example').get('/p.jpg').reply(200, Buffer.from('picture'));
		fakeKit.session.answers.profilePicture = () => 'https://pictures.example/p.jpg';
		const [item] = await items({
			resource: 'contact',
			operation: 'getProfilePicture',
			recipient,
			downloadPicture: true,
		});
		expect(item!.json).toEqual({ recipient, found: true, url: 'https://pictures.example/p.jpg' });
		expect(Buffer.from(item!.binary!.data!.data, 'base64').toString()).toBe('picture');
	});
});

describe('groups', () => {
	const group = {
		id: '1@g.us',
		subject: 'Friends',
		description: null,
		owner: null,
		createdAt: null,
		size: 2,
		announceOnly: false,
	};
	const participants = [
		{ id: 'a', phone: recipient, lid: null, admin: true, superAdmin: false },
		{ id: 'b', phone: null, lid: '2@lid', admin: false, superAdmin: false },
	];

	it('are listed up to the limit', async () => {
		fakeKit.session.answers.listGroups = () => [
			group,
			{ ...group, id: '2@g.us' },
			{ ...group, id: '3@g.us' },
		];
		const limited = await items({ resource: 'group', operation: 'getMany', limit: 2 });
		expect(limited.map(({ json }) => json.id)).toEqual(['1@g.us', '2@g.us']);
		expect(await items({ resource: 'group', operation: 'getMany', returnAll: true })).toHaveLength(3);
	});

	it.each([
		{ __rl: true, mode: 'list', value: '1@g.us' },
		{ __rl: true, mode: 'id', value: ' 1 ' },
	])('are got by %j', async (groupId) => {
		fakeKit.session.answers.getGroup = () => ({ group, participants });
		const [item] = await items({ resource: 'group', operation: 'get', groupId });
		expect(fakeKit.session.request<string>('getGroup')).toBe('1@g.us');
		expect(item!.json).toEqual(group);
	});

	it('give one item per member', async () => {
		fakeKit.session.answers.getGroup = () => ({ group, participants });
		const members = await items({
			resource: 'group',
			operation: 'getParticipants',
			groupId: { __rl: true, mode: 'id', value: '1@g.us' },
		});
		expect(members).toEqual(
			participants.map((one) => ({ json: { groupId: '1@g.us', ...one }, pairedItem: { item: 0 } })),
		);
	});
});

it('ends a call at its time limit, in words', async () => {
	fakeKit.session.answers.checkNumber = async (_recipient: unknown, limit: AbortSignal) =>
		await new Promise((_resolve, reject) =>
			limit.addEventListener('abort', () => reject(limit.reason as Error)),
		);
	const error = await failure({
		resource: 'contact',
		operation: 'checkNumber',
		recipient,
		options: { timeoutSeconds: 1 },
	});
	expect(error.message).toContain('time limit');
	expect(error.description).toContain('Timeout (Seconds)');
});

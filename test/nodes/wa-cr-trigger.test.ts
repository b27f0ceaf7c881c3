import type { INodeParameters, INodeType } from 'n8n-workflow';
import type { PolledRecord } from '../../engines/records';
import type { MessageEvent } from '../../messages/incoming';
import { KitError } from '../../messages/kit-error';
import { WaCrTrigger } from '../../nodes/WaCrTrigger/WaCrTrigger.node';
import { fakeKit } from './fake-kit';
import { pollOnce } from './run-poll';

jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'));

beforeEach(() => fakeKit.reset());

const poll = async (
	parameters: INodeParameters = {},
	{ state = {}, mode = 'trigger' as const }: { state?: object; mode?: 'trigger' | 'manual' } = {},
) =>
	await pollOnce({
		type: 'n8n-nodes-whatsapp-kit.waCrTrigger',
		node: new WaCrTrigger() as unknown as INodeType,
		credential: 'waCrApi',
		parameters,
		state: state as never,
		mode,
	});

function received(id: string, more: Partial<MessageEvent> = {}): PolledRecord {
	const event: MessageEvent = {
		event: 'message',
		messageId: `wamid.${id}`,
		timestamp: Date.UTC(2026, 0, 1),
		chat: { id: '919812345678@s.whatsapp.net', type: 'private' },
		from: { phone: '+919812345678', lid: null, name: null, isMe: false },
		type: 'text',
		text: id,
		offline: false,
		...more,
	};
	const record = { id, message: id };
	return { id: `waCr:message:${id}`, at: event.timestamp, body: { feed: 'received', record }, event, record };
}

const cursor = { since: 5, known: [['waCr:message:1', 5]] } as const;
const unread = (id: string): PolledRecord => ({ ...received(id), event: null });

/** The account reads what it is told as the record says. */
function readsAsTold(events: Readonly<Record<string, MessageEvent>> = {}): void {
	fakeKit.session.answers.ingest = ({ body }: { body: { record: { id: string } } }) => {
		const { id } = body.record;
		const event = events[id] ?? received(id).event;
		return [{ id: `waCr:message:${id}`, event, fresh: true }];
	};
}

const told = () => fakeKit.session.calls.filter(({ method }) => method === 'ingest');

describe('the trigger of WA.cr', () => {
	it('gives what came, the oldest first, as every trigger does', async () => {
		readsAsTold();
		fakeKit.swept = { received: { records: [received('1'), received('2')], cursor } };
		const items = await poll();
		expect(items?.map(({ json }) => json.text)).toEqual(['1', '2']);
		expect(items?.[0]?.json).toEqual({
			event: 'message',
			account: 'Shop',
			engine: 'waCr',
			messageId: 'wamid.1',
			timestamp: '2026-01-01T00:00:00.000Z',
			chat: { id: '919812345678@s.whatsapp.net', type: 'private' },
			from: { phone: '+919812345678', lid: null, name: null, isMe: false },
			type: 'text',
			text: '1',
			offline: false,
		});
		expect(fakeKit.released).toBe(1);
	});

	it('does not start the workflow when nothing came', async () => {
		expect(await poll()).toBeNull();
		expect(told()).toEqual([]);
	});

	it('tells everybody else who listens to the account, and reads choices with what it offered', async () => {
		const choice = { id: 'soup', title: 'Soup', index: 0, via: 'list' as const };
		readsAsTold({ 1: { ...(received('1').event as MessageEvent), event: 'choice', type: 'choice', choice } });
		fakeKit.swept = { received: { records: [received('1')], cursor } };
		const items = await poll();
		expect(items?.[0]?.json).toMatchObject({ event: 'choice', choice });
		expect(told()).toMatchObject([{ args: [{ body: { feed: 'received', record: { id: '1' } } }] }]);
	});

	it('goes on from where it was', async () => {
		const state = {};
		readsAsTold();
		fakeKit.swept = { received: { records: [received('1')], cursor } };
		await poll({}, { state });
		await poll({}, { state });
		expect(fakeKit.sweeps.map((request) => request.cursor)).toEqual([null, cursor]);
	});

	it('begins anew with another credential: what happened there before starts nothing', async () => {
		const state = { account: 'credential-of-before', cursors: { received: cursor } };
		await poll({}, { state });
		expect(fakeKit.sweeps.map((request) => request.cursor)).toEqual([null]);
		expect(state.account).toBe('credential-1');
	});

	it('writes down how far it is only when everything was handed on', async () => {
		const state = {};
		fakeKit.session.answers.ingest = () => {
			throw new KitError({ code: 'storage', what: 'The store is away.', next: 'Look after it.' });
		};
		fakeKit.swept = { received: { records: [received('1')], cursor } };
		await expect(poll({}, { state })).rejects.toMatchObject({ message: 'The store is away.' });
		expect(state).toEqual({});
		readsAsTold();
		expect(await poll({}, { state })).toHaveLength(1);
		expect(state).toEqual({ account: 'credential-1', cursors: { received: cursor } });
	});

	it('writes nothing down of one feed when the other fails', async () => {
		const state = {};
		readsAsTold();
		fakeKit.swept = {
			received: { records: [received('1')], cursor },
			contacts: new KitError({ code: 'refused', what: 'The API token lacks the scope "contacts:read".' }),
		};
		const parameters = { events: ['message', 'contactCreated'] };
		await expect(poll(parameters, { state })).rejects.toMatchObject({
			message: expect.stringContaining('contacts:read'),
		});
		expect(state).toEqual({});
	});

	it('asks only for what starts the workflow', async () => {
		await poll({ events: ['messageStatus'] });
		expect(fakeKit.sweeps.map(({ feed }) => feed)).toEqual(['statuses']);
	});

	it('leaves out what was not chosen', async () => {
		readsAsTold();
		fakeKit.swept = { received: { records: [received('1')], cursor } };
		expect(await poll({ events: ['choice'] })).toBeNull();
		expect(told()).toHaveLength(1);
	});

	it('passes on what it cannot read, in the words of WA.cr', async () => {
		fakeKit.session.answers.ingest = () => [{ id: 'waCr:message:1', event: null, fresh: true }];
		fakeKit.swept = { received: { records: [unread('1')], cursor } };
		expect((await poll())?.[0]?.json).toEqual({
			event: 'message',
			account: 'Shop',
			engine: 'waCr',
			record: { id: '1', message: '1' },
		});
	});

	it('gives new contacts without telling them to those who listen for messages', async () => {
		const contact = {
			id: 'waCr:contact:3',
			at: 5,
			body: null,
			event: null,
			record: { id: 3, firstname: 'Ada' },
		};
		fakeKit.swept = { contacts: { records: [contact], cursor } };
		const items = await poll({ events: ['contactCreated'] });
		expect(items?.[0]?.json).toMatchObject({ event: 'contactCreated', record: { id: 3, firstname: 'Ada' } });
		expect(told()).toEqual([]);
	});

	it('adds the record where it is asked for', async () => {
		readsAsTold();
		fakeKit.swept = { received: { records: [received('1')], cursor } };
		const items = await poll({ options: { includeRaw: true } });
		expect(items?.[0]?.json.raw).toEqual({ id: '1', message: '1' });
	});

	it('shows what came last when it is tested by hand, and counts nothing as known', async () => {
		const state = {};
		fakeKit.swept = { received: { records: [received('2'), received('1')], cursor } };
		const items = await poll({}, { state, mode: 'manual' });
		expect(items?.map(({ json }) => json.text)).toEqual(['2', '1']);
		expect(state).toEqual({});
		expect([told(), fakeKit.sweeps]).toEqual([[], []]);
	});
});

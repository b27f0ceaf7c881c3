import { openedWaCr, readFeed } from './wa-cr-feeds';
import { receivedMessage } from './record-page';

const NOW = Date.UTC(2026, 0, 1);
const world = openedWaCr();

describe('the lists of WA.cr', () => {
	it('are read a hundred at a time, newest first, to the last page', async () => {
		const { simulator } = world();
		simulator.messages = Array.from({ length: 230 }, (_, index) =>
			receivedMessage({ id: index, from: '919812345678', text: `${index}`, at: NOW + index * 1_000 }),
		);
		const pages = await readFeed(world(), 'received');
		expect(pages.map(({ length }) => length)).toEqual([100, 100, 30]);
		expect(pages[0]?.[0]).toMatchObject({ id: 'waCr:message:229', at: NOW + 229_000 });
		expect(simulator.requests[0]?.query).toEqual({
			sort: '-created_at',
			'filter[direction]': 'inbound',
			page: '1',
			per_page: '100',
		});
	});

	it('give messages as messages, with the number of whoever wrote', async () => {
		const { simulator } = world();
		simulator.messages = [
			receivedMessage({ id: 1, from: '919812345678', text: 'Namaste', at: NOW }),
			receivedMessage({ id: 2, from: '919812345678', text: 'Ours', at: NOW, _direction: 'outbound' }),
		];
		const [[record] = []] = await readFeed(world(), 'received');
		expect(record?.event).toMatchObject({
			event: 'message',
			messageId: 'wamid.in.1',
			timestamp: NOW,
			type: 'text',
			text: 'Namaste',
			from: { phone: '+919812345678', isMe: false },
			chat: { id: '919812345678@s.whatsapp.net', type: 'private' },
		});
	});

	it('give no message of somebody whose number they do not hold: an internal id is no number', async () => {
		const { simulator } = world();
		simulator.messages = [receivedMessage({ id: 1, from: '41', text: 'Namaste', at: NOW })];
		const [[record] = []] = await readFeed(world(), 'received');
		expect(record).toMatchObject({ id: 'waCr:message:1', event: null, record: { sender_id: '41' } });
	});

	it('give a file with its address', async () => {
		const { simulator } = world();
		const url = 'https://cdn.wa.example/media/bill.pdf?key=1';
		simulator.messages = [
			receivedMessage({ id: 1, from: '919812345678', text: 'The bill', at: NOW, type: 'document', url }),
		];
		const [[record] = []] = await readFeed(world(), 'received');
		expect(record?.event).toMatchObject({
			type: 'document',
			media: { mimeType: 'application/pdf', fileName: 'bill.pdf', caption: 'The bill', reference: url },
		});
	});

	it('give each status of a message of ours as another happening', async () => {
		const { simulator } = world();
		const ours = (status: string) =>
			receivedMessage({
				id: 7,
				from: '15550001000',
				text: 'Hello',
				at: NOW,
				status,
				receiver_id: '919812345678',
				_direction: 'outbound',
				updated_at: new Date(NOW + 5_000).toISOString(),
			});
		simulator.messages = [ours('sent')];
		const [[sent] = []] = await readFeed(world(), 'statuses');
		simulator.messages = [ours('read')];
		const [[read] = []] = await readFeed(world(), 'statuses');
		expect([sent?.id, read?.id]).toEqual(['waCr:status:7:sent', 'waCr:status:7:read']);
		expect(read).toMatchObject({
			at: NOW + 5_000,
			event: { event: 'messageStatus', status: 'read', chat: { id: '919812345678@s.whatsapp.net' } },
		});
	});

	it('give contacts as they are', async () => {
		const { simulator } = world();
		simulator.scopes = new Set(['contacts:read']);
		simulator.crm.contacts.records = [{ id: 3, firstname: 'Ada', created_at: new Date(NOW).toISOString() }];
		const [[record] = []] = await readFeed(world(), 'contacts');
		expect(record).toMatchObject({ id: 'waCr:contact:3', at: NOW, body: null, record: { firstname: 'Ada' } });
	});

	it.each([
		['contacts', 'contacts:read'],
		['received', 'messages:read'],
	] as const)('%s need the scope %s, and say so', async (feed, scope) => {
		const { simulator } = world();
		simulator.scopes = new Set();
		await expect(readFeed(world(), feed)).rejects.toMatchObject({
			reason: 'INSUFFICIENT_SCOPE',
			what: expect.stringContaining(`"${scope}"`) as string,
		});
	});

	it('that are no lists are an error, never the end of the feed', async () => {
		const { simulator } = world();
		const answer = { status: 200, body: { success: true, data: null } };
		simulator.failNext(/messages/u, { kind: 'answer', answer });
		await expect(readFeed(world(), 'received')).rejects.toMatchObject({ reason: 'noList' });
		simulator.failNext(/messages/u, { kind: 'text', status: 502, text: '<html>' });
		await expect(readFeed(world(), 'received')).rejects.toMatchObject({ code: 'notConnected' });
	});
});

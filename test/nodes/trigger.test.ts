import type { Subscriber } from '../../sessions/session';
import { settle } from '../fixtures/manual-clock';
import { until } from '../fixtures/until';
import { fakeKit } from './fake-kit';
import { startManual, startPublished, type Emitted } from './run-trigger';
import { envelope, messageEvent } from './sample-events';

jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'));

beforeEach(() => fakeKit.reset());

const production = 'workflow-1:trigger-1';

async function subscribed(id = production): Promise<Subscriber> {
	await until(() => fakeKit.session.subscribers.has(id));
	return fakeKit.session.subscribers.get(id)!;
}

async function manualSubscriber(): Promise<Subscriber> {
	const find = () => [...fakeKit.session.subscribers.values()].find(({ id }) => id.startsWith('manual:'));
	await until(() => find() !== undefined);
	return find()!;
}

describe('a published workflow', () => {
	it('is subscribed durably, under workflow and node', async () => {
		await startPublished();
		expect(await subscribed()).toMatchObject({ id: production, durable: true });
		expect(fakeKit.acquired[0]).toMatchObject({ id: 'credential-1', name: 'Shop', engine: 'web' });
	});

	it.each([
		['init', true],
		['update', true],
		['leadershipChange', true],
		['activate', false],
	] as const)('started by %s resumes what was pending: %p', async (activation, resume) => {
		await startPublished({ activation });
		expect((await subscribed()).resume).toBe(resume);
	});

	it('gets an event as an item, with a key that starts it once', async () => {
		const { emitted } = await startPublished();
		void (await subscribed()).deliver(envelope());
		await until(() => emitted.length === 1);
		expect(emitted[0]!.key).toBe(`${production}:message:c|p|A1`);
		expect(emitted[0]!.items).toEqual([
			{
				json: {
					event: 'message',
					account: 'Shop',
					engine: 'web',
					messageId: 'A1',
					timestamp: '2026-01-01T00:00:00.000Z',
					chat: { id: '5511987654321@s.whatsapp.net', type: 'private' },
					from: { phone: '+5511987654321', lid: '77@lid', name: 'Ana', isMe: false },
					type: 'text',
					text: 'Hello',
					offline: false,
				},
			},
		]);
	});

	it('is done with an event when its execution has ended, not before', async () => {
		const { emitted } = await startPublished();
		let done = false;
		const delivery = (await subscribed()).deliver(envelope()).then(() => (done = true));
		await until(() => emitted.length === 1);
		await settle();
		expect(done).toBe(false);
		emitted[0]!.done!.resolve({} as never);
		await delivery;
		expect(done).toBe(true);
	});

	it.each<[string, (done: NonNullable<Emitted['done']>) => void]>([
		['n8n knew the event already', (done) => done.resolve(undefined)],
		['the execution was cancelled', (done) => done.reject(new Error('cancelled'))],
	])('is done with an event when %s', async (_why, end) => {
		const { emitted } = await startPublished();
		const delivery = (await subscribed()).deliver(envelope());
		await until(() => emitted.length === 1);
		end(emitted[0]!.done!);
		await expect(delivery).resolves.toBeUndefined();
	});

	it('keeps an event pending that n8n did not take', async () => {
		await startPublished({
			onEmit: () => {
				throw new Error('database is down');
			},
		});
		await expect((await subscribed()).deliver(envelope())).rejects.toThrow('database is down');
	});

	it('asks for no promise on the engine that refuses them', async () => {
		const { emitted } = await startPublished({ engineType: 'v2' });
		await (await subscribed()).deliver(envelope());
		expect(emitted[0]).toMatchObject({ done: undefined, key: expect.any(String) });
	});

	it.each([
		[{}, undefined],
		[{ options: { includeRaw: true } }, { key: { id: 'A1' } }],
	])('with %j has the raw event %j', async (parameters, raw) => {
		const { emitted } = await startPublished({ parameters });
		void (await subscribed()).deliver(envelope());
		await until(() => emitted.length === 1);
		expect(emitted[0]!.items[0]!.json.raw).toEqual(raw);
	});

	it('is not started by what its filters leave out, and is done with that', async () => {
		const { emitted } = await startPublished({ parameters: { events: ['choice'], filters: {} } });
		await (await subscribed()).deliver(envelope());
		expect(emitted).toEqual([]);
	});
});

describe('a workflow that hears of the state of its number', () => {
	const events = ['sessionState'];
	const banned = { kind: 'banned', reason: 'WhatsApp blocks this number (403).' } as const;

	it('gets it as an item, with a key that starts it once', async () => {
		const { emitted } = await startPublished({ parameters: { events } });
		(await subscribed()).onState!(banned);
		expect(emitted[0]!.key).toMatch(/^workflow-1:trigger-1:sessionState:banned\|\d+$/);
		expect(emitted[0]!.items[0]!.json).toEqual({
			event: 'sessionState',
			account: 'Shop',
			engine: 'web',
			state: 'banned',
			previous: null,
			reason: banned.reason,
			text: expect.stringContaining('Blocked by WhatsApp'),
			next: expect.stringContaining('phone'),
			since: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
		});
	});

	it('does not hear messages it did not ask for', async () => {
		const { emitted } = await startPublished({ parameters: { events } });
		await (await subscribed()).deliver(envelope());
		expect(emitted).toEqual([]);
	});

	it('does not disturb the connection when n8n does not take it', async () => {
		const onEmit = (): never => {
			throw new Error('database is down');
		};
		await startPublished({ parameters: { events }, onEmit });
		const { onState } = await subscribed();
		expect(() => onState!(banned)).not.toThrow();
	});

	it('is the only one told', async () => {
		await startPublished();
		expect((await subscribed()).onState).toBeUndefined();
	});
});

describe('starting', () => {
	it('returns before the session is there', async () => {
		const { response } = await startPublished();
		expect(fakeKit.acquired).toEqual([]);
		await response.closeFunction!();
	});

	it('throws nothing when the session cannot be had, and is subscribed once it can', async () => {
		fakeKit.failures = [new Error('the store is locked')];
		const { errors } = await startPublished();
		await subscribed();
		expect(errors).toEqual([]);
		expect(fakeKit.acquired).toHaveLength(2);
	});

	it('twice for the same node leaves one subscriber, and closing the older one leaves it alone', async () => {
		const first = await startPublished();
		const before = await subscribed();
		const second = await startPublished();
		await until(() => fakeKit.session.subscribers.get(production) !== before);
		await first.response.closeFunction!();
		expect(fakeKit.session.subscribers.size).toBe(1);
		void (await subscribed()).deliver(envelope());
		await until(() => second.emitted.length === 1);
		expect(first.emitted).toEqual([]);
	});

	it.each([
		[{ text: { rule: { operator: 'regex', value: '(' } } }, /'Text'/],
		[{ senders: '+5511987654321, somebody' }, /'somebody'/],
	])('with filters %j is refused in words', async (filters, words) => {
		await expect(startPublished({ parameters: { filters } })).rejects.toThrow(words);
		expect(fakeKit.acquired).toEqual([]);
	});
});

describe('closing', () => {
	it('gives subscription and session back, once, however often it is called', async () => {
		const { response } = await startPublished();
		await subscribed();
		await settle();
		await response.closeFunction!();
		await response.closeFunction!();
		expect([fakeKit.session.unsubscribed, fakeKit.released]).toEqual([1, 1]);
	});

	it('before the session was there leaves nothing behind', async () => {
		const { response } = await startPublished();
		await response.closeFunction!();
		await settle();
		expect(fakeKit.session.subscribers.size).toBe(0);
		expect(fakeKit.acquired.length).toBe(fakeKit.released);
	});
});

describe('a test in the editor', () => {
	it('hears live events only and ends with the first one', async () => {
		const { response, firstItems } = await startManual();
		await response.manualTriggerFunction!();
		const subscriber = await manualSubscriber();
		expect(subscriber).toMatchObject({ durable: false, resume: false });
		await subscriber.deliver(envelope());
		expect((await firstItems)[0]![0]!.json).toMatchObject({ messageId: 'A1' });
		await response.closeFunction!();
		expect(fakeKit.session.subscribers.size).toBe(0);
	});

	it('and the published workflow both hear the same message', async () => {
		const published = await startPublished();
		const { firstItems } = await startManual();
		await subscribed();
		await manualSubscriber();
		for (const subscriber of fakeKit.session.subscribers.values()) void subscriber.deliver(envelope());
		await firstItems;
		await until(() => published.emitted.length === 1);
	});

	it('says why when the session cannot be had', async () => {
		const refusal = Object.assign(new Error('x'), {
			name: 'KitError',
			code: 'storage',
			what: 'The store cannot be read',
			next: 'Look.',
		});
		fakeKit.failures = [refusal];
		const { response, firstItems } = await startManual();
		await expect(firstItems).rejects.toMatchObject({
			message: 'The store cannot be read',
			description: 'Look.',
		});
		await response.closeFunction!();
	});
});

describe('the file of a message', () => {
	const withMedia = messageEvent({
		type: 'image',
		media: { mimeType: 'image/jpeg', fileName: null, size: 7, caption: null, reference: 'ref-1' },
	});
	const parameters = { options: { downloadMedia: true, binaryPropertyName: 'photo', maxSizeMb: 2 } };

	it('is fetched only when asked for', async () => {
		const { emitted } = await startPublished();
		void (await subscribed()).deliver(envelope(withMedia));
		await until(() => emitted.length === 1);
		expect(fakeKit.session.calls.map(({ method }) => method)).not.toContain('downloadMedia');
		expect(emitted[0]!.items[0]!.json.media).toMatchObject({ reference: 'ref-1' });
	});

	it('is put into the field named, within the size set', async () => {
		fakeKit.session.answers.downloadMedia = () => ({
			data: Buffer.from('picture'),
			mimeType: 'image/jpeg',
			fileName: null,
		});
		const { emitted } = await startPublished({ parameters });
		void (await subscribed()).deliver(envelope(withMedia));
		await until(() => emitted.length === 1);
		expect(fakeKit.session.request('downloadMedia')).toMatchObject({
			reference: 'ref-1',
			maxBytes: 2 * 1024 * 1024,
		});
		expect(emitted[0]!.items[0]!.binary!.photo).toMatchObject({ mimeType: 'image/jpeg' });
	});

	it('that cannot be fetched costs the file, not the message', async () => {
		fakeKit.session.answers.downloadMedia = () => {
			throw new Error('too large');
		};
		const { emitted } = await startPublished({ parameters });
		void (await subscribed()).deliver(envelope(withMedia));
		await until(() => emitted.length === 1);
		expect(emitted[0]!.items[0]).toMatchObject({ json: { messageId: 'A1', mediaError: 'too large' } });
	});

	it('is not fetched for a message the filters leave out', async () => {
		await startPublished({ parameters: { ...parameters, filters: { chats: 'group' } } });
		await (await subscribed()).deliver(envelope(withMedia));
		expect(fakeKit.session.calls.map(({ method }) => method)).not.toContain('downloadMedia');
	});
});

it('uses the credential as it is when it tries again', async () => {
	let reads = 0;
	fakeKit.failures = [new Error('wrong version')];
	await startPublished({ credentials: async () => ({ accountLabel: `read ${(reads += 1)}` }) });
	await subscribed();
	expect(fakeKit.acquired.map(({ name }) => name)).toEqual(['read 2', 'read 3']);
});

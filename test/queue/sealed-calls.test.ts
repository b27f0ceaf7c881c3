import { describeWithRedis } from '../fixtures/redis-server';
import { until } from '../fixtures/until';
import { ACCOUNT_ID, never, ProcessesOfOneN8n, type KitProcess } from './processes-of-one-n8n';

const KEY = 'a storage key of the credential';
const SAID = 'what the customer said';
const SENT = 'what the shop answered';
const FILE = Buffer.from('what stands in a small file');

describeWithRedis('what passes Redis', (redis) => {
	let n8n: ProcessesOfOneN8n;

	beforeEach(async () => {
		n8n = await ProcessesOfOneN8n.begin(redis().url);
	});

	afterEach(async () => {
		expect(n8n.server.overlaps).toBe(0);
		await n8n.dispose();
	});

	/** Links from a worker, sends a text and a file from it, hears a message in it; gives what Redis saw. */
	const overheard = async (storageKey: string): Promise<string> => {
		const watch = await redis().watch();
		const main = await n8n.start({}, { storageKey });
		await main.listen({ durable: true, id: 'first:node' });
		await until(async () => (await main.kit.lastKnown(ACCOUNT_ID)) !== null);
		const worker = await n8n.start({}, { storageKey });
		await n8n.link(worker);
		const { events, states } = await worker.listen({ durable: true, id: 'second:node' });
		await until(() => states.some(({ kind }) => kind === 'open'));
		await worker.send('key', SENT);
		const source = { type: 'binary', data: FILE, fileName: 'secret.txt', mimeType: 'text/plain' };
		const message = { kind: 'document', source };
		const to = { recipient: n8n.customer.digits };
		// No media host is trusted here: the file goes to the owner, and no further.
		await worker.session.send({ ...to, message, idempotencyKey: 'file' }).catch(() => undefined);
		await n8n.customer.say(n8n.shop, SAID);
		await events.waitFor(({ event }) => event.event === 'message' && event.text === SAID);
		expect(await worker.session.recentMessages({ limit: 1, signal: never })).toMatchObject([{ text: SAID }]);
		watch.stop();
		return watch.text();
	};
	const secrets = (): string[] => [SAID, SENT, FILE.toString('base64'), n8n.customer.digits, '"qr'];

	it('cannot be read when the credential has a storage key', async () => {
		const text = await overheard(KEY);
		expect(text).toContain('whatsapp-kit:');
		expect(secrets().filter((secret) => text.includes(secret))).toEqual([]);
		expect(text).not.toContain(KEY);
	});

	it('is readable when it has none, which is what the test before looks for', async () => {
		const text = (await overheard('')).replaceAll('\\"', '"');
		expect(secrets().filter((secret) => !text.includes(secret))).toEqual([]);
	});

	it.each([
		['another one', KEY, 'another key'],
		['none', KEY, ''],
		['one where the owner has none', '', KEY],
	])('is refused, and says why, when the calling process has %s', async (_case, ofOwner, ofWorker) => {
		const owner = await n8n.start({}, { storageKey: ofOwner });
		await owner.listen({ durable: true });
		await n8n.link(owner);
		const worker = await n8n.start({}, { storageKey: ofWorker });
		const sending = worker.send('key');
		await expect(sending).rejects.toMatchObject({
			code: 'storage',
			why: expect.stringContaining('Storage Key'),
		});
		expect((await owner.send('mine')).outcome).toBe('sent');
		await n8n.customer.idle();
		expect(n8n.customer.inbox.all.map(({ text }) => text)).toEqual(['text of mine']);
	});

	it('is worked on again as soon as the owner has the same storage key', async () => {
		const owner: KitProcess = await n8n.start();
		await owner.listen({ durable: true });
		await n8n.link(owner);
		const worker = await n8n.start({}, { storageKey: KEY });
		await expect(worker.send('key')).rejects.toMatchObject({ code: 'storage' });
		await owner.useStorageKey(KEY);
		await until(async () => (await worker.send('key').catch(() => undefined))?.outcome === 'sent', 10_000);
	});
});

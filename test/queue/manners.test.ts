import { describeWithRedis } from '../fixtures/redis-server';
import { until } from '../fixtures/until';
import { recordingLogger } from '../fixtures/quiet-logger';
import type { SessionStore } from '../../sessions/store';
import { openStore } from '../../storage/open-store';
import { ACCOUNT_ID, never, ProcessesOfOneN8n, type KitProcess } from './processes-of-one-n8n';

const words = {
	stop: ['STOP'],
	start: ['START'],
	stopReply: 'Goodbye',
	startReply: 'Welcome back',
	emit: false,
};

describeWithRedis('manners of a trigger in a process that does not hold the connection', (redis) => {
	let n8n: ProcessesOfOneN8n;
	let owner: KitProcess;
	let other: KitProcess;
	let store: SessionStore;

	beforeEach(async () => {
		n8n = await ProcessesOfOneN8n.begin(redis().url);
		owner = await n8n.start();
		await owner.listen({ durable: true, id: 'first:node' });
		await n8n.link(owner);
		other = await n8n.start();
		store = await openStore({ folder: n8n.folder, logger: recordingLogger() });
	});

	afterEach(async () => {
		expect(n8n.server.overlaps).toBe(0);
		expect(n8n.server.logins.all).toHaveLength(1);
		await store.close();
		await n8n.dispose();
	});

	const listening = async (manners: Parameters<KitProcess['listen']>[0]['manners']) => {
		const heard = await other.listen({ durable: true, id: 'second:node', manners });
		await until(() => heard.states.some(({ kind }) => kind === 'open'));
		return heard;
	};
	const says = async (text: string) => await n8n.customer.say(n8n.shop, text);
	const isShown = async (text: string) => await n8n.customer.waitFor((shown) => shown.text === text);
	const timesShown = (text: string) => n8n.customer.inbox.all.filter((shown) => shown.text === text).length;
	/** Resolves when this trigger is done with everything there is. */
	const isDone = async () =>
		await until(async () => (await store.pending(ACCOUNT_ID, 'second:node', 0, 100)).length === 0, 10_000);
	/** Resolves when the number has received it. */
	const isReceived = async (text: string) =>
		await until(async () => {
			const [last] = await owner.session.recentMessages({ limit: 1, signal: never });
			return last?.event === 'message' && last.text === text;
		});

	it('end messages and allow them again, each confirmed once and done with', async () => {
		await listening({ words });
		await says('STOP');
		await isShown('Goodbye');
		await expect(owner.send('refused')).rejects.toMatchObject({ reason: 'optedOut' });
		await expect(other.send('refused')).rejects.toMatchObject({ reason: 'optedOut' });
		await isDone();
		await says('START');
		await isShown('Welcome back');
		expect((await other.send('allowed')).outcome).toBe('sent');
		await isDone();
		expect([timesShown('Goodbye'), timesShown('Welcome back')]).toEqual([1, 1]);
	});

	it('answer once per period, pause after a human, and merge a burst into one item', async () => {
		const { events } = await listening({
			defaultMessage: { text: 'One moment', everyMs: 3_600_000 },
			humanPauseMs: 600_000,
			debounce: { quietMs: 300, longestMs: 5_000 },
		});
		await says('hello');
		await says('are you there?');
		await isShown('One moment');
		await isReceived('are you there?');
		await isDone();
		expect(timesShown('One moment')).toBe(1);
		await n8n.shop.say(n8n.customer, 'I take this one');
		await isReceived('I take this one');
		await isDone();
		await says('thank you');
		await isReceived('thank you');
		await isDone();
		// On a busy machine the first two may come too far apart to be one item.
		const people = events.all.filter(({ inboxSeq }) => inboxSeq !== null);
		const texts = people.map(({ event }) => ('text' in event ? event.text : event.event));
		expect(texts.join('\n')).toBe('hello\nare you there?\nI take this one');
	});
});

import { settle } from '../../fixtures/manual-clock';
import { ana, chat, group, PoliteWorld } from './polite-world';

const debounce = { quietMs: 5_000, longestMs: 20_000 };
const ben = { phone: '+447700900123', lid: null, name: 'Ben', isMe: false };

describe('merging a burst of messages', () => {
	let world: PoliteWorld;

	beforeEach(async () => (world = await new PoliteWorld().open()));
	afterEach(async () => await world.dispose());

	it('puts them out as one, once it is quiet', async () => {
		await world.listen({ debounce });
		for (const text of ['Hello', 'I have', 'a question']) {
			await world.say({ text });
			await world.clock.advance(4_999);
		}
		expect(world.heard).toEqual([]);
		await world.clock.advance(1);
		expect(world.heard).toHaveLength(1);
		expect(world.heard[0]).toMatchObject({
			id: 'burst:e1',
			event: {
				messageId: 'e3',
				text: 'Hello\nI have\na question',
				merged: [
					{ messageId: 'e1', text: 'Hello', type: 'text' },
					{ messageId: 'e2', text: 'I have' },
					{ messageId: 'e3', text: 'a question' },
				],
			},
		});
	});

	it('leaves a single message as it is', async () => {
		await world.listen({ debounce });
		await world.say({ text: 'only one' });
		await world.clock.advance(5_000);
		expect(world.heard).toMatchObject([{ id: 'e1', event: { messageId: 'e1', text: 'only one' } }]);
		expect(world.heard[0]!.event).not.toHaveProperty('merged');
	});

	it('does not wait longer than allowed for a burst to end', async () => {
		await world.listen({ debounce });
		for (let second = 0; second < 20; second += 1) {
			await world.say({ text: `${second}` });
			await world.clock.advance(1_000);
		}
		expect(world.heard).toHaveLength(1);
		expect(world.texts[0]!.split('\n')).toHaveLength(20);
	});

	it('keeps people and chats apart, and the file of a message', async () => {
		await world.listen({ debounce });
		const media = { mimeType: 'image/png', fileName: null, size: 1, caption: null, reference: 'r' };
		await world.say({ text: 'Ana here', chat: group });
		await world.say({ text: 'Ben here', chat: group, from: ben });
		await world.say({ text: 'Ana alone', chat });
		await world.say({ text: '', chat, type: 'image', media });
		await world.say({ text: 'see above', chat });
		await world.clock.advance(5_000);
		expect(world.texts.sort()).toEqual(['Ana alone\nsee above', 'Ana here', 'Ben here']);
		const merged = world.heard.find(({ event }) => 'merged' in event)!.event;
		expect(merged).toMatchObject({ media, merged: [{}, { type: 'image', media }, {}] });
	});

	it('lets a choice end the burst before it', async () => {
		await world.listen({ debounce });
		await world.say({ text: 'hm' });
		const choice = { id: 'a', title: 'A', index: 0, via: 'list' } as const;
		await world.say({ event: 'choice', type: 'choice', text: 'A', choice });
		await world.clock.advance(0);
		expect(world.heard.map(({ event }) => event.event).sort()).toEqual(['choice', 'message']);
	});

	it('loses nothing when the process dies before it is quiet', async () => {
		await world.listen({ debounce });
		await world.say({ text: 'one' });
		await world.say({ text: 'two' });
		await world.crash();
		await world.listen({ debounce });
		await world.clock.advance(5_000);
		expect(world.texts).toEqual(['one\ntwo']);
	});

	it('puts out the same again, under the same id, when the process dies before the workflow has ended', async () => {
		world.work = async () => await new Promise<void>(() => undefined);
		await world.listen({ debounce });
		await world.say({ text: 'one' });
		await world.say({ text: 'two' });
		await world.clock.advance(5_000);
		expect(world.heard.map(({ id }) => id)).toEqual(['burst:e1']);
		world.work = async () => undefined;
		await world.crash();
		await world.listen({ debounce });
		await world.say({ text: 'three' });
		await world.clock.advance(5_000);
		expect(world.heard.map(({ id }) => id).sort()).toEqual(['burst:e1', 'e3']);
		expect(world.texts.sort()).toEqual(['one\ntwo', 'three']);
		await world.clock.advance(60_000);
		await world.crash();
		await world.listen({});
		expect(world.heard).toEqual([]);
	});

	it('gives what it holds to the trigger that takes its place', async () => {
		await world.listen({ debounce });
		await world.say({ text: 'one' });
		await world.listen({ debounce });
		await world.clock.advance(5_000);
		expect(world.texts).toEqual(['one']);
		expect(world.logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
	});

	it('holds nothing and starts nothing after the trigger was closed', async () => {
		await world.listen({ debounce });
		await world.say({ text: 'one', from: ana });
		world.stopListening();
		await world.clock.advance(60_000);
		expect(world.heard).toEqual([]);
		await world.listen({});
		await settle();
		expect(world.texts).toEqual(['one']);
	});

	it('goes out at a hundred messages, however fast they come', async () => {
		await world.listen({ debounce });
		for (let n = 0; n < 100; n += 1) await world.say({ text: `${n}` });
		expect(world.heard).toHaveLength(1);
	});
});

import { chat, me, PoliteWorld } from './polite-world';

const MINUTE = 60_000;
const humanPauseMs = 30 * MINUTE;

describe('a chat somebody answers by hand', () => {
	let world: PoliteWorld;

	beforeEach(async () => (world = await new PoliteWorld().open()));
	afterEach(async () => await world.dispose());

	it('is left alone for the time chosen, other chats are not', async () => {
		await world.listen({ humanPauseMs, defaultMessage: { text: 'Hi', everyMs: 1 } });
		await world.say({ from: me, text: 'I take this one' });
		await world.say({ text: 'thanks' });
		await world.say({ text: 'me too', chat: { ...chat, id: '447700900123@s.whatsapp.net' }, from: other });
		expect(world.texts).toEqual(['I take this one', 'me too']);
		expect(world.sent).toEqual(['Hi']);
		await world.clock.advance(humanPauseMs);
		await world.say({ text: 'still there?' });
		expect(world.texts.at(-1)).toBe('still there?');
	});

	it('is known by the other name of the person, and after a restart', async () => {
		await world.listen({ humanPauseMs });
		await world.say({ from: me });
		await world.crash();
		await world.listen({ humanPauseMs });
		await world.say({ text: 'thanks', chat: { id: '77@lid', type: 'private' } });
		expect(world.texts).not.toContain('thanks');
	});

	it('is not one in which a workflow wrote', async () => {
		await world.listen({ humanPauseMs });
		const { messageId } = await world.send('by n8n');
		await world.say({ from: me, messageId });
		await world.say({ text: 'thanks' });
		expect(world.texts).toContain('thanks');
	});

	it('is not paused by what was written by hand long ago', async () => {
		await world.listen({ humanPauseMs });
		await world.say({ from: me, offline: true, timestamp: world.clock.now() - humanPauseMs });
		await world.say({ text: 'thanks' });
		expect(world.texts).toContain('thanks');
	});
});

const other = { phone: '+447700900123', lid: null, name: 'Ben', isMe: false };

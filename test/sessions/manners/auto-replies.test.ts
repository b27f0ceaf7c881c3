import type { Manners } from '../../../sessions/manners/manners';
import { ana, group, me, PoliteWorld } from './polite-world';

const HOUR = 3_600_000;
const defaultMessage = { text: '{Hi|Hello} [name]', everyMs: 24 * HOUR };
/** Monday to Friday, nine to five, in UTC; the world begins on a Monday at noon. */
const active = { days: [1, 2, 3, 4, 5], fromMinute: 540, toMinute: 1_020, timeZone: 'UTC' };

describe('automatic replies', () => {
	let world: PoliteWorld;

	beforeEach(async () => (world = await new PoliteWorld().open()));
	afterEach(async () => await world.dispose());

	it('greet at most once per chat and period, and the workflow hears everything', async () => {
		await world.listen({ defaultMessage });
		for (const text of ['one', 'two']) await world.say({ text });
		await world.say({
			text: 'three',
			from: { ...ana, phone: null },
			chat: { id: '77@lid', type: 'private' },
		});
		expect(world.sent).toEqual(['Hi Ana']);
		expect(world.texts).toEqual(['one', 'two', 'three']);
		await world.clock.advance(24 * HOUR);
		await world.say({ text: 'the next day' });
		expect(world.sent).toEqual(['Hi Ana', 'Hi Ana']);
	});

	it('are remembered over a restart', async () => {
		await world.listen({ defaultMessage });
		await world.say({ text: 'one' });
		await world.crash();
		await world.listen({ defaultMessage });
		await world.say({ text: 'two' });
		expect(world.sent).toEqual([]);
	});

	it('go out once when the process dies before the workflow has ended', async () => {
		world.work = async () => await new Promise<void>(() => undefined);
		await world.listen({ defaultMessage });
		await world.say({ text: 'one' });
		expect(world.sent).toEqual(['Hi Ana']);
		world.work = async () => undefined;
		await world.crash();
		await world.listen({ defaultMessage });
		expect(world.texts).toEqual(['one']);
		expect(world.sent).toEqual([]);
	});

	it.each<[string, Parameters<PoliteWorld['say']>[0]]>([
		['ourselves', { from: me }],
		['a group', { chat: group }],
		['a broadcast', { chat: { id: 'status@broadcast', type: 'broadcast' } }],
		['a channel', { chat: { id: '120363@newsletter', type: 'channel' } }],
	])('never answer %s', async (_whom, said) => {
		await world.listen({ defaultMessage });
		await world.say(said);
		expect(world.sent).toEqual([]);
		expect(world.heard).toHaveLength(1);
	});

	it('answer nothing the workflow does not hear', async () => {
		await world.listen({ defaultMessage, hears: () => false });
		await world.say({});
		expect(world.sent).toEqual([]);
	});

	it.each([
		[true, ['Hi Ana'], 1],
		[false, [], 0],
	])('with "reply to groups" %p', async (replyToGroups, sent, heard) => {
		await world.listen({ defaultMessage, replyToGroups });
		await world.say({ chat: group });
		expect(world.sent).toEqual(sent);
		expect(world.heard).toHaveLength(heard);
	});

	it('that cannot be sent do not keep the message from the workflow', async () => {
		await world.listen({ defaultMessage: { ...defaultMessage, text: 'x'.repeat(5_000) } });
		await world.say({ text: 'one' });
		expect(world.texts).toEqual(['one']);
		expect(world.logger.lines.map(({ message }) => message)).toContain(
			'An automatic WhatsApp reply was not sent',
		);
	});

	describe('outside the active hours', () => {
		const hours: Manners['hours'] = { active, reply: { text: 'Closed', everyMs: 24 * HOUR }, emit: false };

		it('say so once and start nothing; inside they say nothing', async () => {
			await world.listen({ hours, defaultMessage });
			await world.say({ text: 'inside' });
			await world.clock.advance(6 * HOUR);
			await world.say({ text: 'late' });
			await world.say({ text: 'very late' });
			expect(world.sent).toEqual(['Hi Ana', 'Closed']);
			expect(world.texts).toEqual(['inside']);
			await world.clock.advance(15 * HOUR);
			await world.say({ text: 'the next morning' });
			expect(world.texts).toEqual(['inside', 'the next morning']);
		});

		it('let messages through marked when that was chosen', async () => {
			await world.listen({ hours: { active, emit: true } });
			await world.clock.advance(6 * HOUR);
			await world.say({ text: 'late' });
			expect(world.heard[0]!.event).toMatchObject({ text: 'late', outsideHours: true });
			expect(world.sent).toEqual([]);
		});
	});
});

describe('what came while n8n was away', () => {
	let world: PoliteWorld;

	beforeEach(async () => (world = await new PoliteWorld().open()));
	afterEach(async () => await world.dispose());

	it('is left out when it is older than allowed, and never asked for again', async () => {
		await world.listen({ maxAgeMs: 10 * 60_000 });
		const now = world.clock.now();
		await world.say({ text: 'old', offline: true, timestamp: now - 10 * 60_000 - 1 });
		await world.say({ text: 'young', offline: true, timestamp: now - 10 * 60_000 });
		await world.say({ text: 'live, by a phone with a wrong clock', timestamp: 0 });
		expect(world.texts).toEqual(['young', 'live, by a phone with a wrong clock']);
		await world.crash();
		await world.listen({});
		expect(world.heard).toEqual([]);
	});

	it('is also what came before a crash', async () => {
		world.work = async () => await new Promise<void>(() => undefined);
		await world.listen({ maxAgeMs: 10 * 60_000 });
		await world.say({ text: 'never finished' });
		await world.clock.advance(11 * 60_000);
		await world.crash();
		await world.listen({ maxAgeMs: 10 * 60_000 });
		expect(world.heard).toEqual([]);
	});
});

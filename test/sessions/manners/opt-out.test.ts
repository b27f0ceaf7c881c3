import { saidWord } from '../../../sessions/manners/opt-out-words';
import { settle } from '../../fixtures/manual-clock';
import { policyOf } from '../governor/policies';
import { ana, group, PoliteWorld } from './polite-world';

const words = { stop: ['STOP', 'Não quero'], start: ['START'], emit: false };

describe('a word that ends messages', () => {
	it.each(['stop', ' Stop. ', '"STOP!"', 'não  QUERO', '🛑 stop 🛑'])('is heard in %j', (text) => {
		expect(saidWord(text, words)).toEqual({ blocks: true, word: text.trim() });
	});

	it.each(['stop it', 'non-stop', '', '...', 'nao quero', 'STOP '.repeat(40)])('is not in %j', (text) => {
		expect(saidWord(text, words)).toBeUndefined();
	});

	it('allows them again', () => {
		expect(saidWord('start', words)).toEqual({ blocks: false, word: 'start' });
	});
});

describe('opting out', () => {
	let world: PoliteWorld;

	beforeEach(async () => (world = await new PoliteWorld().open()));
	afterEach(async () => await world.dispose());

	it('refuses every send to that person, with when and why, until they allow it again', async () => {
		await world.listen({ words });
		await world.send('before');
		await world.say({ text: 'Stop' });
		await expect(world.send('after')).rejects.toMatchObject({
			code: 'refused',
			reason: 'optedOut',
			why: 'They wrote "Stop" on 2026-01-05T12:00:00.000Z.',
		});
		await world.send('somebody else', '+49 151 23456789');
		await world.say({ text: 'start' });
		await world.send('after');
		expect(world.sent).toEqual(['before', 'somebody else', 'after']);
		expect(world.heard).toEqual([]);
	});

	it('holds for every name of that person', async () => {
		await world.listen({ words });
		await world.say({ text: 'STOP', chat: { id: '77@lid', type: 'private' } });
		await expect(world.send('by number')).rejects.toMatchObject({ code: 'refused' });
	});

	it('holds over a restart', async () => {
		await world.listen({ words });
		await world.say({ text: 'STOP' });
		await world.crash();
		await expect(world.send('after')).rejects.toMatchObject({ code: 'refused' });
	});

	it('is confirmed, past the block', async () => {
		await world.listen({ words: { ...words, stopReply: 'Goodbye [name]', startReply: 'Welcome back' } });
		await world.say({ text: 'STOP' });
		expect(world.sent).toEqual(['Goodbye Ana']);
		await world.say({ text: 'START' });
		expect(world.sent).toEqual(['Goodbye Ana', 'Welcome back']);
	});

	it('is lifted and set by hand, and says so', async () => {
		await world.listen({ words });
		await world.say({ text: 'STOP' });
		const person = { recipient: '+49 1522 2222222' };
		const never = new AbortController().signal;
		expect(await world.session.getOptOut(person, never)).toEqual({
			chatId: '4915222222222@s.whatsapp.net',
			phone: '+4915222222222',
			optedOut: true,
			since: '2026-01-05T12:00:00.000Z',
			word: 'STOP',
		});
		const set = async (optedOut: boolean) =>
			await world.session.setOptOut({ recipient: person, optedOut, signal: never });
		expect(await set(false)).toMatchObject({ optedOut: false, since: null, word: null });
		await world.send('allowed again');
		expect(await set(true)).toMatchObject({ optedOut: true, word: null });
		await expect(world.send('blocked')).rejects.toMatchObject({ reason: 'optedOut' });
		await world.say({ text: 'START' });
		await world.send('they want it');
		expect(world.sent).toEqual(['allowed again', 'they want it']);
	});

	it('is told to a workflow that wants to know', async () => {
		await world.listen({ words: { ...words, emit: true } });
		await world.say({ text: 'STOP' });
		await world.say({ text: 'START' });
		expect(world.heard.map(({ event }) => event)).toMatchObject([
			{ text: 'STOP', optOut: 'blocked' },
			{ text: 'START', optOut: 'unblocked' },
		]);
	});

	it('is not what somebody says in a group, or we say ourselves', async () => {
		await world.listen({ words });
		await world.say({ text: 'STOP', chat: group });
		await world.say({ text: 'STOP', from: { ...ana, isMe: true } });
		await world.send('still allowed');
		expect(world.texts).toEqual(['STOP', 'STOP']);
	});
});

describe('opting out while a message waits for the limits', () => {
	const other = '+49 151 23456789';
	let world: PoliteWorld;

	beforeEach(async () => {
		world = await new PoliteWorld(policyOf({ perMinute: 1 })).open();
		await world.listen({ words });
		await world.send('first', other);
	});
	afterEach(async () => await world.dispose());

	it('refuses it when its turn comes, and gives back its place and its key', async () => {
		const waiting = world.send('waited');
		const failing = expect(waiting).rejects.toMatchObject({ code: 'refused', reason: 'optedOut' });
		await settle();
		await world.say({ text: 'STOP' });
		await world.clock.advance(60_000);
		await failing;
		await world.send('in its place', other);
		await world.say({ text: 'START' });
		await world.clock.advance(60_000);
		await world.send('waited');
		expect(world.sent).toEqual(['first', 'in its place', 'waited']);
	});

	it('lets it go when the person allows messages again in time', async () => {
		const waiting = world.send('waited');
		await settle();
		await world.say({ text: 'STOP' });
		await world.say({ text: 'START' });
		await world.clock.advance(60_000);
		expect(await waiting).toMatchObject({ outcome: 'sent', waitedMs: 60_000 });
	});

	it('refuses what a process that died meanwhile had left waiting', async () => {
		void world.send('waited').catch(() => undefined);
		await settle();
		await world.say({ text: 'STOP' });
		await world.crash();
		await world.listen({ words });
		await world.clock.advance(60_000);
		await expect(world.send('waited')).rejects.toMatchObject({ code: 'refused', reason: 'optedOut' });
		expect(world.sent).toEqual([]);
	});
});

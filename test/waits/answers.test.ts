import type { KitStore } from '../../storage/kit-store';
import { temporaryStore } from '../fixtures/temporary-store';
import { until } from '../fixtures/until';
import { CHAT, MINUTE, START } from './a-wait';
import { picked, WaitWorld, written } from './wait-world';

const GROUP = { chat: { id: '1203@g.us', type: 'group' } } as const;
const BEN = { phone: '+4915188776655', lid: '77665544332211@lid', name: 'Ben', isMe: false };
const DESK = { executionId: '7', nodeId: 'n' };

let opened: Awaited<ReturnType<typeof temporaryStore>>;
let world: WaitWorld;

beforeEach(async () => {
	opened = await temporaryStore();
	world = new WaitWorld(opened.store as KitStore);
});
afterEach(async () => {
	await world.keeper.close();
	await opened.dispose();
});

/** What the execution that was told goes on with. */
const wokenWith = async (call = 0): Promise<unknown> => {
	const { waitId, proof } = world.calls[call]!;
	return await world.waits.woken({ waitId, proof, ...DESK });
};
const called = async (times: number): Promise<void> => await until(() => world.calls.length >= times);
const status = async (id: string): Promise<unknown> => (await world.store.waits.find('account', id))?.status;

test('a pick wakes the execution once, with the choice and who made it', async () => {
	const { wait } = await world.ask({ approveId: 'yes' });
	await world.hear(picked('yes'));
	await world.hear(picked('no'));
	await called(1);
	expect(await wokenWith()).toEqual({
		kind: 'ended',
		question: expect.objectContaining({ messageId: 'question-1', chatId: CHAT }),
		answer: { kind: 'message', approved: true, event: picked('yes') },
	});
	expect(world.said).toEqual(['Thanks', 'Too late']);
	await until(async () => (await world.store.waits.find('account', wait.id))?.resumedAt !== null);
	await world.clock.advance(MINUTE);
	expect(world.calls).toHaveLength(1);
});

test('another option than the one that approves does not approve', async () => {
	await world.ask({ approveId: 'yes' });
	await world.hear(picked('no'));
	await called(1);
	expect(await wokenWith()).toMatchObject({ answer: { approved: false } });
});

test('of 50 taps at once one counts, and each of the others is told', async () => {
	await world.ask();
	const taps = Array.from(
		{ length: 50 },
		async (_, index) => await world.hear(picked(`row ${index}`), `e${index}`),
	);
	await Promise.all(taps);
	await called(1);
	expect(world.said.filter((text) => text === 'Thanks')).toHaveLength(1);
	expect(world.said.filter((text) => text === 'Too late')).toHaveLength(49);
	await world.clock.advance(MINUTE);
	expect(world.calls).toHaveLength(1);
});

test('an option that was not offered, and a pick of another question, are no answer', async () => {
	const { wait } = await world.ask();
	const choice = { id: 'x', title: 'x', index: -1, via: 'list', messageId: 'question-1' } as const;
	await world.hear(picked('x', 'question-1', { choice }));
	await world.hear(picked('x', 'another'));
	await world.hear(written('what?'));
	expect([await status(wait.id), world.said]).toEqual(['open', []]);
});

test('what somebody writes answers a question for text, the last one that was asked', async () => {
	const first = await world.ask({ accepts: 'text' });
	const second = await world.ask({ accepts: 'text' });
	await world.hear(written('Blue'));
	expect([await status(first.wait.id), await status(second.wait.id)]).toEqual(['open', 'answered']);
	const quoted = { messageId: 'question-1', from: null, text: null };
	await world.hear(written('Red', { quoted }));
	expect(await status(first.wait.id)).toBe('answered');
	await world.hear(written('Green'));
	expect(world.said).toEqual(['Thanks', 'Thanks']);
	await world.hear(written('Greener', { quoted }));
	expect(world.said).toEqual(['Thanks', 'Thanks', 'Too late']);
});

test('a number that also means an option of an older list is the text that was asked for', async () => {
	await world.ask();
	const { wait } = await world.ask({ accepts: 'text' });
	const choice = { id: 'b', title: 'b', index: 1, via: 'number', messageId: 'older' } as const;
	await world.hear(picked('2', 'older', { choice }));
	expect(await status(wait.id)).toBe('answered');
	const third = await world.ask({ accepts: 'text' });
	await world.hear(picked('tapped', 'older'));
	expect(await status(third.wait.id)).toBe('open');
});

test('a file answers a question for files, and words do not', async () => {
	const media = { mimeType: 'image/png', fileName: null, size: 9, caption: null, reference: 'r' };
	const { wait } = await world.ask({ accepts: 'media' });
	await world.hear(written('here'));
	expect(await status(wait.id)).toBe('open');
	await world.hear(written('', { type: 'image', media }));
	await called(1);
	expect(await wokenWith()).toMatchObject({ answer: { approved: null, event: { media } } });
	const { wait: anything } = await world.ask({ accepts: 'any' });
	await world.hear(written('', { type: 'sticker' }));
	expect(await status(anything.id)).toBe('open');
	await world.hear(written('', { type: 'image', media, messageId: 'second' }));
	expect(await status(anything.id)).toBe('answered');
});

test('own messages, other chats and what was written before it was asked are no answer', async () => {
	const { wait } = await world.ask({ accepts: 'text' });
	await world.hear(written('a', { from: { ...BEN, isMe: true } }));
	await world.hear(written('b', { chat: { id: '49@s.whatsapp.net', type: 'private' }, from: BEN }));
	await world.hear(written('c', { offline: true, timestamp: START - 60_000 }));
	expect(await status(wait.id)).toBe('open');
	await world.hear(written('d', { offline: true }));
	expect(await status(wait.id)).toBe('answered');
});

test('in a private chat that WhatsApp gives another name the number tells whose it is', async () => {
	const { wait } = await world.ask({ accepts: 'text' });
	await world.hear(written('Blue', { chat: { id: '12@lid', type: 'private' } }));
	expect(await status(wait.id)).toBe('answered');
});

test('who may not answer is told so for a tap, and not for every word in the group', async () => {
	const chat = { request: { recipient: GROUP.chat.id, message: {} } };
	world.chat = { chatId: GROUP.chat.id, phone: null, lid: null };
	const { wait } = await world.ask({ ...chat, responders: ['+55 11 98765-4321', '99887766554433@lid'] });
	const text = await world.ask({ ...chat, accepts: 'text', responders: ['99887766554433@lid'] });
	await world.hear(picked('no', 'question-1', { ...GROUP, from: BEN }), 'tap of Ben');
	await world.hear(written('by the way', { ...GROUP, from: BEN }));
	await world.hear(
		picked('no', 'question-1', { ...GROUP, from: { ...BEN, phone: null, lid: null } }),
		'nobody',
	);
	expect([await status(wait.id), await status(text.wait.id)]).toEqual(['open', 'open']);
	expect(world.said).toEqual(['Not you', 'Not you']);
	await world.hear(picked('yes', 'question-1', GROUP), 'tap of Ana');
	await world.hear(written('me', { ...GROUP, from: { ...BEN, phone: null, lid: '99887766554433@lid' } }));
	expect([await status(wait.id), await status(text.wait.id)]).toEqual(['answered', 'answered']);
});

test('an answer that comes while the question is still leaving counts', async () => {
	let heard: Promise<void> | undefined;
	world.sending = async () => {
		heard = world.hear(picked('yes'));
		await Promise.resolve();
	};
	const { wait } = await world.ask();
	await until(async () => {
		await world.clock.advance(1_000);
		return (await status(wait.id)) === 'answered';
	});
	await heard;
});

test('a question that could not be sent leaves nothing behind', async () => {
	world.sending = async () => await Promise.reject(new Error('refused'));
	await expect(world.ask()).rejects.toThrow('refused');
	expect(await world.store.waits.pending('account', 10)).toEqual([]);
});

test('what is wrong with a question is said before anything leaves', async () => {
	await expect(world.ask({ waitMs: 31 * 24 * 60 * MINUTE })).rejects.toMatchObject({ code: 'invalidInput' });
	await expect(world.ask({ waitMs: Number.NaN })).rejects.toMatchObject({ code: 'invalidInput' });
	await expect(world.ask({ responders: ['1203@g.us'] })).rejects.toMatchObject({ code: 'invalidInput' });
	expect(world.sends).toEqual([]);
});

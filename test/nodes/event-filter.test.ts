import type { IncomingEvent, IncomingEventName } from '../../messages/incoming';
import { wants, type EventFilter } from '../../nodes/WhatsAppKitTrigger/event-filter';
import { ana, messageEvent } from './sample-events';

const all: EventFilter = {
	events: new Set<IncomingEventName>(['message', 'choice', 'messageStatus', 'reaction', 'edited', 'deleted']),
	chats: 'all',
	ignoreOwn: true,
};

const base = { messageId: 'A1', timestamp: 0, chat: messageEvent().chat, from: ana };
const reaction: IncomingEvent = { ...base, event: 'reaction', emoji: '👍', targetId: 'B' };
const edited: IncomingEvent = { ...base, event: 'edited', text: 'New menu', targetId: 'B' };
const deleted: IncomingEvent = { ...base, event: 'deleted', targetId: 'B' };
const status: IncomingEvent = {
	...base,
	event: 'messageStatus',
	status: 'read',
	from: { ...ana, isMe: true },
};
const choice = messageEvent({ event: 'choice', type: 'choice', text: 'Lasagne' });
const group = { id: '1@g.us', type: 'group' as const };

describe('without filters', () => {
	it.each([messageEvent(), choice, reaction, edited, deleted, status])(
		'$event passes when it is asked for',
		(event) => {
			expect(wants(all, event)).toBe(true);
			expect(wants({ ...all, events: new Set() }, event)).toBe(false);
		},
	);
});

describe('the kind of chat', () => {
	it.each([
		['all', true, true],
		['private', true, false],
		['group', false, true],
	] as const)('%s', (chats, inPrivate, inGroup) => {
		expect(wants({ ...all, chats }, messageEvent())).toBe(inPrivate);
		expect(wants({ ...all, chats }, messageEvent({ chat: group }))).toBe(inGroup);
	});
});

describe('own messages', () => {
	const own = messageEvent({ from: { ...ana, isMe: true } });

	it('are left out unless wanted', () => {
		expect(wants(all, own)).toBe(false);
		expect(wants({ ...all, ignoreOwn: false }, own)).toBe(true);
	});

	it('keep telling their status, which is always about a message of our own', () => {
		expect(wants(all, status)).toBe(true);
	});
});

describe('senders', () => {
	const onlyAna = { ...all, senders: ['551187654321', '5@lid'] };

	it('are the only ones heard', () => {
		expect(wants(onlyAna, messageEvent())).toBe(true);
		expect(wants(onlyAna, messageEvent({ from: { ...ana, phone: '+5511987654322' } }))).toBe(false);
	});

	it('whose number is hidden are heard by their LID alone', () => {
		expect(wants(onlyAna, messageEvent({ from: { ...ana, phone: null, lid: '5@lid' } }))).toBe(true);
		expect(wants(onlyAna, messageEvent({ from: { ...ana, phone: null, lid: '6@lid' } }))).toBe(false);
		expect(wants(onlyAna, messageEvent({ from: { ...ana, phone: null, lid: null } }))).toBe(false);
	});

	it('do not hide the status of our own messages', () => {
		expect(wants({ ...all, senders: ['1'] }, status)).toBe(true);
	});
});

describe('the text', () => {
	const menu = { ...all, matchesText: (text: string) => text.includes('menu') };

	it('is asked of messages, choices and edits', () => {
		expect(wants(menu, messageEvent({ text: 'the menu' }))).toBe(true);
		expect(wants(menu, messageEvent({ text: 'Hello' }))).toBe(false);
		expect(wants(menu, choice)).toBe(false);
		expect(wants(menu, edited)).toBe(true);
	});

	it('is not asked of what has none', () => {
		expect(wants(menu, reaction)).toBe(true);
		expect(wants(menu, deleted)).toBe(true);
		expect(wants(menu, status)).toBe(true);
	});
});

describe('kinds of messages', () => {
	const images = { ...all, kinds: new Set(['image']) };

	it('narrow down messages', () => {
		expect(wants(images, messageEvent({ type: 'image' }))).toBe(true);
		expect(wants(images, messageEvent({ type: 'text' }))).toBe(false);
	});

	it('leave choices alone', () => {
		expect(wants(images, choice)).toBe(true);
	});
});

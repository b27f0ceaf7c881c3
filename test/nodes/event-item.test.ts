import type { IncomingEvent } from '../../messages/incoming';
import { deduplicationKey } from '../../nodes/shared/deduplication-key';
import { eventItem } from '../../nodes/shared/event-item';
import { ana, messageEvent } from './sample-events';

const source = { account: 'Shop', engine: 'web' };

describe('the item of an event', () => {
	it('has the fixed names, and nothing undefined', () => {
		const item = eventItem(
			messageEvent({
				event: 'choice',
				type: 'choice',
				text: 'Lasagne',
				choice: { id: 'las', title: 'Lasagne', index: 0, via: 'poll' },
				quoted: undefined,
				chat: { id: '1@g.us', type: 'group', name: undefined },
			}),
			source,
		);
		expect(item).toStrictEqual({
			event: 'choice',
			account: 'Shop',
			engine: 'web',
			messageId: 'A1',
			timestamp: '2026-01-01T00:00:00.000Z',
			chat: { id: '1@g.us', type: 'group' },
			from: ana,
			type: 'choice',
			text: 'Lasagne',
			choice: { id: 'las', title: 'Lasagne', index: 0, via: 'poll' },
			offline: false,
		});
	});

	const base = { messageId: 'A1', timestamp: 0, chat: messageEvent().chat, from: ana };
	it.each<[IncomingEvent, object]>([
		[
			{ ...base, event: 'messageStatus', status: 'failed', error: 'refused' },
			{ status: 'failed', error: 'refused' },
		],
		[
			{ ...base, event: 'reaction', emoji: '', targetId: 'B' },
			{ emoji: '', targetId: 'B' },
		],
		[
			{ ...base, event: 'edited', text: 'New', targetId: 'B' },
			{ text: 'New', targetId: 'B' },
		],
		[{ ...base, event: 'deleted', targetId: 'B' }, { targetId: 'B' }],
	])('of $event carries what belongs to it', (event, own) => {
		expect(eventItem(event, source)).toMatchObject({ event: event.event, messageId: 'A1', ...own });
	});

	it('survives being written as JSON unchanged', () => {
		const media = { mimeType: 'image/png', fileName: null, size: null, caption: 'Look', reference: 'r' };
		const item = eventItem(messageEvent({ type: 'image', media, mentions: ['1@lid'] }), source);
		expect(JSON.parse(JSON.stringify(item))).toStrictEqual(item);
	});
});

describe('the key of an event', () => {
	it('tells workflow, node and event apart', () => {
		const keys = [
			deduplicationKey('w', 'n', 'e'),
			deduplicationKey('w', 'm', 'e'),
			deduplicationKey('v', 'n', 'e'),
			deduplicationKey('w', 'n', 'f'),
		];
		expect(new Set(keys).size).toBe(4);
		expect(keys[0]).toBe('w:n:e');
	});

	it("never outgrows n8n's column, and stays different and the same", () => {
		const long = (end: string) =>
			deduplicationKey('w'.repeat(36), 'n'.repeat(36), `message:${'x'.repeat(300)}${end}`);
		expect(long('a').length).toBeLessThanOrEqual(255);
		expect(long('a')).not.toBe(long('b'));
		expect(long('a')).toBe(long('a'));
	});
});

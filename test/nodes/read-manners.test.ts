import type { INodeParameters } from 'n8n-workflow';
import type { Subscriber } from '../../sessions/session';
import { until } from '../fixtures/until';
import { fakeKit } from './fake-kit';
import { startManual, startPublished } from './run-trigger';
import { messageEvent } from './sample-events';

jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'));

beforeEach(() => fakeKit.reset());

async function subscriberWith(parameters: INodeParameters): Promise<Subscriber> {
	await startPublished({ parameters });
	await until(() => fakeKit.session.subscribers.size === 1);
	return [...fakeKit.session.subscribers.values()][0]!;
}

describe('the manners of a trigger', () => {
	it('are none when none was added', async () => {
		expect((await subscriberWith({})).manners).toBeUndefined();
	});

	it('are read with what the fields leave out', async () => {
		const { manners } = await subscriberWith({
			filters: { chats: 'private' },
			manners: {
				activeHours: { hours: { from: '22:30', to: '00:00', timeZone: 'Asia/Tokyo', reply: ' Closed ' } },
				debounceSeconds: 3,
				defaultMessage: { message: { text: 'Hi [name]', everyHours: 2 } },
				humanPauseMinutes: 10,
				maxAgeMinutes: 0,
				optOut: { words: { stopWords: 'STOP, Basta', stopReply: 'Bye' } },
				replyToGroups: false,
			},
		});
		expect(manners).toMatchObject({
			hours: {
				active: { days: [1, 2, 3, 4, 5], fromMinute: 1_350, toMinute: 1_440, timeZone: 'Asia/Tokyo' },
				reply: { text: 'Closed', everyMs: 24 * 3_600_000 },
				emit: false,
			},
			debounce: { quietMs: 3_000, longestMs: 60_000 },
			defaultMessage: { text: 'Hi [name]', everyMs: 2 * 3_600_000 },
			humanPauseMs: 600_000,
			words: { stop: ['STOP', 'Basta'], start: ['START'], stopReply: 'Bye', emit: false },
			replyToGroups: false,
		});
		expect(manners!.maxAgeMs).toBeUndefined();
		expect(manners!.hears(messageEvent())).toBe(true);
		expect(manners!.hears(messageEvent({ chat: { id: 'g@g.us', type: 'group' } }))).toBe(false);
	});

	it.each<[INodeParameters, RegExp]>([
		[{ activeHours: { hours: { from: '9' } } }, /'9'.*time of day/],
		[{ activeHours: { hours: { to: '24:30' } } }, /'24:30'/],
		[{ activeHours: { hours: { timeZone: 'Mars' } } }, /'Mars'.*time zone/],
		[{ activeHours: { hours: { days: [] } } }, /at least one day/],
		[{ optOut: { words: { stopWords: ' , ' } } }, /stop word/],
		[{ debounceSeconds: -1 }, /above 0/],
	])('that cannot be used are refused in words: %j', async (manners, words) => {
		await expect(startPublished({ parameters: { manners } })).rejects.toThrow(words);
	});

	it('do not stand between a test in the editor and what comes', async () => {
		await startManual({ parameters: { manners: { replyToGroups: false } } });
		await until(() => fakeKit.session.subscribers.size === 1);
		expect([...fakeKit.session.subscribers.values()][0]!.manners).toBeUndefined();
	});
});

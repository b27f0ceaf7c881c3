import { KitError } from '../../../messages/kit-error';
import { limitedRecipient } from '../../../sessions/governor/governor';
import { settle } from '../../fixtures/manual-clock';
import { told } from '../../fixtures/told';
import { governorOver, reservation } from './governor-world';
import { person, policyOf } from './policies';

const refused = (reason?: string) =>
	({ outcome: 'refused', error: new KitError({ code: 'refused', what: 'No.', reason }) }) as const;

describe('governor', () => {
	test('leaves room in the limits of the account only, and never less than one place', async () => {
		const policy = policyOf({ perMinute: 4, perHour: 2, newChatsPerDay: 5, gapMs: 1_000 });
		const { governor, requests } = governorOver(policy);
		await governor.reserve(person('1'), 'message', 3);
		const [request] = requests;
		expect(request!.windows.map(({ limit }) => limit)).toEqual([1, 1, 5, 1]);
	});

	test.each([
		[0, 0],
		[0.5, 500],
		[0.999_999, 999],
	])('draws the gap after a send evenly: %d makes %d', async (unit, spread) => {
		const { governor, requests } = governorOver(policyOf({ perMinute: 4 }), { unit });
		await governor.reserve(person('1'), 'message');
		const facts = { heads: [null, null, null, null], turns: [null], wroteToUs: true, restrictedAt: null };
		expect(requests[0]!.decide(facts)).toMatchObject({ granted: true, spread });
	});

	test('a refused new chat closes new chats and keeps its place', async () => {
		const { governor, clock, noted } = governorOver(policyOf({ perMinute: 4 }));
		await governor.settle(reservation, refused('463'));
		expect(noted).toEqual([`a restricted at ${clock.now()}`]);
	});

	test.each([
		['was sent too fast', refused('429'), []],
		['nobody knows the end of', { outcome: 'unknown', error: refused().error } as const, []],
		['went out', { outcome: 'sent', sentAt: 1 } as const, []],
		['was refused for what it is', refused('406'), ['r of a given back']],
		['never left', undefined, ['r of a given back']],
	])('a send that %s gives its place back only when it is certain', async (_name, outcome, expected) => {
		const { governor, noted } = governorOver(policyOf({ perMinute: 4 }));
		await governor.settle(reservation, outcome);
		expect(noted).toEqual(expected);
	});

	test('a send without a place has none to give back', async () => {
		const { governor, noted } = governorOver(policyOf({ perMinute: 4 }));
		await governor.settle(null, undefined);
		expect(noted).toEqual([]);
	});

	test('books that cannot be written hide no outcome, and are told', async () => {
		const { governor, logger } = governorOver(policyOf({ perMinute: 4 }), { fails: true });
		await governor.settle(reservation, undefined);
		expect(logger.lines).toEqual([
			{
				level: 'warn',
				message: 'The limits of a WhatsApp account were not brought up to date',
				details: { account: 'Shop', error: 'Error: the disk is full' },
			},
		]);
	});

	test('a place given back is looked for by whoever waits', async () => {
		const { governor, clock, answers, admit, requests } = governorOver(policyOf({ perMinute: 1 }));
		answers.push({ granted: false, retryAt: clock.now() + 60_000, rule: 'perMinute' });
		const waiting = admit(60_000);
		await settle();
		expect(requests).toHaveLength(1);
		await governor.giveBack(reservation);
		expect(await told(waiting)).toEqual({ reservation, waitedMs: 0 });
	});

	test('an edited credential lets whoever waits ask again', async () => {
		const { governor, clock, answers, admit } = governorOver(policyOf({ perMinute: 1 }));
		answers.push({ granted: false, retryAt: clock.now() + 60_000, rule: 'perMinute' });
		const waiting = admit(60_000);
		await settle();
		governor.configure(policyOf({ perMinute: 2 }));
		expect(await told(waiting)).toMatchObject({ waitedMs: 0 });
	});

	test('closing ends every wait, in words', async () => {
		const { governor, clock, answers, admit } = governorOver(policyOf({ perMinute: 1 }));
		answers.push({ granted: false, retryAt: clock.now() + 60_000, rule: 'perMinute' });
		const waiting = admit(60_000);
		waiting.catch(() => undefined);
		await settle();
		governor.close();
		await expect(told(waiting)).rejects.toMatchObject({
			code: 'cancelled',
			what: '"Shop" was closed while the message waited for its limits. Nothing was sent.',
			next: 'Run it again when n8n is back.',
		});
	});

	test('a place granted to somebody who left meanwhile is given back', async () => {
		const { governor, noted, admit } = governorOver(policyOf({ perMinute: 1 }));
		const leaving = new AbortController();
		const waiting = admit(60_000, leaving.signal);
		leaving.abort(new Error('enough'));
		await expect(told(waiting)).rejects.toThrow('enough');
		await settle();
		expect(noted).toEqual(['r of a given back']);
		governor.close();
	});

	test('without limits nothing is asked', async () => {
		const { admit, requests } = governorOver(policyOf({ restrictionMs: 0 }));
		expect(await told(admit(0))).toEqual({ reservation: null, waitedMs: 0 });
		expect(requests).toEqual([]);
	});
});

describe('the recipient as the limits see it', () => {
	test.each([
		[
			'a person by number and LID',
			{ chatId: '7@lid', phone: '+49 151', lid: '7@lid' },
			{ key: '+49 151', chats: ['7@lid', '49151@s.whatsapp.net'], isGroup: false },
		],
		[
			'a person whose number is hidden',
			{ chatId: '7@lid', phone: null, lid: '7@lid' },
			{ key: '7@lid', chats: ['7@lid'], isGroup: false },
		],
		[
			'a number that has a LID',
			{ chatId: '49151@s.whatsapp.net', phone: '+49151', lid: '7@lid' },
			{ key: '+49151', chats: ['49151@s.whatsapp.net', '7@lid'], isGroup: false },
		],
		[
			'a group',
			{ chatId: '120@g.us', phone: null, lid: null },
			{ key: '120@g.us', chats: ['120@g.us'], isGroup: true },
		],
	])('%s is one recipient', (_name, chat, expected) => {
		expect(limitedRecipient(chat)).toEqual(expected);
	});
});

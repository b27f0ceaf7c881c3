import { KitError } from '../../messages/kit-error';
import type { SendMessageRequest } from '../../sessions/session';
import { leave, type Leaving } from '../../verification/leave';
import { KeyRing } from '../../verification/verifier';
import { ManualClock } from '../fixtures/manual-clock';
import { MINUTE, START } from './a-verification';
import { MemoryVerifications } from './memory/memory-verifications';
import { receiptOf } from './sent-texts';

const marks = [
	{ stream: 's', at: START, id: 'm' },
	{ stream: 't', at: START, id: 'm' },
];
const message = { kind: 'text', text: 'Hello' };
const request: Leaving = { accountId: 'account', phone: '+5511987654321', message, secret: true, marks };

async function world() {
	const store = new MemoryVerifications();
	const asked = { accountId: 'account', now: START, windows: [] };
	await store.decide(asked, () => ({
		answer: undefined,
		mark: [...marks, { stream: 's', at: START, id: 'other' }],
	}));
	const clock = new ManualClock(START);
	const sends: SendMessageRequest[] = [];
	const random = { unit: () => 0, bytes: (length: number) => new Uint8Array(length) };
	const ports = {
		store,
		clock,
		random,
		keys: new KeyRing(store),
		send: async (sent: SendMessageRequest) => {
			sends.push(sent);
			return await Promise.resolve(receiptOf(sent, START + 5));
		},
	};
	return { store, clock, sends, ports, counted: () => store.tables.marks.length };
}

describe('the request of a verification', () => {
	test('goes ahead of other traffic, with the patience it was given, and counts', async () => {
		const { ports, sends, counted } = await world();
		const { signal } = new AbortController();
		const patience = { timeoutMs: 1, whenLimited: 'fail', maxWaitMs: 2, signal } as const;
		expect(await leave({ ...request, ...patience }, ports)).toEqual({
			outcome: 'sent',
			at: START + 5,
			chatId: '5511987654321@s.whatsapp.net',
			messageId: '3EB0C431C26A1916E07A',
		});
		expect(sends).toEqual([
			{
				...patience,
				recipient: '+5511987654321',
				message,
				purpose: 'verification',
				secret: true,
				idempotencyKey: expect.stringMatching(/^verification:[0-9a-f-]{36}$/),
			},
		]);
		expect(counted()).toBe(3);
	});

	test('is another message each time it is sent', async () => {
		const { ports, sends } = await world();
		await leave(request, ports);
		await leave({ ...request, secret: false }, ports);
		expect(sends[1]!.idempotencyKey).not.toBe(sends[0]!.idempotencyKey);
		expect(sends[1]!.secret).toBe(false);
	});

	test('of which nobody knows whether it left counts as sent: the person may have it', async () => {
		const { ports, clock, counted } = await world();
		ports.send = async () =>
			await Promise.reject(new KitError({ code: 'outcomeUnknown', what: 'Who knows.' }));
		await clock.advance(MINUTE);
		expect(await leave(request, ports)).toEqual({
			outcome: 'unknown',
			at: START + MINUTE,
			chatId: null,
			messageId: null,
		});
		expect(counted()).toBe(3);
	});

	test.each([
		['an error of ours', new KitError({ code: 'notConnected', what: 'Not connected.' })],
		['any other error', Object.assign(new Error('boom'), { code: 'outcomeUnknown' })],
	])('that did not leave gives back what it counted and nothing else, and says why: %s', async (_, error) => {
		const { ports, counted, store } = await world();
		ports.send = async () => await Promise.reject(error);
		await expect(leave(request, ports)).rejects.toBe(error);
		expect(counted()).toBe(1);
		expect(store.tables.marks[0]).toMatchObject({ id: 'other' });
	});

	test('says why it did not leave also when the store is away by then', async () => {
		const { ports } = await world();
		const error = new KitError({ code: 'notConnected', what: 'Not connected.' });
		ports.send = async () => await Promise.reject(error);
		ports.store.decide = async () => await Promise.reject(new Error('The store is away'));
		await expect(leave(request, ports)).rejects.toBe(error);
	});
});

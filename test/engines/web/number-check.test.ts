import { NumberCheck, type AskNumbers, type NumberAnswer } from '../../../engines/web/number-check';
import { fc } from '../../fixtures/properties';

const HOUR = 3_600_000;
const brazil = {
	kind: 'phone',
	e164: '+5511987654321',
	candidates: ['5511987654321', '551187654321'],
} as const;
const berlin = { kind: 'phone', e164: '+4915112345678', candidates: ['4915112345678'] } as const;
const never = new AbortController().signal;

const here = (digits: string, more: Partial<NumberAnswer> = {}): NumberAnswer => ({
	jid: `${digits}@s.whatsapp.net`,
	exists: true,
	...more,
});

/** A WhatsApp that knows these numbers, with every question written down. */
function knowing(...answers: NumberAnswer[]) {
	const clock = { time: 1_000_000, now: () => clock.time };
	const asked: (readonly string[])[] = [];
	const ask: AskNumbers = async (digits) => {
		asked.push(digits);
		return await Promise.resolve(answers);
	};
	return { asked, clock, answers, check: new NumberCheck({ ask, clock }) };
}

/** A WhatsApp that answers when told to. */
function slow() {
	const waiting: {
		resolve(answers: NumberAnswer[]): void;
		reject(error: unknown): void;
		signal: AbortSignal;
	}[] = [];
	const ask: AskNumbers = async (_digits, signal) =>
		await new Promise<readonly NumberAnswer[]>((resolve, reject) =>
			waiting.push({ resolve, reject, signal }),
		);
	return { waiting, check: new NumberCheck({ ask, clock: { now: () => 0 } }) };
}

describe('finding a number', () => {
	test('asks for all its forms at once and takes the likeliest that exists', async () => {
		const { check, asked } = knowing(here('551187654321'), here('5511987654321', { lid: '7:1@lid' }));
		expect(await check.resolve(brazil, never)).toEqual({ jid: '5511987654321@s.whatsapp.net', lid: '7@lid' });
		expect(asked).toEqual([brazil.candidates]);
	});

	test('takes the other form when only that one exists', async () => {
		const { check } = knowing(here('5511987654321', { exists: false }), here('551187654321'));
		expect((await check.resolve(brazil, never)).jid).toBe('551187654321@s.whatsapp.net');
	});

	test('takes the address WhatsApp answers with, when it says what it was asked', async () => {
		const { check } = knowing({
			digits: '5511987654321',
			jid: '551187654321:0@s.whatsapp.net',
			exists: true,
		});
		expect((await check.resolve(brazil, never)).jid).toBe('551187654321@s.whatsapp.net');
	});

	test('nobody there is an error that names the number', async () => {
		const { check } = knowing();
		await expect(check.resolve(berlin, never)).rejects.toMatchObject({
			code: 'notOnWhatsApp',
			what: '+4915112345678 is not on WhatsApp.',
		});
		expect(await check.find(berlin, never)).toBeNull();
	});

	test('a failed question is told in words and not remembered', async () => {
		let fails = true;
		const ask: AskNumbers = async () => {
			await Promise.resolve();
			if (fails) throw 1006; // As the client library rejects when the socket drops.
			return [here('4915112345678')];
		};
		const check = new NumberCheck({ ask, clock: { now: () => 0 } });
		await expect(check.resolve(berlin, never)).rejects.toMatchObject({
			code: 'notConnected',
			what: expect.stringContaining(berlin.e164),
		});
		fails = false;
		expect((await check.resolve(berlin, never)).jid).toBe('4915112345678@s.whatsapp.net');
	});
});

describe('remembering', () => {
	test('a number for 24 hours', async () => {
		const { check, asked, clock } = knowing(here('4915112345678'));
		await check.resolve(berlin, never);
		clock.time += 24 * HOUR - 1;
		await check.resolve(berlin, never);
		expect(asked).toHaveLength(1);
		clock.time += 1;
		await check.resolve(berlin, never);
		expect(asked).toHaveLength(2);
	});

	test('that nobody is there for 10 minutes', async () => {
		const { check, asked, clock } = knowing();
		await check.find(berlin, never);
		clock.time += HOUR / 6 - 1;
		await check.find(berlin, never);
		expect(asked).toHaveLength(1);
		clock.time += 1;
		await check.find(berlin, never);
		expect(asked).toHaveLength(2);
	});

	test('at most so many', async () => {
		const asked: string[] = [];
		const ask: AskNumbers = async ([digits]) => {
			asked.push(digits!);
			return await Promise.resolve([here(digits!)]);
		};
		const check = new NumberCheck({ ask, clock: { now: () => 0 }, maxEntries: 2 });
		const numbers = ['1', '2', '3'].map((last) => `49151123456${last}`);
		for (const digits of numbers)
			await check.find({ kind: 'phone', e164: `+${digits}`, candidates: [digits] }, never);
		await check.find({ kind: 'phone', e164: `+${numbers[2]!}`, candidates: [numbers[2]!] }, never);
		await check.find({ kind: 'phone', e164: `+${numbers[0]!}`, candidates: [numbers[0]!] }, never);
		expect(asked).toEqual([...numbers, numbers[0]]);
	});

	test('nothing after it was cleared, not even what was on its way', async () => {
		const { check, waiting } = slow();
		const before = check.find(berlin, never);
		check.clear();
		waiting[0]!.resolve([here('4915112345678')]);
		expect((await before)?.jid).toBe('4915112345678@s.whatsapp.net');
		const after = check.find(berlin, never);
		expect(waiting).toHaveLength(2);
		waiting[1]!.resolve([]);
		expect(await after).toBeNull();
	});
});

describe('many at once', () => {
	test('ask about one number once', async () => {
		const { check, waiting } = slow();
		const all = Array.from({ length: 200 }, async () => await check.resolve(berlin, never));
		expect(waiting).toHaveLength(1);
		waiting[0]!.resolve([here('4915112345678')]);
		expect(new Set((await Promise.all(all)).map(({ jid }) => jid))).toEqual(
			new Set(['4915112345678@s.whatsapp.net']),
		);
	});

	test('one who gives up does not take the answer from the others', async () => {
		const { check, waiting } = slow();
		const hasty = new AbortController();
		const first = check.resolve(berlin, hasty.signal);
		const second = check.resolve(berlin, never);
		hasty.abort();
		await expect(first).rejects.toMatchObject({ code: 'cancelled' });
		expect(waiting[0]!.signal.aborted).toBe(false);
		waiting[0]!.resolve([here('4915112345678')]);
		expect((await second).jid).toBe('4915112345678@s.whatsapp.net');
	});

	test('when all give up the question is given up, and the next one asks anew', async () => {
		const { check, waiting } = slow();
		const hasty = new AbortController();
		const first = check.resolve(berlin, hasty.signal);
		hasty.abort(new DOMException('Late', 'TimeoutError'));
		await expect(first).rejects.toMatchObject({ code: 'timedOut' });
		expect(waiting[0]!.signal.aborted).toBe(true);
		const again = check.resolve(berlin, never);
		expect(waiting).toHaveLength(2);
		waiting[0]!.reject(new Error('given up'));
		waiting[1]!.resolve([here('4915112345678')]);
		expect((await again).jid).toBe('4915112345678@s.whatsapp.net');
	});

	const leavings: [
		string,
		(check: NumberCheck, first: Promise<unknown>, hasty: AbortController) => Promise<unknown>,
	][] = [
		[
			'was given up',
			async (_check, first, hasty) => {
				hasty.abort();
				await first;
			},
		],
		['was cleared', async (check) => await Promise.resolve(check.clear())],
	];

	test.each(leavings)(
		'the late answer to a question that %s is not taken for the answer of now',
		async (_name, leave) => {
			const { check, waiting } = slow();
			const hasty = new AbortController();
			const first = check.find(berlin, hasty.signal).catch(() => null);
			await leave(check, first, hasty);
			const second = check.find(berlin, never);
			waiting[0]!.resolve([]);
			expect(await first).toBeNull();
			const third = check.find(berlin, never);
			waiting[1]!.resolve([here('4915112345678')]);
			expect((await second)?.jid).toBe('4915112345678@s.whatsapp.net');
			expect((await third)?.jid).toBe('4915112345678@s.whatsapp.net');
			expect(waiting).toHaveLength(2);
		},
	);

	test('a signal that has fired already asks nothing', async () => {
		const { check, waiting } = slow();
		await expect(check.resolve(berlin, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
		expect(waiting).toHaveLength(0);
	});
});

test('the chosen address is always one that exists', async () => {
	const digits = fc.stringMatching(/^[1-9]\d{6,14}$/);
	const answer = fc.record({ jid: digits.map((text) => `${text}@s.whatsapp.net`), exists: fc.boolean() });
	await fc.assert(
		fc.asyncProperty(
			fc.array(digits, { minLength: 1, maxLength: 3 }),
			fc.array(answer, { maxLength: 5 }),
			async (candidates, answers) => {
				const { check } = knowing(...answers);
				const found = await check.find({ kind: 'phone', e164: `+${candidates[0]!}`, candidates }, never);
				const existing = answers.filter(({ exists }) => exists).map(({ jid }) => jid);
				if (existing.length === 0) expect(found).toBeNull();
				else expect(existing).toContain(found?.jid);
			},
		),
	);
});

import type { ManagedVerdict } from '../../../engines/managed';
import { KitError } from '../../../messages/kit-error';
import { settle, takeTurn, TURN_MS } from '../../../verification/managed/judge-managed';
import type { Verification } from '../../../verification/verification';
import { aVerification, MINUTE, START } from '../a-verification';

const mark = { stream: 'check:+5511987654321', at: START, id: 'mark-1' };
const iso = (at: number): string => new Date(at).toISOString();

const kept = (settings: object = {}, changes: Partial<Verification> = {}): Verification =>
	aVerification({ keptBy: 'gateway', codeHash: null, expiresAt: START + 60 * MINUTE, settings, ...changes });

const turnOf = (
	of: Verification | null,
	{ turns = [], now = START, plausible = true }: { turns?: number[]; now?: number; plausible?: boolean } = {},
) => takeTurn({ turns }, of, { now, mark, plausible });

describe('a check of what a gateway keeps', () => {
	it('asks, with a try used up, its turn written down, and counted in the minute', () => {
		const of = kept({ language: 'de' });
		const { answer, put, mark: marks } = turnOf(of);
		const asking = { ...of, tries: 1, settings: { language: 'de', askingUntil: START + TURN_MS } };
		expect(answer).toEqual({ kind: 'ask', of: asking, until: START + TURN_MS });
		expect([put, marks]).toEqual([[asking], [mark]]);
	});

	it('counts nowhere when there is no number to count under', () => {
		expect(takeTurn({ turns: [] }, kept(), { now: START, mark: null, plausible: true }).mark).toEqual([]);
	});

	it.each([
		[START - MINUTE + 1, 'known'],
		[START - MINUTE, 'ask'],
	])('with the tenth check before it at %d is %s', (tenth, kind) => {
		const { answer, put, mark: marks } = turnOf(kept(), { turns: [tenth] });
		expect(answer.kind).toBe(kind);
		if (answer.kind !== 'known') return;
		expect(answer.result).toMatchObject({
			verified: false,
			status: 'requested',
			reason: 'tooManyChecks',
			rule: 'checksPerMinute',
			retryAt: iso(tenth + MINUTE),
		});
		expect([put, marks]).toEqual([[], undefined]);
	});

	it('of nothing finds nothing, and is counted all the same', () => {
		const { answer, put, mark: marks } = turnOf(null);
		expect(answer).toMatchObject({ kind: 'known', result: { reason: 'notFound', status: null } });
		expect([put, marks]).toEqual([[], [mark]]);
	});

	it('of one that has ended says how, and changes nothing', () => {
		const of = kept({}, { status: 'validated', validatedAt: START, endedAt: START });
		const { answer, put, mark: marks } = turnOf(of);
		expect(answer).toMatchObject({ kind: 'known', result: { verified: false, reason: 'alreadyUsed' } });
		expect([put, marks]).toEqual([[], [mark]]);
	});

	it('of one that expires now ends it', () => {
		const of = kept({}, { expiresAt: START });
		const { answer, put } = turnOf(of);
		expect(answer).toMatchObject({ kind: 'known', result: { reason: 'expired', status: 'expired' } });
		expect(put).toMatchObject([{ status: 'expired', endedAt: START }]);
	});

	it('waits while somebody else asks, and is counted', () => {
		const of = kept({ askingUntil: START + 1 }, { tries: 1 });
		const { answer, put, mark: marks } = turnOf(of);
		expect(answer).toMatchObject({
			kind: 'busy',
			until: START + 1,
			result: { verified: false, reason: 'beingChecked', attemptsRemaining: 4 },
		});
		expect([put, marks]).toEqual([[], [mark]]);
	});

	it.each([
		[START + 1, 'known'],
		[START, 'ask'],
	])('held back until %d by the gateway is %s', (heldUntil, kind) => {
		const { answer, put, mark: marks } = turnOf(kept({ heldUntil }));
		expect([answer.kind, marks]).toEqual([kind, [mark]]);
		if (answer.kind !== 'known') return;
		expect(answer.result).toMatchObject({
			verified: false,
			reason: 'tooManyChecks',
			rule: 'gateway',
			retryAt: iso(heldUntil),
		});
		expect(put).toEqual([]);
	});

	it('of a code nobody could have been sent uses up a try without asking', () => {
		const { answer, put, mark: marks } = turnOf(kept(), { plausible: false });
		expect(answer).toMatchObject({ kind: 'known', result: { reason: 'wrongCode', attemptsRemaining: 4 } });
		expect(put).toMatchObject([{ tries: 1, status: 'requested' }]);
		expect(marks).toEqual([mark]);
	});

	it('ends one whose last try was taken by somebody who never came back', () => {
		const of = kept({ askingUntil: START }, { tries: 5 });
		const { answer, put } = turnOf(of);
		expect(answer).toMatchObject({ kind: 'known', result: { reason: 'locked', rule: 'locked' } });
		expect(put).toMatchObject([
			{ status: 'failed', error: 'tooManyTries', lockedUntil: START + 15 * MINUTE },
		]);
		const stillAsking = kept({ askingUntil: START + 1 }, { tries: 5 });
		expect(turnOf(stillAsking).answer.kind).toBe('busy');
	});
});

describe("a gateway's answer", () => {
	const until = START + TURN_MS;
	const asked = (changes: Partial<Verification> = {}): Verification =>
		kept({ language: 'de', askingUntil: until, heldUntil: 0 }, { tries: 2, ...changes });
	const said = (verdict: ManagedVerdict, of: Verification | null = asked(), at = START + 5) =>
		settle(of, { verdict, until }, at);
	const rest = { language: 'de', askingUntil: 0, heldUntil: 0 };

	it('right proves the number, and the try it took is no wrong one', () => {
		const { answer, put } = said({ kind: 'right' });
		expect(answer.result).toMatchObject({ verified: true, reason: null, status: 'validated' });
		expect(put).toMatchObject([{ status: 'validated', validatedAt: START + 5, tries: 1, settings: rest }]);
	});

	it('wrong leaves the try used up, and frees the turn', () => {
		const { answer, put } = said({ kind: 'wrong' });
		expect(answer.result).toMatchObject({ verified: false, reason: 'wrongCode', attemptsRemaining: 3 });
		expect(put).toMatchObject([{ status: 'requested', tries: 2, settings: rest }]);
	});

	it('wrong at the last try closes the number', () => {
		const { answer, put } = said({ kind: 'wrong' }, asked({ tries: 5 }));
		expect(answer.result).toMatchObject({ reason: 'locked', lockedUntil: iso(START + 5 + 15 * MINUTE) });
		expect(put).toMatchObject([{ status: 'failed', error: 'tooManyTries' }]);
	});

	it.each<[ManagedVerdict['kind'], Partial<Verification>, string]>([
		['expired', { status: 'expired', error: 'expired' }, 'expired'],
		['none', { status: 'failed', error: 'lost' }, 'lost'],
		['tooManyTries', { status: 'failed', error: 'tooManyTries' }, 'locked'],
	])('%s ends it', (kind, after, reason) => {
		const { answer, put } = said({ kind } as ManagedVerdict);
		expect(answer.result).toMatchObject({ verified: false, reason });
		expect(put).toMatchObject([after]);
	});

	it('that it wants to be asked later gives the try back, and says when', () => {
		const later = START + 3 * MINUTE;
		const { answer, put } = said({ kind: 'heldBack', until: later });
		expect(answer.result).toMatchObject({
			verified: false,
			reason: 'tooManyChecks',
			rule: 'gateway',
			retryAt: iso(later),
			attemptsRemaining: 4,
		});
		expect(put).toMatchObject([{ tries: 1, settings: { ...rest, heldUntil: later } }]);
	});

	it('that it wants to be asked later says nothing of one that has expired meanwhile', () => {
		const { answer } = said({ kind: 'heldBack', until: START + 9 }, asked({ expiresAt: START + 5 }));
		expect(answer.result).toMatchObject({ reason: 'expired', rule: null });
	});

	it('that it did not compare gives the try back, and is no result', () => {
		const error = new KitError({ code: 'notConnected', what: 'Away.' });
		const { answer, put } = said({ kind: 'notCompared', error });
		expect(answer.result).toBeNull();
		expect(put).toMatchObject([{ status: 'requested', tries: 1, settings: rest }]);
	});

	it('nobody understands leaves the try used up, and is no result', () => {
		const { answer, put } = said({ kind: 'unknown', why: '?' });
		expect(answer.result).toBeNull();
		expect(put).toMatchObject([{ status: 'requested', tries: 2, settings: rest }]);
	});

	it('about nothing finds nothing', () => {
		const { answer, put } = said({ kind: 'right' }, null);
		expect(answer).toMatchObject({ of: null, result: { verified: false, reason: 'notFound' } });
		expect(put).toBeUndefined();
	});

	it('right after its turn is no result, and changes nothing', () => {
		const of = kept({ askingUntil: until + 1 }, { tries: 2 });
		const { answer, put } = said({ kind: 'right' }, of);
		expect([answer.result, put]).toEqual([null, []]);
	});

	it('wrong after its turn is still told as wrong', () => {
		const of = kept({ askingUntil: until + 1 }, { tries: 2 });
		const { answer, put } = said({ kind: 'wrong' }, of);
		expect(answer.result).toMatchObject({ verified: false, reason: 'wrongCode', attemptsRemaining: 3 });
		expect(put).toEqual([]);
	});

	it('right for one that was cancelled meanwhile proves nothing', () => {
		const of = asked({ status: 'failed', error: 'cancelled', endedAt: START + 1 });
		const { answer, put } = said({ kind: 'right' }, of);
		expect(answer.result).toMatchObject({ verified: false, reason: 'cancelled' });
		expect(put).toEqual([]);
	});
});

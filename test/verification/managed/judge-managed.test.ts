import type { ManagedVerdict } from '../../../engines/managed';
import { KitError } from '../../../messages/kit-error';
import { settle, takeTurn, TURN_MS } from '../../../verification/managed/judge-managed';
import type { Verification } from '../../../verification/verification';
import { fc } from '../../fixtures/properties';
import { aVerification, MINUTE, START } from '../a-verification';

const numRuns = process.env.WHATSAPP_KIT_FEWER_EXAMPLES ? 300 : 5_000;

const error = new KitError({ code: 'notConnected', what: 'Away.' });
const verdicts: readonly ManagedVerdict[] = [
	{ kind: 'right' },
	{ kind: 'wrong' },
	{ kind: 'expired' },
	{ kind: 'tooManyTries' },
	{ kind: 'none' },
	{ kind: 'heldBack', until: START + 3 * MINUTE },
	{ kind: 'notCompared', error },
	{ kind: 'unknown', why: '?' },
];

const managed = (changes: Partial<Verification> = {}) =>
	aVerification({
		keptBy: 'gateway',
		codeHash: null,
		settings: {},
		expiresAt: START + 60 * MINUTE,
		...changes,
	});
const ask = (of: Verification, now: number, plausible = true) => {
	const { answer, put = [] } = takeTurn({ turns: [] }, of, { now, mark: null, plausible });
	return { turn: answer, after: put[0] ?? of };
};

/** One check: `null` is a process that ends without a word. */
const step = fc.record({
	afterMs: fc.constantFrom(0, 1_000, MINUTE, TURN_MS, 5 * MINUTE),
	verdict: fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...verdicts) }, fc.constant(null)),
});

it('lets the gateway compare no more codes than there are tries, in whatever order it answers', () => {
	fc.assert(
		fc.property(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 5 }), (steps, maxTries) => {
			let of = managed({ maxTries });
			let now = START;
			let compared = 0;
			for (const { afterMs, verdict } of steps) {
				now += afterMs;
				const { turn, after } = ask(of, now);
				const before = of;
				of = after;
				expect(of.tries).toBeLessThanOrEqual(maxTries);
				if (turn.kind !== 'ask') continue;
				expect(before.status).toBe('requested');
				if (verdict === null) {
					compared += 1;
					continue;
				}
				const { answer, put = [] } = settle(of, { verdict, until: turn.until }, now);
				of = put[0] ?? of;
				if (!['heldBack', 'notCompared'].includes(verdict.kind)) compared += 1;
				const proven = answer.result?.verified === true;
				expect(proven).toBe(verdict.kind === 'right' && of.status === 'validated');
				expect(of.status === 'validated').toBe(proven);
			}
			expect(compared).toBeLessThanOrEqual(maxTries);
		}),
		{ numRuns },
	);
});

it('lets one ask after the other', () => {
	const { turn, after } = ask(managed(), START);
	expect(turn).toMatchObject({ kind: 'ask', until: START + TURN_MS });
	expect(ask(after, START + TURN_MS - 1).turn).toMatchObject({ kind: 'busy', until: START + TURN_MS });
	expect(ask(after, START + TURN_MS).turn.kind).toBe('ask');
});

it('lets an answer that comes after its turn prove nothing and give nothing back', () => {
	const { after: first } = ask(managed(), START);
	const { turn, after: second } = ask(first, START + TURN_MS);
	for (const verdict of verdicts) {
		const late = settle(second, { verdict, until: START + TURN_MS }, START + TURN_MS + 1);
		expect(late.put).toEqual([]);
		expect(late.answer.result?.verified).not.toBe(true);
	}
	expect(second.tries).toBe(2);
	const until = turn.kind === 'ask' ? turn.until : 0;
	const { answer } = settle(second, { verdict: { kind: 'right' }, until }, START + TURN_MS + 2);
	expect(answer.result).toMatchObject({ verified: true, reason: null });
});

it('proves nothing at or after the expiry', () => {
	const of = managed({ expiresAt: START + 10 });
	const { turn, after } = ask(of, START);
	const until = turn.kind === 'ask' ? turn.until : 0;
	const { answer } = settle(after, { verdict: { kind: 'right' }, until }, START + 10);
	expect(answer.result).toMatchObject({ verified: false, status: 'expired', reason: 'expired' });
});

it('counts what nobody could have been sent as wrong, without asking', () => {
	const { turn, after } = ask(managed({ tries: 4 }), START, false);
	expect(turn).toMatchObject({ kind: 'known', result: { verified: false, status: 'failed' } });
	expect(after).toMatchObject({ tries: 5, error: 'tooManyTries' });
});

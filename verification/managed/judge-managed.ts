import type { ManagedVerdict } from '../../engines/managed';
import {
	attemptsRemaining,
	CHECKS,
	describeCheck,
	iso,
	reasonOf,
	type CheckResult,
} from '../code/judge-check';
import type { Decision, Facts, Mark } from '../store';
import { transition, type Said } from '../transitions';
import { isLive, type Verification } from '../verification';
import { readManagedSettings, withSettings } from './managed-request';

/** Longest a gateway is asked, ms, and somewhat more: whoever asked and ended without a word held the turn so long. */
export const TURN_MS = 75_000;

export type Turn =
	/** Known without asking. */
	| { readonly kind: 'known'; readonly result: CheckResult }
	/** Somebody else is asking; at the latest they end then, epoch ms. */
	| { readonly kind: 'busy'; readonly until: number; readonly result: CheckResult }
	/** The gateway is to be asked of this one, whose try is used up by now. `until` names the turn. */
	| { readonly kind: 'ask'; readonly of: Verification; readonly until: number };

/**
 * Whether the gateway may be asked. One asks after the other, and each uses up a try before it asks: whatever
 * becomes of the answers, no more codes are tried than there are tries.
 */
export function takeTurn(
	facts: Pick<Facts, 'turns'>,
	found: Verification | null,
	{ now, mark, plausible }: { readonly now: number; readonly mark: Mark | null; readonly plausible: boolean },
): Decision<Turn> {
	const known = found && settled(found, now);
	const put = known !== null && known !== found ? [known] : [];
	const marks = mark === null ? [] : [mark];
	const [turn = null] = facts.turns;
	if (turn !== null && turn + CHECKS.windowMs > now) {
		const held = { ...describeCheck(known, 'tooManyChecks', now), rule: 'checksPerMinute' as const };
		return { answer: { kind: 'known', result: { ...held, retryAt: iso(turn + CHECKS.windowMs) } }, put };
	}
	if (known === null || !isLive(known)) {
		const result = describeCheck(known, reasonOf(known, now), now);
		return { answer: { kind: 'known', result }, put, mark: marks };
	}
	const { askingUntil, heldUntil } = readManagedSettings(known.settings);
	if (askingUntil > now) {
		const result = describeCheck(known, 'beingChecked', now);
		return { answer: { kind: 'busy', until: askingUntil, result }, put, mark: marks };
	}
	if (heldUntil > now)
		return { answer: { kind: 'known', result: heldBack(known, heldUntil, now) }, put, mark: marks };
	if (!plausible) {
		const after = transition(known, { type: 'guess', right: false }, now);
		return { answer: { kind: 'known', result: afterMiss(after, now) }, put: [after], mark: marks };
	}
	const until = now + TURN_MS;
	const settings = withSettings(known.settings, { askingUntil: until });
	const asking = transition(known, { type: 'asking', settings }, now);
	return { answer: { kind: 'ask', of: asking, until }, put: [asking], mark: marks };
}

/**
 * What the gateway's answer does. No result when nobody can say what it means; the try stays used up then. An answer
 * that comes after its turn changes nothing: somebody else may be asking, or have asked.
 */
export function settle(
	found: Verification | null,
	{ verdict, until }: { readonly verdict: ManagedVerdict; readonly until: number },
	now: number,
): Decision<{ readonly of: Verification | null; readonly result: CheckResult | null }> {
	if (found === null) return { answer: { of: null, result: describeCheck(null, 'notFound', now) } };
	const isLate = readManagedSettings(found.settings).askingUntil !== until;
	const heldUntil = verdict.kind === 'heldBack' ? verdict.until : 0;
	const settings = withSettings(found.settings, { askingUntil: 0, heldUntil });
	const after = isLate
		? transition(found, { type: 'time' }, now)
		: transition(found, { type: 'judged', said: SAID[verdict.kind], settings }, now);
	const put = after === found ? [] : [after];
	const said = isLate && verdict.kind === 'right' ? LATE : verdict;
	return { answer: { of: after, result: resultOf(found, after, said, now) }, put };
}

const SAID: Readonly<Record<ManagedVerdict['kind'], Said>> = {
	right: 'right',
	wrong: 'wrong',
	expired: 'expired',
	tooManyTries: 'tooManyTries',
	none: 'lost',
	heldBack: 'notCompared',
	notCompared: 'notCompared',
	// It may have been compared, and whoever guesses shall gain nothing by that.
	unknown: 'wrong',
};

const LATE: ManagedVerdict = { kind: 'unknown', why: 'The answer came too late to count.' };

function resultOf(
	before: Verification,
	after: Verification,
	verdict: ManagedVerdict,
	now: number,
): CheckResult | null {
	switch (verdict.kind) {
		case 'right': {
			const proven = isLive(before) && after.status === 'validated';
			return describeCheck(after, proven ? null : reasonOf(after, now), now);
		}
		case 'heldBack':
			return isLive(after)
				? heldBack(after, verdict.until, now)
				: describeCheck(after, reasonOf(after, now), now);
		case 'notCompared':
		case 'unknown':
			return null;
		default:
			return afterMiss(after, now);
	}
}

function afterMiss(after: Verification, now: number): CheckResult {
	return describeCheck(after, isLive(after) ? 'wrongCode' : reasonOf(after, now), now);
}

function heldBack(of: Verification, until: number, now: number): CheckResult {
	return { ...describeCheck(of, 'tooManyChecks', now), rule: 'gateway', retryAt: iso(until) };
}

/** Time went on; and whoever used up the last try and ended without a word has missed. */
function settled(found: Verification, now: number): Verification {
	const known = transition(found, { type: 'time' }, now);
	if (!isLive(known) || attemptsRemaining(known) > 0) return known;
	const { askingUntil } = readManagedSettings(known.settings);
	if (askingUntil > now) return known;
	return transition(known, { type: 'judged', said: 'wrong', settings: known.settings }, now);
}

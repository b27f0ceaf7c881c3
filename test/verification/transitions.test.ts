import { fc } from '../fixtures/properties';
import { transition, type Said, type VerificationEvent } from '../../verification/transitions';
import type { Verification } from '../../verification/verification';
import { aVerification, MINUTE, START } from './a-verification';

/** In a mutation run each change tries them all. */
const numRuns = process.env.WHATSAPP_KIT_FEWER_EXAMPLES ? 300 : 10_000;

type Step = { readonly event: VerificationEvent; readonly afterMs: number };

const event: fc.Arbitrary<VerificationEvent> = fc.oneof(
	{ weight: 6, arbitrary: fc.boolean().map((right): VerificationEvent => ({ type: 'guess', right })) },
	{ weight: 2, arbitrary: fc.constant<VerificationEvent>({ type: 'time' }) },
	{
		weight: 4,
		arbitrary: fc
			.constantFrom('+5511987654321', '+5511987654322', null)
			.map((phone): VerificationEvent => ({ type: 'message', phone, profileName: 'Ana' })),
	},
	{
		weight: 1,
		arbitrary: fc
			.boolean()
			.map((approved): VerificationEvent => ({ type: 'answer', approved, profileName: 'Ana' })),
	},
	{ weight: 1, arbitrary: fc.constant<VerificationEvent>({ type: 'callbackFailed' }) },
	{
		weight: 1,
		arbitrary: fc
			.constantFrom('expired', 'failed')
			.map((status): VerificationEvent => ({ type: 'told', status, error: 'failedThere' })),
	},
	{ weight: 1, arbitrary: fc.constant<VerificationEvent>({ type: 'cancel' }) },
	{ weight: 1, arbitrary: fc.constant<VerificationEvent>({ type: 'replace' }) },
	{
		weight: 1,
		arbitrary: fc.integer({ min: 1, max: 60 }).map(
			(minutes): VerificationEvent => ({
				type: 'resent',
				codeHash: Uint8Array.from([9]),
				sealedCode: null,
				expiresAt: START + minutes * MINUTE,
				sentAt: START,
				outcome: 'sent',
			}),
		),
	},
);

const steps = fc.array(fc.record({ event, afterMs: fc.integer({ min: 0, max: 4 * MINUTE }) }), {
	maxLength: 20,
});

function histories(check: (walk: readonly Walked[], of: Verification) => void): void {
	fc.assert(
		fc.property(steps, fc.integer({ min: 1, max: 10 }), (taken, maxTries) => {
			const of = aVerification({ maxTries });
			check(walk(of, taken), of);
		}),
		{ numRuns },
	);
}

interface Walked {
	readonly before: Verification;
	readonly after: Verification;
	readonly event: VerificationEvent;
	readonly now: number;
}

function walk(of: Verification, taken: readonly Step[]): Walked[] {
	let before = of;
	let now = START;
	return taken.map(({ event: happened, afterMs }) => {
		now += afterMs;
		const after = transition(before, happened, now);
		const walked = { before, after, event: happened, now };
		before = after;
		return walked;
	});
}

describe('in 10 000 random orders a verification', () => {
	it('is validated at most once, by a right guess or the right number, live and before its expiry', () => {
		histories((walked) => {
			const validations = walked.filter(
				({ before, after }) => before.status !== 'validated' && after.status === 'validated',
			);
			expect(validations.length).toBeLessThanOrEqual(1);
			for (const { before, after, event: happened, now } of validations) {
				const rightGuess = { type: 'guess', right: true };
				const rightNumber = { type: 'message', phone: '+5511987654321', profileName: 'Ana' };
				const approval = { type: 'answer', approved: true, profileName: 'Ana' };
				expect([rightGuess, rightNumber, approval]).toContainEqual(happened);
				expect(before.status).toBe('requested');
				expect(now).toBeLessThan(before.expiresAt);
				expect(before.tries).toBeLessThan(before.maxTries);
				expect(after.validatedAt).toBe(now);
			}
		});
	});

	it('never counts more wrong guesses than it allows, and fails with the last', () => {
		histories((walked, { maxTries }) => {
			for (const { before, after } of walked) {
				expect(after.tries).toBeLessThanOrEqual(maxTries);
				expect(after.tries).toBeGreaterThanOrEqual(before.tries);
				if (after.tries === maxTries)
					expect(after).toMatchObject({ status: 'failed', error: 'tooManyTries' });
			}
		});
	});

	it('never changes after its end, and leaves no secret behind', () => {
		histories((walked) => {
			for (const { before, after } of walked) {
				if (before.status !== 'requested') expect(after).toBe(before);
				if (after.status === 'requested') continue;
				expect([after.codeHash, after.sealedCode]).toEqual([null, null]);
				expect(after.endedAt).not.toBeNull();
				expect(after.error === null).toBe(after.status === 'validated');
			}
		});
	});

	it('is never live at or after its expiry, once anything happened to it', () => {
		histories((walked) => {
			for (const { before, after, event: happened, now } of walked) {
				if (happened.type === 'resent' || after.status !== 'requested') continue;
				expect(now).toBeLessThan(before.expiresAt);
			}
		});
	});
});

describe('a verification', () => {
	it('is locked for its time by the last wrong guess', () => {
		const last = transition(aVerification({ tries: 4 }), { type: 'guess', right: false }, START + 7);
		expect(last).toMatchObject({ status: 'failed', tries: 5, lockedUntil: START + 7 + 15 * MINUTE });
		const unlocked = aVerification({ tries: 4, lockMs: 0 });
		expect(transition(unlocked, { type: 'guess', right: false }, START).lockedUntil).toBeNull();
	});

	it('expires in the very millisecond of its expiry', () => {
		const of = aVerification();
		expect(transition(of, { type: 'time' }, of.expiresAt - 1)).toBe(of);
		const guessed = transition(of, { type: 'guess', right: true }, of.expiresAt);
		expect(guessed).toMatchObject({ status: 'expired', error: 'expired', validatedAt: null });
	});

	it('of a link is proven by whoever sends its code, where nobody in particular was named', () => {
		const anyone = aVerification({ method: 'link', phone: null, authorizedNumbers: [] });
		const sent = { type: 'message', phone: '+442079460123', profileName: 'Bea' } as const;
		expect(transition(anyone, sent, START)).toMatchObject({
			status: 'validated',
			phone: '+442079460123',
			profileName: 'Bea',
			validatedAt: START,
			codeHash: anyone.codeHash,
		});
		expect(transition(anyone, { ...sent, phone: null }, START)).toBe(anyone);
	});

	it('lives on after a wrong guess that is not its last', () => {
		const of = aVerification({ tries: 3 });
		expect(transition(of, { type: 'guess', right: false }, START)).toEqual({ ...of, tries: 4 });
	});

	it.each([
		[true, { status: 'validated', error: null, validatedAt: START + 7 }],
		[false, { status: 'rejected', error: 'rejected', validatedAt: null }],
	])('is decided by the answer of the person (%s)', (approved, after) => {
		const answer = { type: 'answer', approved, profileName: 'Ana' } as const;
		expect(transition(aVerification(), answer, START + 7)).toMatchObject({
			...after,
			profileName: 'Ana',
			endedAt: START + 7,
		});
	});

	it('stays live while a server is asked, and no shorter than it would have', () => {
		const of = aVerification();
		const until = of.expiresAt + MINUTE;
		expect(transition(of, { type: 'calling', until }, START)).toEqual({ ...of, expiresAt: until });
		expect(transition(of, { type: 'calling', until: START + 1 }, START)).toEqual(of);
	});

	it('sent again has the new code, the new expiry and the tries of before', () => {
		const of = aVerification({ tries: 2 });
		const again = {
			codeHash: Uint8Array.from([9]),
			sealedCode: Uint8Array.from([8]),
			expiresAt: START + 20 * MINUTE,
			sentAt: START + 5,
			outcome: 'unknown',
		} as const;
		expect(transition(of, { type: 'resent', ...again }, START)).toEqual({ ...of, ...again });
	});

	it('uses up a try before a gateway is asked, and gives back what it did not compare', () => {
		const of = aVerification({ tries: 3, settings: 'before' });
		const asking = transition(of, { type: 'asking', settings: 'asking' }, START);
		expect(asking).toEqual({ ...of, tries: 4, settings: 'asking' });
		const judged = (said: Said) => transition(asking, { type: 'judged', said, settings: 'after' }, START + 7);
		expect(judged('wrong')).toEqual({ ...asking, settings: 'after' });
		expect(judged('notCompared')).toEqual({ ...asking, tries: 3, settings: 'after' });
		expect(judged('right')).toMatchObject({
			status: 'validated',
			tries: 3,
			validatedAt: START + 7,
			error: null,
		});
		expect(judged('expired')).toMatchObject({ status: 'expired', error: 'expired', endedAt: START + 7 });
		expect(judged('lost')).toMatchObject({ status: 'failed', error: 'lost', lockedUntil: null });
		expect(judged('tooManyTries')).toMatchObject({
			...{ status: 'failed', error: 'tooManyTries', lockedUntil: START + 7 + 15 * MINUTE },
		});
		const last = transition(asking, { type: 'asking', settings: null }, START);
		expect(transition(last, { type: 'judged', said: 'wrong', settings: null }, START)).toMatchObject({
			...{ status: 'failed', tries: 5, lockedUntil: START + 15 * MINUTE },
		});
	});

	it.each([
		['cancel', 'cancelled'],
		['replace', 'replaced'],
		['callbackFailed', 'callbackFailed'],
	] as const)('fails by %s', (type, error) => {
		expect(transition(aVerification(), { type }, START)).toMatchObject({ status: 'failed', error });
	});
});

import { Governor } from '../../../sessions/governor/governor';
import type { Ledger, LedgerAnswer, LedgerRequest, Reservation } from '../../../sessions/governor/ledger';
import type { LimitPolicy } from '../../../sessions/governor/limit-policy';
import { ManualClock } from '../../fixtures/manual-clock';
import { recordingLogger } from '../../fixtures/quiet-logger';
import { person } from './policies';

export const reservation: Reservation = { id: 'r', at: 0, places: [] };

export interface LedgerTroubles {
	/** What the source of randomness gives, 0 to 1. @default 0 */
	readonly unit?: number;
	/** Nothing can be written. @default false */
	readonly fails?: boolean;
}

/** A governor over a ledger that answers what it is told to (`answers`, else granted), and what was asked of it. */
export function governorOver(
	policy: LimitPolicy | undefined,
	{ unit = 0, fails = false }: LedgerTroubles = {},
) {
	const clock = new ManualClock();
	const logger = recordingLogger();
	const requests: LedgerRequest[] = [];
	const noted: string[] = [];
	const answers: LedgerAnswer[] = [];
	const begun: (Error | number)[] = [];
	const note = async (what: string): Promise<void> => {
		if (fails) throw new Error('the disk is full');
		noted.push(what);
		await Promise.resolve();
	};
	const store = {
		reserve: async (request: LedgerRequest) => {
			requests.push(request);
			return await Promise.resolve(answers.shift() ?? { granted: true as const, reservation });
		},
		giveBack: async (account: string, { id }: Reservation) => await note(`${id} of ${account} given back`),
		noteRestriction: async (account: string, at: number) => await note(`${account} restricted at ${at}`),
		beginLimits: async (account: string, now: number) => {
			noted.push(`${account} begun at ${now}`);
			const since = begun.shift() ?? 0;
			if (since instanceof Error) throw since;
			return await Promise.resolve({ warmUpSince: since, restrictedAt: null });
		},
	} as unknown as Ledger;
	const governor = new Governor({ id: 'a', name: 'Shop' }, policy, {
		store,
		clock,
		logger,
		random: { unit: () => unit, bytes: (length) => new Uint8Array(length).fill(255) },
	});
	const admit = async (maxWaitMs: number, signal = new AbortController().signal) =>
		await governor.admit({ recipient: person('1'), kind: 'message', maxWaitMs, signal });
	return { governor, clock, logger, requests, noted, answers, begun, admit };
}

import type {
	AccountLimits,
	LedgerAnswer,
	LedgerFacts,
	LedgerHead,
	LedgerRequest,
	LedgerSurvey,
	LedgerSurveyAnswer,
	Reservation,
} from '../../sessions/governor/ledger';
import { apply, many, one } from '../database';
import type { Program } from '../database';
import { text, wholeNumber } from '../row-reading';
import type { SqlBuilder } from '../statement';
import { factsStatement, ledgerStatements } from './ledger-statements';
import type { Booking, FactParameters } from './ledger-statements';

/** Places for what a request may ask for at most (`MAX_STREAMS`, chats). */
const COUNTS = { streams: 4, chats: 3 } as const;

/**
 * How far, ms, the clocks of processes may differ. What lies further in the future was written by a clock
 * that has been set back since, and would block the account until then.
 */
const CLOCK_STEP_MS = 60_000;

type Row = Readonly<Record<string, unknown>>;

/** The sends the governor granted, by account and stream. */
export class LedgerRows {
	readonly #statements: ReturnType<typeof ledgerStatements>;

	/** By the streams of the windows asked for: as many as there are kinds of policies. */
	readonly #facts = new Map<string, ReturnType<typeof factsStatement>>();

	readonly #db: SqlBuilder;

	constructor(db: SqlBuilder) {
		this.#db = db;
		this.#statements = ledgerStatements(db, COUNTS.streams);
	}

	*reserve(request: LedgerRequest): Program<LedgerAnswer> {
		const { accountId: account, now, reservationId: id, streams } = request;
		const parameters = factParameters(request);
		const facts = this.#factsFor(request);
		let row = (yield* one(facts, parameters)) as Row;
		if (isAhead(row, now)) {
			yield* apply(this.#statements.pullRowsBack, { account, now });
			yield* apply(this.#statements.pullHeadsBack, { account, now });
			row = (yield* one(facts, parameters)) as Row;
		}
		const decision = request.decide(readFacts(request, row));
		if (!decision.granted) return decision;
		// Never before the send before, so that the n-th of a stream is also the n-th in time.
		const at = decision.streams.reduce(
			(latest, index) => Math.max(latest, numberIn(row, `at${index}`) ?? 0),
			now,
		);
		const places = decision.streams.map((index) => ({
			stream: streams[index] as string,
			seq: (numberIn(row, `seq${index}`) ?? 0) + 1,
		}));
		const booking: Booking = { account, at, reservation: id, spread: decision.spread };
		for (const [index, place] of places.entries()) {
			booking[`stream${index}`] = place.stream;
			booking[`seq${index}`] = place.seq;
		}
		const book = this.#statements.book[places.length - 1];
		const moveHeads = this.#statements.moveHeads[places.length - 1];
		if (book !== undefined) yield* apply(book, booking);
		if (moveHeads !== undefined) yield* apply(moveHeads, booking);
		return { granted: true, reservation: { id, at, places } };
	}

	/** Somebody was written to without a rule: from now on they are known. */
	*remember(account: string, stream: string, now: number): Program<void> {
		yield* apply(this.#statements.remember, { account, stream, now });
	}

	*giveBack(account: string, { id, at, places }: Reservation): Program<void> {
		let chatStays = false;
		for (const { stream, seq } of places) {
			// Others wrote to the chat in the meantime: it is one the account began today all the same.
			if (stream === 'new' && chatStays) continue;
			const left = yield* this.#free(account, { stream, seq, at }, id);
			if (stream.startsWith('to:') && left > 0) chatStays = true;
		}
	}

	*beginLimits(account: string, now: number): Program<AccountLimits> {
		yield* apply(this.#statements.begin, { account, now });
		return yield* this.readLimits(account);
	}

	*readLimits(account: string): Program<AccountLimits> {
		const row = ((yield* one(this.#statements.limits, { account })) ?? {}) as Row;
		return { warmUpSince: numberIn(row, 'warm_up_at'), restrictedAt: numberIn(row, 'restricted_at') };
	}

	*noteRestriction(account: string, at: number): Program<void> {
		yield* apply(this.#statements.restrict, { account, at });
	}

	/** What a reservation would see. Changes nothing. */
	*facts(asked: Pick<LedgerRequest, 'accountId' | 'streams' | 'windows' | 'chats'>): Program<LedgerFacts> {
		const row = (yield* one(this.#factsFor(asked), factParameters(asked))) as Row;
		return readFacts(asked, row);
	}

	*survey(survey: LedgerSurvey): Program<LedgerSurveyAnswer> {
		const facts = yield* this.facts({ ...survey, chats: [] });
		const used: number[] = [];
		for (const { stream, since } of survey.windows) {
			const counted = yield* one(this.#statements.usedSince, {
				account: survey.accountId,
				stream: survey.streams[stream] ?? '',
				since,
			});
			used.push(wholeNumber(counted?.used, 'used'));
		}
		return { ...facts, used };
	}

	*removeRows(before: number, limit: number): Program<number> {
		const rows = yield* many(this.#statements.oldRows, { before, limit });
		for (const row of rows) {
			const seq = wholeNumber(row.seq, 'seq');
			yield* apply(this.#statements.clear, { ...streamOf(row), seq });
		}
		return rows.length;
	}

	*removeHeads(before: number, limit: number): Program<number> {
		const rows = yield* many(this.#statements.oldHeads, { before, limit });
		for (const row of rows) yield* apply(this.#statements.clearHead, { ...streamOf(row), before });
		return rows.length;
	}

	#factsFor({ windows }: Pick<LedgerRequest, 'windows'>): ReturnType<typeof factsStatement> {
		const streams = windows.map(({ stream }) => stream);
		const key = streams.join();
		let known = this.#facts.get(key);
		if (known === undefined) {
			known = factsStatement(this.#db, { ...COUNTS, windows: streams });
			this.#facts.set(key, known);
		}
		return known;
	}

	/**
	 * Takes one send out of a stream and moves those after it one place down, so that the numbers stay without
	 * gaps. Answers how many are left, counted from the beginning.
	 */
	*#free(
		account: string,
		place: { stream: string; seq: number; at: number },
		reservation: string,
	): Program<number> {
		const { stream } = place;
		const head = yield* one(this.#statements.head, { account, stream });
		const last = head === undefined ? 0 : wholeNumber(head.seq, 'seq');
		const candidates = yield* many(this.#statements.placesBefore, { account, ...place });
		const found = candidates.find((row) => row.reservation === reservation);
		if (found === undefined || head === undefined) return last;
		const from = wholeNumber(found.seq, 'seq');
		const rows = yield* many(this.#statements.placesFrom, { account, stream, seq: from });
		for (const [index, row] of rows.slice(1).entries()) {
			yield* apply(this.#statements.rewrite, {
				account,
				stream,
				seq: from + index,
				at: wholeNumber(row.sent_at, 'sent_at'),
				reservation: text(row.reservation, 'reservation'),
			});
		}
		yield* apply(this.#statements.clear, { account, stream, seq: last });
		const before = yield* one(this.#statements.placesFrom, { account, stream, seq: last - 1 });
		const at =
			before === undefined ? wholeNumber(head.sent_at, 'sent_at') : wholeNumber(before.sent_at, 'sent_at');
		const spread = wholeNumber(head.spread, 'spread');
		yield* apply(this.#statements.moveHead, { account, stream, seq: last - 1, at, spread });
		return last - 1;
	}
}

function factParameters(
	request: Pick<LedgerRequest, 'accountId' | 'streams' | 'windows' | 'chats'>,
): FactParameters {
	const parameters: FactParameters = { account: request.accountId };
	const streamAt = (index: number): string => request.streams[index] ?? '';
	for (let index = 0; index < COUNTS.streams; index++) parameters[`s${index}`] = streamAt(index);
	for (const [index, { limit }] of request.windows.entries()) parameters[`b${index}`] = limit - 1;
	for (let index = 0; index < COUNTS.chats; index++) parameters[`c${index}`] = request.chats[index] ?? '';
	return parameters;
}

function readFacts(request: Pick<LedgerRequest, 'streams' | 'windows'>, row: Row): LedgerFacts {
	const head = (index: number): LedgerHead | null => {
		const at = numberIn(row, `at${index}`);
		return at === null ? null : { at, spread: index === 0 ? (numberIn(row, 'spread') ?? 500) : 500 };
	};
	return {
		heads: request.streams.map((_, index) => head(index)),
		turns: request.windows.map((_, index) => numberIn(row, `turn${index}`)),
		wroteToUs: numberIn(row, 'heard') !== null,
		restrictedAt: numberIn(row, 'restricted_at'),
	};
}

function isAhead(row: Row, now: number): boolean {
	for (let index = 0; index < COUNTS.streams; index++) {
		if ((numberIn(row, `at${index}`) ?? 0) > now + CLOCK_STEP_MS) return true;
	}
	return false;
}

function numberIn(row: Row, column: string): number | null {
	const value = row[column];
	return value === null || value === undefined ? null : wholeNumber(value, column);
}

function streamOf(row: Row): { account: string; stream: string } {
	return { account: text(row.account, 'account'), stream: text(row.stream, 'stream') };
}

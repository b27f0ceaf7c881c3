import type { CountWindow, Decision, Facts, Mark, Question, Slot } from '../../verification/store';
import type { Verification, VerificationMethod } from '../../verification/verification';
import { apply, many, one } from '../database';
import type { Program } from '../database';
import { text, wholeNumber } from '../row-reading';
import type { SqlBuilder } from '../statement';
import { readVerification, writeVerification } from './verification-rows';
import type { VerificationChanges } from './verification-changes';
import { verificationStatements } from './verification-statements';

/** Verifications and what counts in their windows. */
export class Verifications {
	readonly #statements: ReturnType<typeof verificationStatements>;

	readonly #changes: VerificationChanges;

	constructor(db: SqlBuilder, changes: VerificationChanges) {
		this.#statements = verificationStatements(db);
		this.#changes = changes;
	}

	*decide<Answer>(question: Question, decide: (facts: Facts) => Decision<Answer>): Program<Answer> {
		const { accountId: account, requestKey, id, latest, due, now } = question;
		const facts: Facts = {
			latest: latest === undefined ? null : yield* this.findLatest(account, latest),
			byId: id === undefined ? null : yield* this.find(account, id),
			byRequestKey: requestKey === undefined ? null : yield* this.#findRequested(account, requestKey),
			due: due === undefined ? [] : yield* this.#due(account, now, due),
			turns: yield* this.#turns(account, question.windows, now),
		};
		const { answer, put = [], mark = [], unmark = [] } = decide(facts);
		const read = [facts.latest, facts.byId, facts.byRequestKey, ...facts.due];
		for (const verification of put) {
			yield* apply(this.#statements.put, writeVerification(verification));
			const before = read.find((known) => known?.id === verification.id);
			if (before?.status !== verification.status) yield* this.#changes.note(account, verification, now);
		}
		for (const one of mark) yield* apply(this.#statements.mark, markRow(account, one));
		for (const one of unmark) yield* apply(this.#statements.unmark, markRow(account, one));
		return answer;
	}

	*find(account: string, id: string): Program<Verification | null> {
		const row = yield* one(this.#statements.byId, { account, id });
		return row === undefined ? null : readVerification(row);
	}

	*findLatest(account: string, { method, phone, purpose }: Slot): Program<Verification | null> {
		const row = yield* one(this.#statements.latest, { account, method, phone, purpose });
		return row === undefined ? null : readVerification(row);
	}

	*findByCode(account: string, hashes: readonly Uint8Array[]): Program<Verification | null> {
		for (const hash of hashes) {
			const row = yield* one(this.#statements.byCode, { account, hash });
			if (row !== undefined) return readVerification(row);
		}
		return null;
	}

	*lastHeardExpiry(account: string): Program<number | null> {
		const row = yield* one(this.#statements.lastHeardExpiry, { account });
		return row === undefined ? null : wholeNumber(row.expires_at, 'expires_at');
	}

	*liveManaged(account: string, method: VerificationMethod, limit: number): Program<Verification[]> {
		const rows = yield* many(this.#statements.liveManaged, { account, method, limit });
		return rows.map(readVerification);
	}

	*nextExpiry(account: string): Program<number | null> {
		const row = yield* one(this.#statements.nextExpiry, { account });
		return row === undefined ? null : wholeNumber(row.expires_at, 'expires_at');
	}

	/** Answers how many went. */
	*removeEnded(before: number, limit: number): Program<number> {
		const rows = yield* many(this.#statements.old, { before, limit });
		for (const row of rows) yield* apply(this.#statements.remove, { seq: wholeNumber(row.seq, 'seq') });
		return rows.length;
	}

	/** Answers how many went. */
	*removeMarks(before: number, limit: number): Program<number> {
		const rows = yield* many(this.#statements.oldMarks, { before, limit });
		for (const row of rows) {
			const at = wholeNumber(row.marked_at, 'marked_at');
			const mark = { stream: text(row.stream, 'stream'), at, id: text(row.id, 'id') };
			yield* apply(this.#statements.unmark, markRow(text(row.account, 'account'), mark));
		}
		return rows.length;
	}

	*#findRequested(account: string, key: string): Program<Verification | null> {
		const row = yield* one(this.#statements.byRequestKey, { account, key });
		return row === undefined ? null : readVerification(row);
	}

	*#due(account: string, now: number, limit: number): Program<Verification[]> {
		const rows = yield* many(this.#statements.due, { account, now, limit });
		return rows.map(readVerification);
	}

	*#turns(account: string, windows: readonly CountWindow[], now: number): Program<(number | null)[]> {
		const turns: (number | null)[] = [];
		for (const { stream, limit } of windows) {
			const row = yield* one(this.#statements.turn, { account, stream, now, before: limit - 1 });
			turns.push(row === undefined ? null : wholeNumber(row.marked_at, 'marked_at'));
		}
		return turns;
	}
}

function markRow(account: string, { stream, at, id }: Mark) {
	return { account, stream, at, id };
}

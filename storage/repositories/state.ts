import type { StoredState } from '../../sessions/store';
import { apply, one } from '../database';
import type { Program } from '../database';
import { bytes, text, textOrNull, wholeNumber } from '../row-reading';
import { statement } from '../statement';
import type { SqlBuilder } from '../statement';
import { readConnectionState, writeConnectionState } from '../connection-state';

export interface AccountSeal {
	readonly salt: Uint8Array;
	readonly check: Uint8Array;
}

/** What was last known of an account, and how its values are sealed. */
export class State {
	readonly #statements: ReturnType<typeof stateStatements>;

	constructor(db: SqlBuilder) {
		this.#statements = stateStatements(db);
	}

	*save(account: string, { state, phone, at, lastError }: StoredState): Program<void> {
		yield* apply(this.#statements.save, {
			account,
			state: writeConnectionState(state),
			phone,
			at,
			error: lastError?.text ?? null,
			errorAt: lastError?.at ?? null,
		});
	}

	*read(account: string): Program<StoredState | null> {
		const row = yield* one(this.#statements.read, { account });
		if (row === undefined || row.state === null) return null;
		return {
			state: readConnectionState(text(row.state, 'state')),
			phone: textOrNull(row.phone, 'phone'),
			at: wholeNumber(row.state_at, 'state_at'),
			...(row.last_error !== null && {
				lastError: {
					text: text(row.last_error, 'last_error'),
					at: wholeNumber(row.last_error_at, 'last_error_at'),
				},
			}),
		};
	}

	/** Null when the account's values lie in clear. */
	*readSeal(account: string): Program<AccountSeal | null> {
		const row = yield* one(this.#statements.readSeal, { account });
		if (row === undefined || (row.seal_salt === null && row.seal_check === null)) return null;
		return { salt: bytes(row.seal_salt, 'seal_salt'), check: bytes(row.seal_check, 'seal_check') };
	}

	*writeSeal(account: string, { salt, check }: AccountSeal): Program<void> {
		yield* apply(this.#statements.writeSeal, { account, salt, check });
	}
}

function stateStatements(db: SqlBuilder) {
	const table = 'whatsapp_kit_accounts';
	return {
		save: statement<{
			account: string;
			state: string;
			phone: string | null;
			at: number;
			error: string | null;
			errorAt: number | null;
		}>()((p) =>
			db
				.updateTable(table)
				.set({ state: p.state, phone: p.phone, state_at: p.at })
				.set({ last_error: p.error, last_error_at: p.errorAt })
				.where('account', '=', p.account),
		),
		read: statement<{ account: string }>()((p) =>
			db
				.selectFrom(table)
				.select(['state', 'phone', 'state_at', 'last_error', 'last_error_at'])
				.where('account', '=', p.account),
		),
		readSeal: statement<{ account: string }>()((p) =>
			db.selectFrom(table).select(['seal_salt', 'seal_check']).where('account', '=', p.account),
		),
		writeSeal: statement<{ account: string; salt: Uint8Array; check: Uint8Array }>()((p) =>
			db.updateTable(table).set({ seal_salt: p.salt, seal_check: p.check }).where('account', '=', p.account),
		),
	};
}

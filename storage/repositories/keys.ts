import type { KeyChanges } from '../../engines/engine';
import { apply, many } from '../database';
import type { Program } from '../database';
import { bytes, text } from '../row-reading';
import { statement } from '../statement';
import type { SqlBuilder } from '../statement';
import type { Vault } from '../sealing/vault';

export interface Reseal {
	readonly from: Vault;
	readonly to: Vault;
}

export interface KeyRow {
	readonly type: string;
	readonly id: string;
	/** Sealed; null deletes the key. */
	readonly value: Uint8Array | null;
}

/** Session keys of an account: the identity a phone is linked to, and one session per contact's device. */
export class Keys {
	readonly #statements: ReturnType<typeof keyStatements>;

	constructor(db: SqlBuilder) {
		this.#statements = keyStatements(db);
	}

	*loadAll(account: string, vault: Vault): Program<Map<string, Map<string, Uint8Array>>> {
		const keys = new Map<string, Map<string, Uint8Array>>();
		for (const row of yield* many(this.#statements.all, { account })) {
			const type = text(row.type, 'type');
			const id = text(row.id, 'id');
			const value = vault.open(['key', account, type, id], bytes(row.value, 'value'));
			const ofType = keys.get(type);
			if (ofType === undefined) keys.set(type, new Map([[id, value]]));
			else ofType.set(id, value);
		}
		return keys;
	}

	*write(account: string, rows: readonly KeyRow[]): Program<void> {
		for (const { type, id, value } of rows) {
			if (value === null) yield* apply(this.#statements.remove, { account, type, id });
			else yield* apply(this.#statements.put, { account, type, id, value });
		}
	}

	*forget(account: string): Program<void> {
		yield* apply(this.#statements.removeAll, { account });
	}

	*reseal(account: string, { from, to }: Reseal): Program<void> {
		for (const [type, ofType] of yield* this.loadAll(account, from)) {
			for (const [id, value] of ofType) {
				const sealed = to.seal(['key', account, type, id], value);
				yield* apply(this.#statements.put, { account, type, id, value: sealed });
			}
		}
	}
}

/** Sealed before the transaction begins, so that the write lock is held no longer than needed. */
export function sealKeys(account: string, changes: KeyChanges, vault: Vault): readonly KeyRow[] {
	const rows: KeyRow[] = [];
	for (const [type, ofType] of Object.entries(changes)) {
		for (const [id, value] of Object.entries(ofType)) {
			rows.push({ type, id, value: value === null ? null : vault.seal(['key', account, type, id], value) });
		}
	}
	return rows;
}

function keyStatements(db: SqlBuilder) {
	const table = 'whatsapp_kit_keys';
	type Key = { account: string; type: string; id: string };
	return {
		all: statement<{ account: string }>()((p) =>
			db.selectFrom(table).select(['type', 'id', 'value']).where('account', '=', p.account),
		),
		put: statement<Key & { value: Uint8Array }>()((p) =>
			db
				.insertInto(table)
				.values({ account: p.account, type: p.type, id: p.id, value: p.value })
				.onConflict((conflict) =>
					conflict
						.columns(['account', 'type', 'id'])
						.doUpdateSet((row) => ({ value: row.ref('excluded.value') })),
				),
		),
		remove: statement<Key>()((p) =>
			db.deleteFrom(table).where('account', '=', p.account).where('type', '=', p.type).where('id', '=', p.id),
		),
		removeAll: statement<{ account: string }>()((p) => db.deleteFrom(table).where('account', '=', p.account)),
	};
}

import { change, one } from '../database';
import type { Program } from '../database';
import { bytes } from '../row-reading';
import { statement } from '../statement';
import type { SqlBuilder } from '../statement';

export interface SecretRow {
	/** Null while it is kept in clear. */
	readonly salt: Uint8Array | null;
	readonly value: Uint8Array;
}

/** Random secrets of accounts, by name. */
export class Secrets {
	readonly #statements: ReturnType<typeof secretStatements>;

	constructor(db: SqlBuilder) {
		this.#statements = secretStatements(db);
	}

	*read(account: string, name: string): Program<SecretRow | null> {
		const row = yield* one(this.#statements.read, { account, name });
		if (row === undefined) return null;
		return { salt: row.salt === null ? null : bytes(row.salt, 'salt'), value: bytes(row.value, 'value') };
	}

	/** The row as it is afterwards: the first one to come made it. */
	*keepFirst(account: string, name: string, { salt, value }: SecretRow): Program<SecretRow> {
		yield* change(this.#statements.add, { account, name, salt, value });
		return (yield* this.read(account, name)) ?? { salt, value };
	}

	*replace(account: string, name: string, { salt, value }: SecretRow): Program<void> {
		yield* change(this.#statements.replace, { account, name, salt, value });
	}
}

type Name = { account: string; name: string };
type Row = Name & { salt: Uint8Array | null; value: Uint8Array };

function secretStatements(db: SqlBuilder) {
	const table = 'whatsapp_kit_secrets';
	return {
		read: statement<Name>()((p) =>
			db
				.selectFrom(table)
				.select(['salt', 'value'])
				.where('account', '=', p.account)
				.where('name', '=', p.name),
		),
		add: statement<Row>()((p) =>
			db
				.insertInto(table)
				.values({ account: p.account, name: p.name, salt: p.salt, value: p.value })
				.onConflict((conflict) => conflict.columns(['account', 'name']).doNothing()),
		),
		replace: statement<Row>()((p) =>
			db
				.updateTable(table)
				.set({ salt: p.salt, value: p.value })
				.where('account', '=', p.account)
				.where('name', '=', p.name),
		),
	};
}

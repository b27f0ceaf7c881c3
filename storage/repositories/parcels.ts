import type { ParcelPart } from '../../sessions/store';
import { change, one } from '../database';
import type { Program } from '../database';
import { bytes } from '../row-reading';
import { statement } from '../statement';
import type { SqlBuilder } from '../statement';

/** Values on their way from one process to another, in parts. Sealed by whoever puts them. */
export class Parcels {
	readonly #statements: ReturnType<typeof parcelStatements>;

	constructor(db: SqlBuilder) {
		this.#statements = parcelStatements(db);
	}

	*put({ id, part, body, until }: ParcelPart): Program<void> {
		yield* change(this.#statements.put, { id, part, body, until });
	}

	*read(id: string, part: number): Program<Uint8Array | null> {
		const row = yield* one(this.#statements.read, { id, part });
		return row === undefined ? null : bytes(row.body, 'body');
	}

	*remove(id: string): Program<void> {
		yield* change(this.#statements.remove, { id });
	}

	/** One at a time: a part is half a megabyte. Answers how many went. */
	*removeExpired(now: number): Program<number> {
		const row = yield* one(this.#statements.expired, { now });
		return row === undefined ? 0 : yield* change(this.#statements.remove, { id: String(row.id) });
	}
}

function parcelStatements(db: SqlBuilder) {
	const table = 'whatsapp_kit_parcels';
	return {
		put: statement<{ id: string; part: number; body: Uint8Array; until: number }>()((p) =>
			db.insertInto(table).values({ id: p.id, part: p.part, body: p.body, kept_until: p.until }),
		),
		read: statement<{ id: string; part: number }>()((p) =>
			db.selectFrom(table).select('body').where('id', '=', p.id).where('part', '=', p.part),
		),
		remove: statement<{ id: string }>()((p) => db.deleteFrom(table).where('id', '=', p.id)),
		expired: statement<{ now: number }>()((p) =>
			db.selectFrom(table).select('id').where('kept_until', '<', p.now).limit(1),
		),
	};
}

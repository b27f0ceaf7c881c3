import type { Compilable, Kysely } from 'kysely';
import type { StoreTables } from './schema';

/** The only values that may reach a driver; see `parameter-guard.ts` for what anything else would do. */
export type SqlValue = string | number | bigint | null | Uint8Array;

export type SqlParameters = Readonly<Record<string, SqlValue>>;

/** The builder statements are written with; it compiles SQL and executes nothing here. */
export type SqlBuilder = Kysely<StoreTables>;

/**
 * SQL text made once by Kysely for the dialect in use, with named places for the values of each call.
 * Building and compiling a query per call costs more than SQLite needs to run it.
 */
export interface Statement<Parameters extends SqlParameters, Row> {
	readonly sql: string;
	/** In the order of the SQL text. */
	readonly slots: readonly Slot[];
	/** Never called: carries the types of parameters and rows. */
	readonly types?: (parameters: Parameters) => Row;
}

/** A value fixed when the statement was written, or the name of one that comes with each call. */
export type Slot = { readonly name: string } | { readonly value: SqlValue };

/**
 * Writes a statement: `statement<{ account: string }>()((p) => db.selectFrom(…).where('account', '=', p.account))`.
 * The empty first call lets TypeScript infer the row type while the parameters are given.
 */
export function statement<Parameters extends SqlParameters>() {
	return <Row>(write: (places: Parameters) => Compilable<Row>): Statement<Parameters, Row> => {
		const compiled = write(places as Parameters).compile();
		return {
			sql: compiled.sql,
			slots: compiled.parameters.map((parameter) =>
				parameter instanceof Place ? { name: parameter.name } : { value: parameter as SqlValue },
			),
		};
	};
}

/** Values of one call in the order of the SQL text. */
export function bind(of: Statement<SqlParameters, unknown>, parameters: SqlParameters): SqlValue[] {
	const values = new Array<SqlValue>(of.slots.length);
	for (let index = 0; index < values.length; index++) {
		const slot = of.slots[index] as Slot;
		values[index] = 'name' in slot ? (parameters[slot.name] as SqlValue) : slot.value;
	}
	return values;
}

class Place {
	constructor(readonly name: string) {}
}

/** Answers any name with a mark that Kysely carries through to the compiled parameters untouched. */
const places: object = new Proxy({}, { get: (_target, name) => new Place(String(name)) });

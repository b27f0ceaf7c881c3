import type { WireValue } from './wire-values';
import { fromWire } from './wire-values';

export interface BatchStatement {
	/** Same name, same text; the server keeps what it made of it under this name. */
	readonly name: string;
	readonly sql: string;
	readonly values: readonly WireValue[];
	/** Somebody reads its rows, so the server is asked what their columns are. */
	readonly read: boolean;
}

export interface StatementResult {
	readonly rows: readonly Readonly<Record<string, unknown>>[];
	/** Of inserted, updated, deleted or selected rows. */
	readonly count: number;
	/** What the server says it did: `INSERT 0 1`, `COMMIT`. */
	readonly tag: string;
}

/** The part of pg's connection a batch speaks through; pg hands it to whatever has a `submit`. */
export interface Wire {
	readonly stream: { cork(): void; uncork(): void };
	parse(message: { name: string; text: string; types: undefined }): void;
	bind(message: { statement: string; values: readonly WireValue[] }): void;
	describe(message: { type: 'P' }): void;
	execute(message: { rows?: undefined }): void;
	sync(): void;
}

interface Field {
	readonly name: string;
	readonly dataTypeID: number;
}

/**
 * Several statements in one round trip: pg waits for the answer to each query before it sends the next, which
 * makes a transaction of two statements cost four. When one fails, the server skips the rest.
 */
export class Batch {
	/** Rejects with the server's error or the one that ended the connection. */
	readonly done: Promise<readonly StatementResult[]>;

	readonly #statements: readonly BatchStatement[];
	readonly #known: Set<string>;
	readonly #results: StatementResult[] = [];
	#fields: readonly Field[] = [];
	#rows: Record<string, unknown>[] = [];
	#unreadable: unknown;
	#resolve!: (results: readonly StatementResult[]) => void;
	#reject!: (error: unknown) => void;

	/** `known`: names of the statements this connection has; those of this batch are added when all went well. */
	constructor(statements: readonly BatchStatement[], known: Set<string>) {
		this.#statements = statements;
		this.#known = known;
		this.done = new Promise((resolve, reject) => {
			this.#resolve = resolve;
			this.#reject = reject;
		});
	}

	submit(wire: Wire): void {
		const parsed = new Set<string>();
		wire.stream.cork();
		try {
			for (const { name, sql, values, read } of this.#statements) {
				if (!this.#known.has(name) && !parsed.has(name)) {
					wire.parse({ name, text: sql, types: undefined });
					parsed.add(name);
				}
				wire.bind({ statement: name, values });
				if (read) wire.describe({ type: 'P' });
				wire.execute({});
			}
			wire.sync();
		} finally {
			wire.stream.uncork();
		}
	}

	handleRowDescription({ fields }: { fields: readonly Field[] }): void {
		this.#fields = fields;
	}

	handleDataRow({ fields: values }: { fields: readonly (string | null)[] }): void {
		// Of a statement whose rows nobody reads.
		if (this.#fields.length === 0) return;
		const row: Record<string, unknown> = {};
		try {
			for (let index = 0; index < values.length; index++) {
				const field = this.#fields[index] as Field;
				row[field.name] = fromWire(values[index] ?? null, field.dataTypeID);
			}
		} catch (error) {
			// Thrown here it would end the process: nobody stands between this and the socket.
			this.#unreadable ??= error;
		}
		this.#rows.push(row);
	}

	handleCommandComplete({ text: tag }: { text: string }): void {
		this.#results.push({ rows: this.#rows, count: Number(/\d+$/.exec(tag)?.[0] ?? 0), tag });
		this.#rows = [];
		this.#fields = [];
	}

	handleReadyForQuery(): void {
		for (const { name } of this.#statements) this.#known.add(name);
		if (this.#unreadable === undefined) this.#resolve(this.#results);
		else this.#reject(this.#unreadable);
	}

	handleError(error: unknown): void {
		this.#reject(error);
	}
}

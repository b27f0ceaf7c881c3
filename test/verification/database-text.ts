import { DatabaseSync } from 'node:sqlite';

/** All rows of all tables as text; bytes both as hex and as the characters they may be. */
export function fileAsText(path: string): string {
	const database = new DatabaseSync(path, { readOnly: true });
	try {
		const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
		return tables.map(({ name }) => rowsAsText(database.prepare(`select * from "${name}"`).all())).join('\n');
	} finally {
		database.close();
	}
}

export function rowsAsText(rows: readonly unknown[]): string {
	return rows
		.flatMap((row) => Object.values(row as object))
		.map((value: unknown) => {
			if (!(value instanceof Uint8Array)) return String(value);
			const bytes = Buffer.from(value);
			return `${bytes.toString('hex')} ${bytes.toString('latin1')}`;
		})
		.join('\n');
}

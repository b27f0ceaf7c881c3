import type { ColumnTypes } from '../column-types';

export async function sqliteColumnTypes(): Promise<ColumnTypes> {
	const { sql } = await import('kysely');
	return {
		bytes: 'blob',
		wholeNumber: 'integer',
		growing: (column) => column.primaryKey().autoIncrement(),
		keyOnly: (table) => table.modifyEnd(sql`without rowid`),
	};
}

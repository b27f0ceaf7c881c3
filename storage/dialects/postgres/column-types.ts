import type { ColumnTypes } from '../column-types';

export const postgresColumnTypes: ColumnTypes = {
	bytes: 'bytea',
	wholeNumber: 'bigint',
	growing: (column) => column.generatedAlwaysAsIdentity().primaryKey(),
	// Every table of this database is kept the same way.
	keyOnly: (table) => table,
};

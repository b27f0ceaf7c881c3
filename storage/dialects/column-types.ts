import type { ColumnDefinitionBuilder, CreateTableBuilder } from 'kysely';

/** Where the dialects differ when tables are made. Migrations ask this instead of a dialect's name. */
export interface ColumnTypes {
	readonly bytes: 'blob' | 'bytea';
	/** Wide enough for epoch ms. */
	readonly wholeNumber: 'integer' | 'bigint';
	/** A number that grows with every row and is never used twice, also after the last row was deleted. */
	growing(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder;
	/** A table of small rows that is nothing but its primary key: kept as one tree where that can be chosen. */
	keyOnly<Name extends string>(table: CreateTableBuilder<Name>): CreateTableBuilder<Name>;
}

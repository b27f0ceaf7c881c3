import type { ColumnDefinitionNode, Kysely } from 'kysely';
import type { Pool } from 'pg';
import type { StoreTables } from '../../schema';

/**
 * Kysely over a pool: writes the SQL of all statements and runs the migrations. The pool stays the caller's:
 * nobody destroys the Kysely.
 */
export async function kyselyOver(pool: Pool): Promise<Kysely<StoreTables>> {
	const {
		DataTypeNode,
		Kysely: KyselyOf,
		PostgresDialect,
		PostgresQueryCompiler,
		RawNode,
	} = await import('kysely');

	/**
	 * Text is compared by its bytes. An index in the order of a language becomes wrong when the system under
	 * Postgres gets another idea of that language, and then does not find session keys that are there.
	 */
	class ByteOrderCompiler extends PostgresQueryCompiler {
		protected override visitColumnDefinition(node: ColumnDefinitionNode): void {
			const isText = DataTypeNode.is(node.dataType) && node.dataType.dataType === 'text';
			const dataType = isText ? RawNode.createWithSql('text collate "C"') : node.dataType;
			super.visitColumnDefinition({ ...node, dataType });
		}
	}

	class ByteOrderDialect extends PostgresDialect {
		override createQueryCompiler() {
			return new ByteOrderCompiler();
		}
	}

	return new KyselyOf<StoreTables>({ dialect: new ByteOrderDialect({ pool }) });
}

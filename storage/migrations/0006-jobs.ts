import type { CreateIndexBuilder, Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { ColumnTypes } from '../dialects/column-types';

/** Messages that wait for their turn: `sessions/outbox/job-store.ts`. */
export function jobs(types: ColumnTypes): Migration {
	return {
		async up(db: Kysely<unknown>) {
			const table = 'whatsapp_kit_jobs';
			await db.schema
				.createTable(table)
				.addColumn('seq', types.wholeNumber, (column) => types.growing(column))
				.addColumn('account', 'text', (column) => column.notNull())
				.addColumn('job_id', 'text', (column) => column.notNull())
				.addColumn('idempotency_key', 'text', (column) => column.notNull())
				.addColumn('recipient', 'text', (column) => column.notNull())
				.addColumn('state', 'text', (column) => column.notNull())
				.addColumn('body', types.bytes)
				.addColumn('created_at', types.wholeNumber, (column) => column.notNull())
				.addColumn('leaves_at', types.wholeNumber, (column) => column.notNull())
				.addColumn('expires_at', types.wholeNumber, (column) => column.notNull())
				.addColumn('new_chat', types.wholeNumber, (column) => column.notNull())
				.addColumn('held', types.wholeNumber, (column) => column.notNull())
				.addColumn('attempts', types.wholeNumber, (column) => column.notNull())
				.addColumn('error', 'text')
				.addColumn('ended_at', types.wholeNumber)
				.addColumn('message_id', 'text')
				.addColumn('chat_id', 'text')
				.addColumn('sent_to', 'text')
				.addColumn('via', 'text')
				.addColumn('sent_at', types.wholeNumber)
				.addUniqueConstraint(`${table}_id`, ['account', 'job_id'])
				.addUniqueConstraint(`${table}_key`, ['account', 'idempotency_key'])
				.execute();
			// Typed for any column: the builder's own type lets a condition name the indexed columns only.
			const index = (name: string): CreateIndexBuilder<string> =>
				db.schema.createIndex(`${table}_${name}`).on(table);
			// What has ended is in neither of the first two: however long the past, the queue is as short as it is.
			await index('order').columns(['account', 'seq']).where('ended_at', 'is', null).execute();
			await index('due').columns(['account', 'held', 'leaves_at']).where('ended_at', 'is', null).execute();
			await index('old').columns(['ended_at']).where('ended_at', 'is not', null).execute();
		},
	};
}

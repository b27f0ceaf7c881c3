import { createHash } from 'node:crypto';
import type { Step } from '../../database';
import { bind } from '../../statement';
import { guardParameters } from '../parameter-guard';
import type { BatchStatement } from './batch';
import { limits } from './limits';
import { toWire } from './wire-values';

/** Read committed: each statement sees what was committed before it, also what the lock was waited for. */
export const BEGIN = fixed('begin isolation level read committed');
export const COMMIT = fixed('commit');
export const ROLLBACK = fixed('rollback');

const LOCK = `select set_config('lock_timeout', '${limits.lockMs}', true),
	set_config('statement_timeout', '${limits.statementMs}', true),
	set_config('idle_in_transaction_session_timeout', '${limits.idleInTransactionMs}', true),
	case current_setting('synchronous_commit') when 'off' then set_config('synchronous_commit', 'on', true) end,
	pg_advisory_xact_lock($1::bigint)`;

/**
 * Settings of this transaction only (a pooler hands the connection to others), and its turn among all writers.
 * What was told as kept is on the disk: a session key that goes back to an older one breaks a conversation.
 */
export function takeLock(key: string): BatchStatement {
	return { name: LOCK_NAME, sql: LOCK, values: [key], read: false };
}

/** True when running it can have changed nothing. */
export function onlyReads({ statement }: Step): boolean {
	return statement.sql.startsWith('select ');
}

/** What a step sends. Throws `unexpected` when it holds a value that cannot be stored. */
export function written({ answer, statement, parameters }: Step): BatchStatement {
	const values = bind(statement, parameters);
	guardParameters(values);
	let name = names.get(statement);
	if (name === undefined) {
		name = nameOf(statement.sql);
		names.set(statement, name);
	}
	const read = answer === 'one' || answer === 'many';
	return { name, sql: statement.sql, values: values.map(toWire), read };
}

const LOCK_NAME = nameOf(LOCK);

const names = new WeakMap<Step['statement'], string>();

function fixed(sql: string): BatchStatement {
	return { name: nameOf(sql), sql, values: [], read: false };
}

/** By the text, so that the same text is prepared once per connection whoever wrote it. */
function nameOf(sql: string): string {
	return `whatsapp_kit_${createHash('sha256').update(sql).digest('hex').slice(0, 24)}`;
}

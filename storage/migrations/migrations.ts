import type { Migration } from 'kysely/migration';
import type { ColumnTypes } from '../dialects/column-types';
import { firstTables } from './0001-first-tables';
import { ledger } from './0002-ledger';
import { lastError } from './0003-last-error';
import { parcels } from './0004-parcels';
import { chats } from './0005-chats';
import { jobs } from './0006-jobs';
import { verifications } from './0007-verifications';
import { verificationChanges } from './0008-verification-changes';
import { linkCodes } from './0009-link-codes';
import { waits } from './0010-waits';
import { givenIds } from './0011-given-ids';
import { keptBy } from './0012-kept-by';

/** All steps of the schema by name. Only ever add to the end: names are compared with what a store has. */
export function storeMigrations(types: ColumnTypes): Readonly<Record<string, Migration>> {
	return {
		'0001-first-tables': firstTables(types),
		'0002-ledger': ledger(types),
		'0003-last-error': lastError(types),
		'0004-parcels': parcels(types),
		'0005-chats': chats(types),
		'0006-jobs': jobs(types),
		'0007-verifications': verifications(types),
		'0008-verification-changes': verificationChanges(types),
		'0009-link-codes': linkCodes(),
		'0010-waits': waits(types),
		'0011-given-ids': givenIds(),
		'0012-kept-by': keptBy(),
	};
}

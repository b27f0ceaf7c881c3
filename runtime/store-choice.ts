import { KitError } from '../messages/kit-error';
import type { PostgresSettings } from '../storage/dialects/postgres/settings';
import { environmentValue, type Environment, type ReadFile } from './environment-value';
import { homeFolder } from './home-folder';
import { n8nPostgres, postgresOfUrl } from './postgres-settings';

export type StoreChoice =
	| { readonly kind: 'embedded'; readonly folder: string }
	| { readonly kind: 'postgres'; readonly settings: PostgresSettings };

export interface StoreChoiceInput {
	readonly environment: Environment;
	/** This process is a worker or webhook process, which exist in queue mode only, whatever the environment says. */
	readonly queueProcess: boolean;
	readonly readFile?: ReadFile;
}

/**
 * Where this n8n keeps its WhatsApp numbers. All processes of one n8n must come to the same answer: two stores
 * are two lists of linked numbers, and each would connect.
 *
 * @throws KitError `invalidInput` when a variable cannot be used, or none leads to a store all processes share
 */
export function chooseStore({ environment, queueProcess, readFile }: StoreChoiceInput): StoreChoice {
	const value = (name: string): string | undefined => environmentValue(environment, name, readFile);
	const url = value('WHATSAPP_KIT_DATABASE_URL');
	if (url !== undefined) return { kind: 'postgres', settings: postgresOfUrl(url) };
	const queueMode = queueProcess || value('EXECUTIONS_MODE') === 'queue';
	if (queueMode && value('DB_TYPE') === 'postgresdb')
		return { kind: 'postgres', settings: n8nPostgres(value) };
	// Who names a folder says that all processes have it; the default may be another one in each of them.
	if (queueMode && value('WHATSAPP_KIT_HOME') === undefined) throw nothingShared();
	return { kind: 'embedded', folder: homeFolder(environment) };
}

function nothingShared(): KitError {
	return new KitError({
		code: 'invalidInput',
		what: 'n8n runs in queue mode, and nothing says where its processes keep their WhatsApp numbers together.',
		why: "n8n's own database is not Postgres (DB_TYPE), and each process may have a folder of its own.",
		next: 'Set WHATSAPP_KIT_DATABASE_URL to a Postgres, or, with all processes on one machine, WHATSAPP_KIT_HOME to one folder.',
	});
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, Logger } from '../messages/ports';
import type { KitStore } from '../storage/kit-store';
import { openPostgresStore } from '../storage/open-postgres-store';
import { openStore } from '../storage/open-store';
import { STORE_FILE } from '../storage/store-file';
import type { Environment } from './environment-value';
import { homeFolder } from './home-folder';
import { chooseStore } from './store-choice';

export interface OpenChosenStoreOptions {
	readonly environment: Environment;
	readonly queueProcess: boolean;
	readonly logger: Logger;
	readonly clock: Clock;
}

/** The store of this n8n, opened. The caller closes it. Throws KitError `invalidInput` or `storage`. */
export async function openChosenStore(options: OpenChosenStoreOptions): Promise<KitStore> {
	const { environment, logger, clock } = options;
	const choice = chooseStore(options);
	if (choice.kind === 'embedded') return await openStore({ folder: choice.folder, logger });
	const store = await openPostgresStore({ settings: choice.settings, logger, clock });
	const file = join(homeFolder(environment), STORE_FILE);
	if (existsSync(file)) {
		logger.info(
			'WhatsApp numbers are kept in Postgres; those linked earlier in a file are not used any more',
			{
				file,
				setBy: choice.settings.setBy,
			},
		);
	}
	return store;
}

import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import type { EngineId } from '../../../../engines/engine';
import { readAccount } from '../../../shared/account';
import { loadKit } from '../../../shared/load-kit';
import { toNodeError } from '../../../shared/node-error';

/** The editor waits for the list; longer than this a person takes for broken. */
const searchTimeMs = 20_000;

/** Approved templates of the account whose name contains `filter`, one entry per language. */
export async function searchTemplates(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	try {
		const engine = this.getCurrentNodeParameter('engine') as EngineId | undefined;
		const account = await readAccount(this, engine ?? 'web');
		const kit = loadKit({ logger: this.logger });
		const templates = await kit.templates(account, AbortSignal.timeout(searchTimeMs));
		const wanted = (filter ?? '').trim().toLowerCase();
		const results = templates
			.filter(({ name }) => name.toLowerCase().includes(wanted))
			.map(({ name, language }) => ({ name: `${name} (${language})`, value: `${name}/${language}` }));
		return { results };
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
}

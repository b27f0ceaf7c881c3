import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import type { EngineId } from '../../../../engines/engine';
import { readAccount } from '../../../shared/account';
import { loadKit } from '../../../shared/load-kit';
import { toNodeError } from '../../../shared/node-error';

/** The editor waits for the list; longer than this a person takes for broken. */
const searchTimeMs = 20_000;

/** Groups of the number whose name contains `filter`, by name. */
export async function searchGroups(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	try {
		const engine = this.getCurrentNodeParameter('engine') as EngineId | undefined;
		const account = await readAccount(this, engine ?? 'web');
		const handle = await loadKit({ logger: this.logger }).acquire(account);
		try {
			const groups = await handle.session.listGroups(AbortSignal.timeout(searchTimeMs));
			const wanted = (filter ?? '').trim().toLowerCase();
			const results = groups
				.filter((group) => group.subject.toLowerCase().includes(wanted))
				.map((group) => ({ name: group.subject || group.id, value: group.id }))
				.sort((a, b) => a.name.localeCompare(b.name));
			return { results };
		} finally {
			handle.release();
		}
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
}

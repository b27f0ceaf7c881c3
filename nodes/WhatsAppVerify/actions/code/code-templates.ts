import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import type { EngineId } from '../../../../engines/engine';
import { readAccount } from '../../../shared/account';
import { loadKit } from '../../../shared/load-kit';
import { toNodeError } from '../../../shared/node-error';

/** The editor waits for the list; longer than this a person takes for broken. */
const LOAD_MS = 20_000;

/** Templates of the account's gateway that a code may be sent by. */
export async function getCodeTemplates(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	try {
		const engine = this.getCurrentNodeParameter('engine') as EngineId;
		const account = await readAccount(this, engine);
		const { managed } = await loadKit({ logger: this.logger }).verifications(account);
		const templates = (await managed?.codes?.templates(AbortSignal.timeout(LOAD_MS))) ?? [];
		return templates.map(({ name, language }) => ({
			name: language === null ? name : `${name} (${language})`,
			value: language === null ? name : `${name}:${language}`,
		}));
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
}

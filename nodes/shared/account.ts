import type { FunctionsBase } from 'n8n-workflow';
import type { EngineId } from '../../engines/engine';
import type { AccountConfig } from '../../runtime/kit';
import { credentialOf } from './offered-engines';

type CredentialReader = Pick<FunctionsBase, 'getCredentials' | 'getNode'>;

/**
 * The account of a node: key of everything behind it is the id of the credential, so two nodes with the
 * same credential share one connection. Rejects with n8n's own words when no credential is chosen.
 */
export async function readAccount(context: CredentialReader, engine: EngineId): Promise<AccountConfig> {
	const type = credentialOf(engine);
	const credential = await context.getCredentials(type);
	const chosen = context.getNode().credentials?.[type];
	return { id: chosen?.id ?? '', name: labelOf(credential) ?? chosen?.name ?? '', engine, credential };
}

function labelOf(credential: { accountLabel?: unknown }): string | undefined {
	const label = typeof credential.accountLabel === 'string' ? credential.accountLabel.trim() : '';
	return label === '' ? undefined : label;
}

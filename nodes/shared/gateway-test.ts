import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import type { EngineId } from '../../engines/engine';
import { loadKit } from './load-kit';
import { isKitError } from './node-error';
import { engineOfCredential } from './offered-engines';

/**
 * Asks the gateway whether the account works, with one request.
 *
 * "Error" also for one that is merely not linked yet: n8n shows our text only with "Error", and the credential is
 * saved either way.
 */
export async function testGateway(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	try {
		const engine = engineOfCredential(credential.type) as EngineId;
		const { id, name, data } = credential;
		const verdict = await loadKit({ logger: this.logger }).tryOut({ id, name, engine, credential: data });
		return { status: verdict.usable ? 'OK' : 'Error', message: verdict.text };
	} catch (error) {
		const words = isKitError(error) ? [error.what, error.why, error.next].filter(Boolean) : [String(error)];
		return { status: 'Error', message: words.join(' ') };
	}
}

import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { describeAccount } from './account-state-text';
import { loadKit } from './load-kit';
import { isKitError } from './node-error';

/**
 * Says in words what state a number is in; never opens a socket.
 *
 * "Error" for everything a person has to read, also for a number that is merely not linked yet: n8n shows
 * our text only with "Error" and its own "Connection tested successfully" with "OK", which would be untrue
 * of an unlinked number and would hide the next step. The credential is saved either way.
 */
export async function testOwnNumber(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	if (!credential.id) {
		return {
			status: 'Error',
			message: 'Save the credential first: its state is kept under the id it gets then.',
		};
	}
	try {
		const stored = await loadKit({ logger: this.logger }).lastKnown(credential.id);
		const verdict = describeAccount(stored);
		return { status: verdict.usable ? 'OK' : 'Error', message: verdict.text };
	} catch (error) {
		return { status: 'Error', message: reason(error) };
	}
}

function reason(error: unknown): string {
	if (isKitError(error)) return [error.what, error.why, error.next].filter(Boolean).join(' ');
	return `The state of this number could not be read: ${error instanceof Error ? error.message : String(error)}`;
}

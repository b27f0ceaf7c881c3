import type {
	ICredentialDataDecryptedObject,
	IExecuteSingleFunctions,
	IHttpRequestOptions,
	PreSendAction,
} from 'n8n-workflow';
import { toNodeError } from '../node-error';

/** Puts into a request what proves who asks. Throws KitError for an unusable field and for an address not allowed. */
export type CredentialPlacer = (
	credential: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
) => Promise<IHttpRequestOptions>;

/**
 * The credential of a declarative node, put into each of its requests by the node itself. Credentials that could do so
 * on their own (`authenticate`) would be offered for any address by the HTTP Request node, and make n8n add "Custom
 * API Call" to every node that takes them.
 */
export function placingCredential(name: string, place: CredentialPlacer): PreSendAction {
	return async function (this: IExecuteSingleFunctions, request) {
		try {
			return await place(await this.getCredentials(name), request);
		} catch (error) {
			throw toNodeError(this.getNode(), error, this.getItemIndex());
		}
	};
}

import { waCrHttp } from '../../../engines/waCr/wa-cr-http';
import { parseWaCrOptions } from '../../../engines/waCr/wa-cr-options';
import { onlyToOwnAddress } from '../../shared/rest/own-address';
import type { CredentialPlacer } from '../../shared/rest/place-credential';

/** Sends the token to the address of the credential alone, put right where it is a bare domain. */
export const placeWaCr: CredentialPlacer = async (credential, request) => {
	const options = parseWaCrOptions(credential);
	const addressed = { ...request, baseURL: options.baseUrl };
	await onlyToOwnAddress(addressed, options);
	return { ...addressed, headers: { ...request.headers, ...waCrHttp(options).headers } };
};

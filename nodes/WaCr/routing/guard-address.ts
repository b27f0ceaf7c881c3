import type { IExecuteSingleFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { apiAddress, waCrAddress } from '../../../engines/waCr/api-address';
import { readGatewayAddress } from '../../../engines/gateway/gateway-address';
import { KitError } from '../../../messages/kit-error';
import { systemHostLookup } from '../../../messages/media/guarded-lookup';
import { isPublicAddress } from '../../../messages/media/public-address';
import { toNodeError } from '../../shared/node-error';

/** Sends the token to the address of the credential alone, and inside only where the credential says so. */
export async function guardAddress(
	this: IExecuteSingleFunctions,
	request: IHttpRequestOptions,
): Promise<IHttpRequestOptions> {
	try {
		const { baseUrl, allowPrivateAddress } = await this.getCredentials('waCrApi');
		return { ...request, baseURL: await checkedAddress(baseUrl, allowPrivateAddress === true) };
	} catch (error) {
		throw toNodeError(this.getNode(), error, this.getItemIndex());
	}
}

/** @throws KitError `invalidInput` */
export async function checkedAddress(given: unknown, allowPrivate: boolean): Promise<string> {
	const text = typeof given === 'string' && given.trim() !== '' ? given : waCrAddress;
	const address = apiAddress(readGatewayAddress(text, allowPrivate));
	if (!allowPrivate) await refuseInside(new URL(address).hostname.replace(/^\[|\]$/gu, ''));
	return address;
}

async function refuseInside(host: string): Promise<void> {
	// A name nobody knows is told by the request itself.
	const addresses = await systemHostLookup(host).catch(() => []);
	if (addresses.every(({ address }) => isPublicAddress(address))) return;
	throw new KitError({
		code: 'invalidInput',
		what: 'The base URL leads to this machine or the local network, which the credential does not allow.',
		next: 'Nothing was sent. Correct the base URL, or allow private addresses in the credential.',
	});
}

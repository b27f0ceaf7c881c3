import type { IHttpRequestOptions } from 'n8n-workflow';
import { KitError } from '../../../messages/kit-error';
import { systemHostLookup } from '../../../messages/media/guarded-lookup';
import { isPublicAddress } from '../../../messages/media/public-address';

/** Where a credential may be sent, as its own fields say. */
export interface OwnAddress {
	/** As `readGatewayAddress` gives it. */
	readonly baseUrl: string;
	readonly allowPrivate: boolean;
}

/**
 * Refuses every request that goes anywhere but to the address of the credential itself, and inside unless the
 * credential allows it. n8n makes the connection and takes no lookup of ours, so the name is judged before.
 *
 * @throws KitError `invalidInput`
 */
export async function onlyToOwnAddress(
	{ url, baseURL }: Pick<IHttpRequestOptions, 'url' | 'baseURL'>,
	{ baseUrl, allowPrivate }: OwnAddress,
): Promise<void> {
	const own = new URL(baseUrl);
	if (new URL(url, baseURL).origin !== own.origin)
		throw refusal('The request leads elsewhere than the base URL of its credential.');
	if (!allowPrivate) await refuseInside(own.hostname.replace(/^\[|\]$/gu, ''));
}

async function refuseInside(host: string): Promise<void> {
	const addresses = await systemHostLookup(host).catch(() => {
		// Not left to the request: by then the name might lead inside.
		throw new KitError({
			code: 'notConnected',
			what: 'The host of the base URL is not known.',
			next: 'Nothing was sent. Correct the base URL, or try again when this machine is online.',
		});
	});
	if (addresses.every(({ address }) => isPublicAddress(address))) return;
	throw refusal(
		'The base URL leads to this machine or the local network, which the credential does not allow.',
	);
}

function refusal(what: string): KitError {
	const next = 'Nothing was sent. Correct the base URL, or allow private addresses in the credential.';
	return new KitError({ code: 'invalidInput', what, next });
}

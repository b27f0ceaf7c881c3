import type { IHttpRequestOptions } from 'n8n-workflow';
import { systemHostLookup } from '../messages/media/guarded-lookup';
import { isPublicAddress } from '../messages/media/public-address';

/** n8n's HTTP Request node takes this credential too, and any address. */
export function refuseElsewhere({ url, baseURL }: IHttpRequestOptions, ours: string): void {
	if (new URL(url, baseURL).origin === new URL(ours).origin) return;
	throw new Error('This credential is sent to its own base URL only');
}

/** n8n makes the connection and takes no lookup of ours, so the name is judged before. */
export async function refuseInside({ hostname }: URL): Promise<void> {
	const addresses = await systemHostLookup(hostname.replace(/^\[|\]$/gu, ''));
	if (addresses.every(({ address }) => isPublicAddress(address))) return;
	throw new Error(
		'The base URL leads to this machine or the local network, which the credential does not allow',
	);
}

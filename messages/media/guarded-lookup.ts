import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { privateAddress } from './media-address';

/** Name resolution as a port: every address of a name. */
export type HostLookup = (host: string) => Promise<readonly LookupAddress[]>;

/** The resolver of the operating system, hosts file included. */
export const systemHostLookup: HostLookup = (host) =>
	new Promise((resolve, reject) => {
		systemLookup(host, { all: true, verbatim: true }, (error, addresses) =>
			error ? reject(error) : resolve(addresses),
		);
	});

/**
 * A lookup for sockets that refuses a name as soon as one of its addresses is forbidden. The socket connects to what is answered
 * here and asks nobody again, so a name that changes its address between check and use gains nothing.
 */
export function guardedLookup(resolve: HostLookup, mayConnect: (address: string) => boolean): LookupFunction {
	return (host, options, callback) => {
		resolve(host)
			.then((all) => {
				if (!all.every(({ address }) => mayConnect(address))) throw privateAddress(host);
				const wanted = familyOf(options.family);
				const addresses = wanted === 0 ? [...all] : all.filter(({ family }) => family === wanted);
				const first = addresses[0];
				if (!first) throw Object.assign(new Error(`no address for ${host}`), { code: 'ENOTFOUND' });
				if (options.all) callback(null, addresses);
				else callback(null, first.address, first.family);
			})
			.catch((error: NodeJS.ErrnoException) => callback(error, ''));
	};
}

function familyOf(family: number | 'IPv4' | 'IPv6' | undefined): 0 | 4 | 6 {
	if (family === 4 || family === 'IPv4') return 4;
	return family === 6 || family === 'IPv6' ? 6 : 0;
}

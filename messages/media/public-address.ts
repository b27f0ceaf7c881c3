import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * Which addresses a workflow may fetch from without being told so explicitly. Everything the IANA registries of
 * special-purpose addresses do not call globally reachable is refused, and so are the metadata addresses of
 * clouds, which hand out credentials.
 */
const refused = new BlockList();
const blocks: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
	['0.0.0.0', 8, 'ipv4'], // this network
	['10.0.0.0', 8, 'ipv4'], // private
	['100.64.0.0', 10, 'ipv4'], // carrier-grade NAT, also one cloud's metadata
	['127.0.0.0', 8, 'ipv4'], // loopback
	['168.63.129.16', 32, 'ipv4'], // one cloud's host service, outside the private ranges
	['169.254.0.0', 16, 'ipv4'], // link-local, metadata of most clouds
	['172.16.0.0', 12, 'ipv4'], // private
	['192.0.0.0', 24, 'ipv4'], // protocol assignments, also one cloud's metadata
	['192.0.2.0', 24, 'ipv4'], // documentation
	['192.31.196.0', 24, 'ipv4'], // AS112
	['192.52.193.0', 24, 'ipv4'], // AMT
	['192.88.99.0', 24, 'ipv4'], // 6to4 relays
	['192.168.0.0', 16, 'ipv4'], // private
	['192.175.48.0', 24, 'ipv4'], // AS112
	['198.18.0.0', 15, 'ipv4'], // benchmarks
	['198.51.100.0', 24, 'ipv4'], // documentation
	['203.0.113.0', 24, 'ipv4'], // documentation
	['224.0.0.0', 4, 'ipv4'], // multicast
	['240.0.0.0', 4, 'ipv4'], // reserved, broadcast
	['::', 96, 'ipv6'], // unspecified, loopback, IPv4-compatible
	['64:ff9b:1::', 48, 'ipv6'], // local NAT64
	['100::', 64, 'ipv6'], // discard
	['2001::', 23, 'ipv6'], // protocol assignments, Teredo
	['2001:db8::', 32, 'ipv6'], // documentation
	['3fff::', 20, 'ipv6'], // documentation
	['5f00::', 16, 'ipv6'], // segment routing
	['fc00::', 7, 'ipv6'], // unique local, also one cloud's metadata
	['fe80::', 10, 'ipv6'], // link-local
	['fec0::', 10, 'ipv6'], // site-local
	['ff00::', 8, 'ipv6'], // multicast
];
for (const [network, prefix, family] of blocks) refused.addSubnet(network, prefix, family);

/** True when the address is out on the internet. IPv4 inside IPv6 (mapped, NAT64, 6to4) is judged as IPv4. */
export function isPublicAddress(address: string): boolean {
	const bare = address.replace(/^\[|\]$/gu, '').replace(/%.*$/u, '');
	if (isIPv4(bare)) return !refused.check(bare, 'ipv4');
	if (!isIPv6(bare)) return false;
	const groups = ipv6Groups(bare);
	const embedded = embeddedIPv4(groups);
	if (embedded !== null) return !refused.check(embedded, 'ipv4');
	return !refused.check(bare, 'ipv6');
}

function embeddedIPv4(groups: readonly number[]): string | null {
	const starts = (...prefix: readonly number[]) => prefix.every((group, index) => groups[index] === group);
	if (starts(0, 0, 0, 0, 0, 0xffff) || starts(0x64, 0xff9b, 0, 0, 0, 0)) return ipv4Of(groups[6], groups[7]);
	if (starts(0x2002)) return ipv4Of(groups[1], groups[2]);
	return null;
}

function ipv4Of(high = 0, low = 0): string {
	return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** The eight groups of an address that is known to be valid. */
function ipv6Groups(address: string): number[] {
	// The URL parser writes the dotted ending of ::ffff:127.0.0.1 as two groups, and never more than one "::".
	const [head = '', tail] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::');
	const parsed = (part: string) => (part === '' ? [] : part.split(':').map((group) => parseInt(group, 16)));
	if (tail === undefined) return parsed(head);
	const [before, after] = [parsed(head), parsed(tail)];
	return [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
}

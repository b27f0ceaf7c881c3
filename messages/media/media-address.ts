import { isIP } from 'node:net';
import { KitError } from '../kit-error';

/**
 * Reads a web address to fetch from. Throws `invalidInput` for anything but http and https. Names that stand for
 * an address (2130706433, 0x7f.1, [::ffff:127.0.0.1]) come out of the URL parser as that address.
 */
export function readMediaUrl(text: string, base?: URL): URL {
	if (!URL.canParse(text, base?.href)) {
		throw new KitError({
			code: 'invalidInput',
			what: 'source.url is not a web address.',
			next: 'Nothing was sent. Give a whole address, such as https://example.com/photo.jpg.',
		});
	}
	const url = new URL(text, base);
	if (url.protocol === 'http:' || url.protocol === 'https:') return url;
	throw new KitError({
		code: 'invalidInput',
		what: `source.url begins with "${url.protocol.slice(0, 20)}", only http: and https: are fetched.`,
		next: 'Nothing was sent. Give an http or https address, or read the file in a step before and send its binary data.',
	});
}

/** Refuses addresses written as numbers; names are judged once they are resolved (`guarded-lookup.ts`). */
export function refuseForbiddenLiteral(url: URL, mayConnect: (address: string) => boolean): void {
	const host = url.hostname.replace(/^\[|\]$/gu, '');
	if (isIP(host) !== 0 && !mayConnect(host)) throw privateAddress(url.hostname);
}

export function privateAddress(host: string): KitError {
	return new KitError({
		code: 'media',
		what: `The file was not fetched: ${host} is an address of this machine or the local network.`,
		why: 'Whoever may choose the address could otherwise read what is meant for the inside only.',
		next: 'Nothing was sent. If it is meant, allow private addresses for this message.',
		reason: 'privateAddress',
	});
}

/**
 * An address as it may stand in an error: no user, password, query or fragment; of the path only the file name,
 * because some services put a token in the path.
 */
export function shownUrl(url: URL): string {
	const parts = url.pathname.split('/');
	const last = parts.at(-1) ?? '';
	const file = /^[\w%.~-]{1,60}\.\w{1,5}$/u.test(last) ? last : '';
	const folders = parts.length > 2 || (file === '' && last !== '') ? '…/' : '';
	return `${url.protocol}//${url.host}/${file === '' && folders ? '…' : folders + file}`;
}

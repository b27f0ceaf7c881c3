import { KitError } from '../../messages/kit-error';

/**
 * Reads the base address of a gateway's API. No query, no fragment, no user in it: they would end up in every
 * request and every log.
 *
 * @param allowPrivate Whoever made the credential said that it is inside; plain http is allowed then, too.
 * @throws KitError `invalidInput`
 */
export function readGatewayAddress(text: string, allowPrivate: boolean): string {
	const given = text.trim();
	const url = URL.canParse(given) ? new URL(given) : undefined;
	if (!url || !['https:', 'http:'].includes(url.protocol)) throw refusal('It is not a web address.');
	if (url.protocol === 'http:' && !allowPrivate) {
		throw refusal('It begins with http:, so your token would travel readable for everybody on the way.');
	}
	if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
		throw refusal('It has a user, a query or a fragment.');
	}
	return url.href.replace(/\/+$/u, '');
}

function refusal(why: string): KitError {
	return new KitError({
		code: 'invalidInput',
		what: 'The base URL of the credential is not usable.',
		why,
		next: 'Give the address of the API alone, such as https://api.example.com/v2.',
	});
}

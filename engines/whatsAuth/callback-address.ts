import { KitError } from '../../messages/kit-error';

/** What the callback's address carries; the WhatsAuth Trigger looks for it there. */
const CALLBACK_PROOF = 'secret';

/** n8n signs the address of a waiting execution with this: anything added to it would break the signature. */
const SIGNATURE = 'signature';

/**
 * The address WhatsAuth calls back, with the proof in its query unless it has one already.
 *
 * @throws KitError `invalidInput` for anything but https; http only where private addresses are allowed
 */
export function callbackAddress(
	text: string,
	{ allowPrivate, secret }: { readonly allowPrivate: boolean; readonly secret: string },
): string {
	const given = text.trim();
	const url = URL.canParse(given) ? new URL(given) : undefined;
	if (!url || !['https:', 'http:'].includes(url.protocol)) throw refusal('It is not a web address.');
	if (url.protocol === 'http:' && !allowPrivate) {
		throw refusal('It begins with http:, and WhatsAuth calls back by https only.');
	}
	const proven = url.searchParams.has(CALLBACK_PROOF) || url.searchParams.has(SIGNATURE);
	if (secret === '' || proven) return given;
	const pair = `${CALLBACK_PROOF}=${encodeURIComponent(secret)}`;
	url.search = url.search === '' ? pair : `${url.search}&${pair}`;
	url.hash = '';
	return url.href;
}

function refusal(why: string): KitError {
	return new KitError({
		code: 'invalidInput',
		what: 'The callback URL is not usable.',
		why,
		next: 'No code was made. Give the https address of the node WhatsAuth Trigger, of a waiting execution, or of a server of yours.',
	});
}

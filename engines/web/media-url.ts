import { KitError } from '../../messages/kit-error';
import type { WebMedia } from './media-reference';

const DEFAULT_HOST = 'mmg.whatsapp.net';

/**
 * Where a file lies. Host and path are written by the sender of the message, so they are held to WhatsApp's
 * own hosts: else anybody could make this machine ask any address in its network.
 *
 * @param mediaHosts Hosts (with port) that the server announced besides its own.
 * @throws KitError `media`
 */
export function mediaUrl(media: Pick<WebMedia, 'directPath' | 'url'>, mediaHosts: readonly string[]): URL {
	const named = media.url !== null && URL.canParse(media.url) ? new URL(media.url) : undefined;
	const trusted = named && isTheirs(named, mediaHosts) ? named : undefined;
	if (media.directPath?.startsWith('/')) {
		// Every path is served by the default host as well, so an unknown host costs nothing but nearness.
		const url = new URL(`https://${trusted?.host ?? DEFAULT_HOST}${media.directPath}`);
		if (isTheirs(url, mediaHosts)) return url;
	} else if (trusted) {
		return trusted;
	}
	throw new KitError({
		code: 'media',
		what: 'The file does not lie on a server of WhatsApp.',
		why: `The message names the host ${named?.host ?? 'of no valid address'}.`,
		next: 'Nothing was fetched. Do not trust this message.',
	});
}

function isTheirs(url: URL, mediaHosts: readonly string[]): boolean {
	if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return false;
	const isWhatsApp = url.port === '' && /(^|\.)whatsapp\.net$/.test(url.hostname);
	return isWhatsApp || mediaHosts.includes(url.host);
}

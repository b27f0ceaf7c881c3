export type ReadChatLink =
	| { readonly kind: 'phone'; readonly phone: string }
	| { readonly kind: 'refused'; readonly why: string };

/**
 * Reads the links that open a chat (wa.me, api.whatsapp.com, web.whatsapp.com, whatsapp://) and tel:. The number
 * in them is international by their own rules, except in tel:. `undefined` when the text is no link at all.
 */
export function readChatLink(text: string): ReadChatLink | undefined {
	if (/^tel:/iu.test(text)) return telLink(text);
	if (!/^(?:[a-z][a-z0-9+.-]*:\/\/|(?:www\.)?(?:wa\.me|(?:[a-z]+\.)?whatsapp\.com)(?:[/?]|$))/iu.test(text))
		return undefined;

	const url = parsed(/^[a-z][a-z0-9+.-]*:\/\//iu.test(text) ? text : `https://${text}`);
	if (!url) return { kind: 'refused', why: 'It looks like a link, but cannot be read as one.' };
	if (url.protocol === 'whatsapp:') return sendLink(url);
	const host = url.hostname.toLowerCase().replace(/^www\./u, '');
	if (!/^https?:$/u.test(url.protocol))
		return { kind: 'refused', why: 'It is a link, but not one that opens a chat.' };
	if (host === 'wa.me') return shortLink(url);
	if (host === 'api.whatsapp.com' || host === 'web.whatsapp.com' || host === 'whatsapp.com')
		return sendLink(url);
	if (host === 'chat.whatsapp.com') {
		return {
			kind: 'refused',
			why: 'It is an invitation to a group; give the id of the group (…@g.us) instead.',
		};
	}
	return { kind: 'refused', why: 'It is a link, but not one that opens a WhatsApp chat.' };
}

function parsed(text: string): URL | undefined {
	return URL.canParse(text) ? new URL(text) : undefined;
}

/** RFC 3966: `tel:+55-11-98765-4321;ext=5`. A local number carries its prefix in phone-context. */
function telLink(text: string): ReadChatLink {
	const [number = '', ...parameters] = text.slice('tel:'.length).replace(/^\/\//u, '').split(';');
	if (parameters.some((parameter) => /^ext=/iu.test(parameter))) {
		return { kind: 'refused', why: 'It has an extension; WhatsApp knows whole numbers only.' };
	}
	const context = parameters
		.map((parameter) => /^phone-context=(\+[\d-]+)$/iu.exec(parameter)?.[1])
		.find(Boolean);
	const phone = decoded(number);
	return { kind: 'phone', phone: context && !phone.startsWith('+') ? `${context}${phone}` : phone };
}

/** `wa.me/5511987654321?text=…` */
function shortLink(url: URL): ReadChatLink {
	const [first = '', ...rest] = url.pathname.split('/').filter(Boolean);
	if (first === '') return noNumber(url);
	const phone = decoded(first);
	if (rest.length > 0 || !/^[+\d\s().-]+$/u.test(phone)) {
		return {
			kind: 'refused',
			why: 'This kind of wa.me link hides the number; open it once and give the number itself.',
		};
	}
	return { kind: 'phone', phone: international(phone) };
}

/** `…/send?phone=5511987654321&text=…` */
function sendLink(url: URL): ReadChatLink {
	if (/^\/channel\//u.test(url.pathname)) {
		return {
			kind: 'refused',
			why: 'It invites to a channel; give the id of the channel (…@newsletter) instead.',
		};
	}
	return noNumber(url);
}

/** With the number in the query, or without any. "+" arrives as a space there. */
function noNumber(url: URL): ReadChatLink {
	const phone = url.searchParams.get('phone')?.trim();
	if (!phone) return { kind: 'refused', why: 'The link has no phone number in it.' };
	return { kind: 'phone', phone: international(phone) };
}

function international(phone: string): string {
	return phone.startsWith('+') || phone.startsWith('00') ? phone : `+${phone}`;
}

function decoded(part: string): string {
	try {
		return decodeURIComponent(part).trim();
	} catch {
		return part;
	}
}

import { phoneFromWhatsApp } from './phone-number';
import type { Recipient } from './recipient';

export type ReadChatId =
	| { readonly kind: 'id'; readonly recipient: Recipient }
	| { readonly kind: 'refused'; readonly why: string };

/**
 * Reads WhatsApp's own ids: `user[:device]@server`, and group ids without their server. `undefined` when it is
 * something else, most likely a phone number.
 */
export function readChatId(text: string): ReadChatId | undefined {
	if (!text.includes('@')) return bareGroupId(text);
	const at = text.lastIndexOf('@');
	const [user, server] = [
		text.slice(0, at).trim(),
		text
			.slice(at + 1)
			.trim()
			.toLowerCase(),
	];
	const read = servers.get(server);
	if (read)
		return (
			read(user) ?? { kind: 'refused', why: `"${server}" is known, but the part before "@" does not fit it.` }
		);
	if (server.includes('.')) return { kind: 'refused', why: 'It looks like a mail address.' };
	return { kind: 'refused', why: 'It has an "@", but is no WhatsApp id this package knows.' };
}

/** `.0` (agent) and `:12` (device) say which phone or computer of the person it was; messages go to all of them. */
const withDevice = /^\+?(\d{5,20})(?:[._]\d{1,3})?(?::\d{1,5})?$/u;
const groupUser = /^(?:\d{15,25}|\d{5,15}-\d{9,11})$/u;

const servers: ReadonlyMap<string, (user: string) => ReadChatId | undefined> = new Map([
	['s.whatsapp.net', phoneId],
	['c.us', phoneId],
	['lid', lid],
	['g.us', (user) => (groupUser.test(user) ? known({ kind: 'group', groupId: `${user}@g.us` }) : undefined)],
	['newsletter', channel],
	['broadcast', broadcast],
]);

function phoneId(user: string): ReadChatId | undefined {
	const digits = withDevice.exec(user)?.[1];
	if (digits === undefined || digits.length < 7 || digits.length > 15 || digits.startsWith('0'))
		return undefined;
	const { e164, candidates } = phoneFromWhatsApp(digits);
	return known({ kind: 'phone', e164, candidates });
}

function lid(user: string): ReadChatId | undefined {
	const digits = withDevice.exec(user)?.[1];
	return digits === undefined ? undefined : known({ kind: 'lid', lid: `${digits}@lid` });
}

function channel(user: string): ReadChatId | undefined {
	return /^\d{5,25}$/u.test(user) ? known({ kind: 'channel', channelId: `${user}@newsletter` }) : undefined;
}

function broadcast(user: string): ReadChatId {
	if (user.toLowerCase() === 'status') return known({ kind: 'status' });
	return { kind: 'refused', why: 'Broadcast lists live on the phone only; send to each person instead.' };
}

/** No phone number has more than 15 digits, so neither form can be mistaken for one. */
function bareGroupId(text: string): ReadChatId | undefined {
	if (!/^(?:120363\d{10,14}|\d{8,15}-\d{10})$/u.test(text)) return undefined;
	return known({ kind: 'group', groupId: `${text}@g.us` });
}

function known(recipient: Recipient): ReadChatId {
	return { kind: 'id', recipient };
}

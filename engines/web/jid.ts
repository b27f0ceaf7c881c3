import type { ChatType } from '../../messages/incoming';

/**
 * Addresses as WhatsApp writes them: `user_agent:device@server`. Written here and not taken from the client
 * library, so that reading a stored event needs no library at all.
 */
export interface JidParts {
	readonly user: string;
	readonly server: string;
}

/** Undefined for anything that is not an address. */
export function splitJid(jid: unknown): JidParts | undefined {
	if (typeof jid !== 'string') return undefined;
	const at = jid.indexOf('@');
	if (at < 0) return undefined;
	const user = /^[^:_]*/.exec(jid.slice(0, at))?.[0] ?? '';
	return { user, server: jid.slice(at + 1) };
}

/** Numbers that live with a business provider, and the old spelling of phone numbers, are the same people. */
const SERVER_OF: ReadonlyMap<string, string> = new Map([
	['c.us', 's.whatsapp.net'],
	['hosted', 's.whatsapp.net'],
	['hosted.lid', 'lid'],
]);

/** Without device and agent, the empty string for anything that is not an address. */
export function bareJid(jid: unknown): string {
	const parts = splitJid(jid);
	if (!parts) return '';
	return `${parts.user}@${SERVER_OF.get(parts.server) ?? parts.server}`;
}

export function isLid(jid: string): boolean {
	return bareJid(jid).endsWith('@lid');
}

export function isPhoneJid(jid: string): boolean {
	return bareJid(jid).endsWith('@s.whatsapp.net');
}

/** E.164 with plus, null when the address is no phone number. */
export function phoneOfJid(jid: string | null | undefined): string | null {
	const bare = bareJid(jid);
	const digits = /^(\d{5,20})@s\.whatsapp\.net$/.exec(bare)?.[1];
	return digits ? `+${digits}` : null;
}

/** The address of an E.164 number or of plain digits; addresses pass unchanged, bare. */
export function jidOfAddress(address: string): string {
	if (address.includes('@') && !address.startsWith('@')) return bareJid(address);
	return `${address.replace(/\D/g, '')}@s.whatsapp.net`;
}

export function chatTypeOf(jid: string): ChatType {
	if (jid.endsWith('@g.us')) return 'group';
	if (jid.endsWith('@broadcast')) return 'broadcast';
	if (jid.endsWith('@newsletter')) return 'channel';
	return 'private';
}

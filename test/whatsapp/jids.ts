import { jidDecode, jidEncode } from '@whiskeysockets/baileys';
import { SERVER } from './binary-node';

/** How an account is named on the wire: by phone number or by its LID. */
export type AddressingMode = 'pn' | 'lid';

export interface JidParts {
	readonly user: string;
	/** 0 is the phone itself. */
	readonly device: number;
	readonly server: string;
}

export function parseJid(jid: string | undefined): JidParts {
	const parts = jidDecode(jid);
	if (!parts) throw new Error(`Not a JID: ${jid}`);
	return { user: parts.user, device: parts.device ?? 0, server: parts.server };
}

export const modeOf = (jid: string): AddressingMode => (jid.endsWith('@lid') ? 'lid' : 'pn');

export const userJid = (user: string, mode: AddressingMode, device = 0): string =>
	jidEncode(user, mode === 'lid' ? 'lid' : SERVER, device);

export const isGroupJid = (jid: string): boolean => jid.endsWith('@g.us');
export const isStatusJid = (jid: string): boolean => jid === 'status@broadcast';

/** The same JID without its device part. */
export function bareJid(jid: string): string {
	const { user, server } = parseJid(jid);
	return jidEncode(user, server as 'lid');
}

export const digitsOnly = (phone: string): string => phone.replace(/\D/g, '');

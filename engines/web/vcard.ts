import type { ContactCard } from '../../messages/outgoing';

/**
 * A contact as WhatsApp reads it: vCard 3.0 with the number's WhatsApp id beside it, which is what makes the
 * "Message" button appear.
 */
export function writeVcard(contact: ContactCard): string {
	const digits = contact.phone.replace(/\D/g, '');
	return [
		'BEGIN:VCARD',
		'VERSION:3.0',
		`N:;${escaped(contact.name)};;;`,
		`FN:${escaped(contact.name)}`,
		...(contact.organization ? [`ORG:${escaped(contact.organization)};`] : []),
		`TEL;type=CELL;type=VOICE;waid=${digits}:+${digits}`,
		...(contact.email ? [`EMAIL;type=INTERNET:${escaped(contact.email)}`] : []),
		'END:VCARD',
	].join('\n');
}

/** A line break or a separator in a name would otherwise begin a field of its own. */
function escaped(text: string): string {
	return text.replace(/[\\,;]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n');
}

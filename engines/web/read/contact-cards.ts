import type { MessageEvent } from '../../../messages/incoming';
import { fieldsOf, listOf, textOf } from './untrusted-fields';
import type { Content } from './unwrap';

type Contacts = NonNullable<MessageEvent['contacts']>;

const MAX_CARDS = 1_000;
const MAX_CARD_LENGTH = 65_536;

/** Shared contacts; undefined when the message shares none. */
export function contactsIn(content: Content): Contacts | undefined {
	if (content.type === 'contactMessage') return [cardOf(content.fields)];
	if (content.type !== 'contactsArrayMessage') return undefined;
	return listOf(content.fields.contacts)
		.slice(0, MAX_CARDS)
		.map((card) => cardOf(fieldsOf(card) ?? {}));
}

function cardOf(fields: Record<string, unknown>): Contacts[number] {
	const vcard = (textOf(fields.vcard) ?? '').slice(0, MAX_CARD_LENGTH);
	return { name: textOf(fields.displayName) ?? nameIn(vcard), phones: phonesIn(vcard) };
}

function nameIn(vcard: string): string {
	return /^FN[^:\r\n]*:([^\r\n]*)/im.exec(vcard)?.[1]?.trim() ?? '';
}

/** WhatsApp's own id of a number (`waid`) is certain; the written form beside it is how a person typed it. */
function phonesIn(vcard: string): string[] {
	const phones = new Set<string>();
	for (const line of vcard.split(/\r?\n/)) {
		if (!/^(?:item\d+\.)?TEL[;:]/i.test(line)) continue;
		const waid = /[;]waid=(\d{5,20})/i.exec(line)?.[1];
		const written = line.slice(line.indexOf(':') + 1).replace(/[^\d+]/g, '');
		if (waid) phones.add(`+${waid}`);
		else if (written) phones.add(written);
	}
	return [...phones];
}

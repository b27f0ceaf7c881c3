import type { Sender } from '../../messages/incoming';

/**
 * What a person typed for a sender, in the form senders are compared in: `<digits>` for a number however it
 * is written, `<digits>@lid` for a LID. Undefined when there is no digit in it.
 */
export function readSender(typed: string): string | undefined {
	const text = typed.trim().toLowerCase();
	const isLid = text.endsWith('@lid');
	// A JID may carry a device behind a colon: 5511…:12@s.whatsapp.net.
	const digits = (text.split('@')[0] ?? '').replace(/:\d+$/, '').replace(/\D/g, '');
	if (digits === '') return undefined;
	return isLid ? `${digits}@lid` : mobileForm(digits.replace(/^00/, ''));
}

/** `wanted` comes from `readSender`. A sender whose number is not known is only recognised by its LID. */
export function sameSender(wanted: string, from: Sender): boolean {
	if (wanted.endsWith('@lid')) return from.lid !== null && readSender(from.lid) === wanted;
	return from.phone !== null && readSender(from.phone) === wanted;
}

/**
 * One form for the numbers WhatsApp knows under other digits than people dial: without Brazil's ninth
 * digit, Mexico's 1 and Argentina's 9.
 */
function mobileForm(digits: string): string {
	return digits
		.replace(/^55(\d{2})9([6-9]\d{7})$/, '55$1$2')
		.replace(/^521(\d{10})$/, '52$1')
		.replace(/^549(\d{10})$/, '54$1');
}

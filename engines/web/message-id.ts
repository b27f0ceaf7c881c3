import type { Random } from '../../messages/ports';

/** What ids of WhatsApp's web clients begin with. */
const PREFIX = '3EB0';

/** A new message id as WhatsApp's web clients make them: 22 characters, 72 bits of chance. */
export function newMessageId(random: Random): string {
	return PREFIX + Buffer.from(random.bytes(9)).toString('hex').toUpperCase();
}

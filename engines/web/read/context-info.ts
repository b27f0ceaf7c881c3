import type { Quoted } from '../../../messages/incoming';
import { bareJid } from '../jid';
import { nameOfAddress } from './people';
import type { ReadContext } from './read-context';
import { spokenText } from './spoken-text';
import { listOf, textOf } from './untrusted-fields';
import { unwrap } from './unwrap';

/** More mentions than a group has members are an attack on the look-ups. */
const MAX_MENTIONS = 1_024;

/** The message this one answers to, undefined when it answers none. */
export async function quotedIn(
	info: Record<string, unknown> | undefined,
	context: ReadContext,
): Promise<Quoted | undefined> {
	const messageId = textOf(info?.stanzaId);
	if (!info || !messageId) return undefined;
	const author = bareJid(info.participant);
	const content = unwrap(info.quotedMessage);
	return {
		messageId,
		from: author ? await nameOfAddress(author, context) : null,
		text: (content && spokenText(content)) || null,
	};
}

/** E.164 where the number is known, else the address; undefined when nobody is mentioned. */
export async function mentionsIn(
	info: Record<string, unknown> | undefined,
	context: ReadContext,
): Promise<readonly string[] | undefined> {
	const jids = listOf(info?.mentionedJid).slice(0, MAX_MENTIONS).map(bareJid).filter(Boolean);
	if (jids.length === 0) return undefined;
	return await Promise.all(jids.map(async (jid) => await nameOfAddress(jid, context)));
}

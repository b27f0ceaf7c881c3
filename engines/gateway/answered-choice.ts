import type { Choice } from '../../messages/incoming';
import { readChoice, type ChoiceAnswer, type ChoiceOffer } from '../../messages/read-choice';
import type { AccountStore, SentRow } from '../engine';

/** How long an offer may be answered without quoting it, ms. */
const OFFER_OPEN_MS = 24 * 3_600_000;
/** No offered line is this long (title 24, description 72); spares longer texts the look-ups. */
const LONGEST_ANSWER = 256;

export interface GatewayAnswerText extends Pick<ChoiceAnswer, 'text' | 'rowId'> {
	/** The chat it came in, as sends to it are kept. */
	readonly chatId: string;
	/** Id of the message it answers, when it says so. */
	readonly quotedId?: string | undefined;
	/** Title of the tapped row, for one that is not known here. */
	readonly title?: string | undefined;
	/** Epoch ms. */
	readonly receivedAt: number;
}

/**
 * The choice an answer means: of the message it quotes, else of the newest offer of its chat. A tapped row that
 * was not offered here stays visible, without a place among the offered ones.
 */
export async function answeredChoice(
	answer: GatewayAnswerText,
	offers: Pick<AccountStore, 'findSent' | 'findLastOffer'>,
): Promise<Choice | undefined> {
	const { rowId, text, title, quotedId } = answer;
	if (rowId === undefined && (text === undefined || text.length > LONGEST_ANSWER)) return undefined;
	const offer = await offerOf(answer, offers);
	const known = offer && readChoice(rowId === undefined ? { text } : { rowId }, offer);
	if (known) return known;
	if (rowId === undefined) return undefined;
	return {
		id: rowId,
		title: title ?? text ?? rowId,
		index: -1,
		via: 'list',
		...(quotedId !== undefined && { messageId: quotedId }),
	};
}

async function offerOf(
	{ chatId, quotedId, receivedAt }: GatewayAnswerText,
	offers: Pick<AccountStore, 'findSent' | 'findLastOffer'>,
): Promise<ChoiceOffer | undefined> {
	// Only an offer made in this chat: an id seen elsewhere must not answer for somebody else.
	const quoted = quotedId === undefined ? null : await offers.findSent(quotedId);
	if (quoted?.chatId === chatId) return asOffer(quoted);
	return asOffer(await offers.findLastOffer(chatId, receivedAt - OFFER_OPEN_MS, receivedAt));
}

function asOffer(row: SentRow | null): ChoiceOffer | undefined {
	if (!row?.choices?.length) return undefined;
	return { messageId: row.messageId, via: row.via, choices: row.choices };
}

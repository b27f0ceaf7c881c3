import { toAsciiDigits } from './decimal-digits';
import type { Choice, ChoiceVia } from './incoming';
import { withoutInvisible } from './invisible-characters';
import type { ChoiceOption } from './outgoing';

/** What came back. One field is enough; a row id counts before poll options, those before text. */
export interface ChoiceAnswer {
	readonly text?: string;
	/** Id of the tapped row or button. */
	readonly rowId?: string;
	/** Texts of the poll options now voted for; empty when the vote was withdrawn. */
	readonly pollOptions?: readonly string[];
}

/** What was offered, as it was remembered when it was sent. */
export interface ChoiceOffer {
	readonly messageId: string;
	/** `via` of the composed message. */
	readonly via: string;
	readonly choices: readonly ChoiceOption[];
}

/**
 * Which of the offered choices an answer means, or null. Strict on purpose: an answer that could mean
 * something else ("2 apples", a title two rows share) is no choice. Numbers count only where numbers were
 * shown; there they count before titles, because that is what the text asked for.
 */
export function readChoice(answer: ChoiceAnswer, offer: ChoiceOffer): Choice | null {
	if (answer.rowId !== undefined) return byRowId(answer.rowId, offer);
	if (answer.pollOptions !== undefined) return byPollOptions(answer.pollOptions, offer);
	if (answer.text !== undefined) return byText(answer.text, offer);
	return null;
}

function byRowId(rowId: string, offer: ChoiceOffer): Choice | null {
	const index = offer.choices.findIndex((choice) => choice.id === rowId);
	const via = offer.via === 'buttons' || offer.via === 'template' ? offer.via : 'list';
	return picked(offer, index, via);
}

function byPollOptions(texts: readonly string[], offer: ChoiceOffer): Choice | null {
	const indexes = new Set(texts.map((text) => onlyIndex(offer.choices, (choice) => choice.title === text)));
	// One option that was never offered: the vote is for another poll than the one remembered.
	if (indexes.has(-1)) return null;
	const all = offer.choices
		.map(({ id, title }, index) => ({ id, title, index }))
		.filter(({ index }) => indexes.has(index));
	const first = picked(offer, all[0]?.index ?? -1, 'poll');
	return first && all.length > 1 ? { ...first, all } : first;
}

function byText(text: string, offer: ChoiceOffer): Choice | null {
	if (offer.via === 'numberedText') {
		const numbered = picked(offer, indexByNumber(text, offer.choices), 'number');
		if (numbered) return numbered;
	}
	return picked(offer, indexByTitle(text, offer.choices), 'text');
}

/** "2", "2.", " 2) ", "(2)", "٢", the keycap 2️⃣, or the whole line as it was shown: "2. Pizza". */
function indexByNumber(text: string, choices: readonly ChoiceOption[]): number {
	const line = toAsciiDigits(withoutInvisible(text))
		.replace(/\u{FE0F}?\u{20E3}/gu, '')
		.trim();
	const bare = /^\(?([1-9]\d{0,2})[.)]?$/u.exec(line);
	if (bare) return within(Number(bare[1]) - 1, choices);
	const shown = /^([1-9]\d{0,2})\.\s+(\S.*)$/su.exec(line);
	if (!shown) return -1;
	const index = Number(shown[1]) - 1;
	const choice = choices[index];
	if (!choice) return -1;
	const { title, description } = choice;
	const rest = folded(shown[2] ?? '');
	return rest === folded(title) || (description && rest === folded(`${title} — ${description}`)) ? index : -1;
}

function indexByTitle(text: string, choices: readonly ChoiceOption[]): number {
	const typed = text.trim();
	const exact = onlyIndex(choices, (choice) => choice.title === typed);
	if (exact !== -1) return exact;
	const loose = folded(typed);
	return loose === '' ? -1 : onlyIndex(choices, (choice) => folded(choice.title) === loose);
}

/** Without case, accents, Arabic vowel marks and emoji variants; white space counts as one space. */
function folded(text: string): string {
	return withoutInvisible(text)
		.toUpperCase()
		.toLowerCase()
		.normalize('NFD')
		.replace(/[\u0300-\u036f\u064b-\u0652\u0670\ufe0e\ufe0f]/gu, '')
		.normalize('NFC')
		.replace(/\s+/gu, ' ')
		.trim();
}

/** Where the test holds, if it holds for one choice only; otherwise -1. */
function onlyIndex(choices: readonly ChoiceOption[], test: (choice: ChoiceOption) => boolean): number {
	const first = choices.findIndex(test);
	if (first === -1) return -1;
	return choices.findIndex((choice, index) => index > first && test(choice)) === -1 ? first : -1;
}

function within(index: number, choices: readonly ChoiceOption[]): number {
	return index < choices.length ? index : -1;
}

function picked(offer: ChoiceOffer, index: number, via: ChoiceVia): Choice | null {
	const choice = offer.choices[index];
	if (!choice) return null;
	return { id: choice.id, title: choice.title, index, via, messageId: offer.messageId };
}

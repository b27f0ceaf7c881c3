import type { ItemParameters } from '../item-parameters';

/** Longest text WhatsApp takes as a message of its own, and how many of them go ahead of a question. */
const MESSAGE = 4_096;
const MOST = 5;

export interface LongText {
	/** Whole, in messages that go ahead; empty where it fits. */
	readonly lead: readonly string[];
	/** What stands in the question, at most `max` characters. */
	readonly text: string;
}

/**
 * An agent's tool may have more to show than a question holds. What somebody approves must be seen whole, so that it
 * is sent ahead and never cut off. Throws where even that is too long.
 */
export function readLongText(parameters: ItemParameters, name: string, max: number): LongText {
	const text = parameters.text(name);
	if (text.length <= max) return { lead: [], text };
	if (text.length > MESSAGE * MOST) {
		throw parameters.mistake(
			`The field '${name}' has ${text.length} characters, and ${MESSAGE * MOST} can be asked about`,
			'Nothing was sent, for nobody should agree to something they cannot read. Shorten it.',
		);
	}
	const lead: string[] = [];
	for (let at = 0; at < text.length; at += MESSAGE) lead.push(text.slice(at, at + MESSAGE));
	return { lead, text: `${text.slice(0, max - 1)}…` };
}

import type { ButtonsMessage, ListMessage, PollMessage } from './outgoing';
import { replyButtons } from './reply-buttons';

const defaultHint = 'Reply with the number of your choice.';

interface Line {
	readonly title: string;
	readonly description?: string;
}

/**
 * A list, buttons or poll as a text that every phone shows: bold header, body, numbered choices (counted
 * through all sections), footer in italics, and the request to answer with a number.
 */
export function numberedText(
	message: ListMessage | ButtonsMessage | PollMessage,
	hint = defaultHint,
): string {
	let count = 0;
	const numbered = (lines: readonly Line[]) => lines.map((line) => numberedLine(++count, line)).join('\n');
	switch (message.kind) {
		case 'poll':
			return paragraphs(message.question, numbered(message.options.map((title) => ({ title }))), hint);
		case 'buttons':
			return framed(message, numbered(replyButtons(message.buttons)), hint);
		case 'list': {
			const sections = message.sections.map((section) => {
				const rows = numbered(section.rows);
				return section.title ? `${styled(section.title, '*')}\n${rows}` : rows;
			});
			return framed(message, paragraphs(...sections), hint);
		}
	}
}

function framed(message: ListMessage | ButtonsMessage, choices: string, hint: string): string {
	const header = message.header && styled(message.header, '*');
	const footer = message.footer && styled(message.footer, '_');
	return paragraphs(header, message.body, choices, footer, hint);
}

function numberedLine(number: number, { title, description }: Line): string {
	return description ? `${number}. ${title} — ${description}` : `${number}. ${title}`;
}

/** WhatsApp's marks work within one line and not around white space; text that has the mark already is left alone. */
function styled(text: string, mark: '*' | '_'): string {
	return text
		.split('\n')
		.map((line) => {
			const inner = line.trim();
			return inner === '' || inner.includes(mark) ? line : `${mark}${inner}${mark}`;
		})
		.join('\n');
}

function paragraphs(...parts: readonly (string | undefined)[]): string {
	return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

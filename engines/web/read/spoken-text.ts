import { pollQuestion } from './poll';
import { fieldsOf, numberOf, textOf } from './untrusted-fields';
import type { Content } from './unwrap';

type Fields = Record<string, unknown>;

const caption = (fields: Fields): string | undefined => textOf(fields.caption);

/** The business forms: text lies in another field of each. */
const template = (fields: Fields): string | undefined => {
	const form =
		fieldsOf(fields.hydratedFourRowTemplate) ??
		fieldsOf(fields.hydratedTemplate) ??
		fieldsOf(fields.fourRowTemplate);
	const interactive = fieldsOf(fieldsOf(fields.interactiveMessageTemplate)?.body);
	return textOf(form?.hydratedContentText) ?? textOf(form?.contentText) ?? textOf(interactive?.text);
};

/** Where each type keeps what a person would read aloud. */
const TEXT_OF: Readonly<Record<string, (fields: Fields) => string | undefined>> = {
	extendedTextMessage: (fields) => textOf(fields.text),
	imageMessage: caption,
	videoMessage: caption,
	ptvMessage: caption,
	documentMessage: caption,
	liveLocationMessage: caption,
	locationMessage: (fields) => textOf(fields.comment) ?? textOf(fields.name) ?? textOf(fields.address),
	contactMessage: (fields) => textOf(fields.displayName),
	contactsArrayMessage: (fields) => textOf(fields.displayName),
	pollCreationMessage: pollQuestion,
	pollCreationMessageV2: pollQuestion,
	pollCreationMessageV3: pollQuestion,
	pollCreationMessageV5: pollQuestion,
	eventMessage: (fields) => joined(textOf(fields.name), textOf(fields.description)),
	groupInviteMessage: (fields) => textOf(fields.caption) ?? textOf(fields.groupName),
	newsletterAdminInviteMessage: (fields) => textOf(fields.caption) ?? textOf(fields.newsletterName),
	albumMessage: albumText,
	listMessage: (fields) => textOf(fields.description) ?? textOf(fields.title),
	buttonsMessage: (fields) => textOf(fields.contentText),
	templateMessage: template,
	interactiveMessage: (fields) => textOf(fieldsOf(fields.body)?.text),
	highlyStructuredMessage: (fields) => template(fieldsOf(fields.hydratedHsm) ?? {}),
	listResponseMessage: (fields) => textOf(fields.title),
	buttonsResponseMessage: (fields) => textOf(fields.selectedDisplayText),
	templateButtonReplyMessage: (fields) => textOf(fields.selectedDisplayText),
	interactiveResponseMessage: (fields) => textOf(fieldsOf(fields.body)?.text),
	productMessage: (fields) => textOf(fields.body) ?? textOf(fieldsOf(fields.product)?.title),
	orderMessage: (fields) => textOf(fields.message) ?? textOf(fields.orderTitle),
	invoiceMessage: (fields) => textOf(fields.note),
	requestPaymentMessage: (fields) =>
		textOf(fieldsOf(fieldsOf(fields.noteMessage)?.extendedTextMessage)?.text),
	commentMessage: (fields) => {
		const inner = fieldsOf(fields.message);
		return textOf(inner?.conversation) ?? textOf(fieldsOf(inner?.extendedTextMessage)?.text);
	},
};

/** Text, caption or question of a message; the empty string when it has none. */
export function spokenText(content: Content): string {
	if (content.type === 'conversation') return textOf(content.value) ?? '';
	return TEXT_OF[content.type]?.(content.fields) ?? '';
}

/** The photos and videos of an album follow as messages of their own; this only announces them. */
function albumText(fields: Fields): string | undefined {
	const images = numberOf(fields.expectedImageCount) ?? 0;
	const videos = numberOf(fields.expectedVideoCount) ?? 0;
	return `Album: ${images} images, ${videos} videos`;
}

function joined(...lines: (string | undefined)[]): string | undefined {
	return textOf(lines.filter(Boolean).join('\n'));
}

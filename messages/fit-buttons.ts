import { KitError } from './kit-error';
import { limits } from './limits';
import type { ButtonPart, ButtonsMessage, MessageButton, TextMessage } from './outgoing';

/**
 * Buttons as the engine has them: what it lacks becomes lines of the body, so that nothing is lost. A text when no
 * button is left. The same message when there is nothing to change.
 *
 * @param shown Parts the engine shows; empty where it has no buttons at all
 * @throws KitError `invalidInput` when the text is too long to be sent in any form
 */
export function fitButtons(
	message: ButtonsMessage,
	shown: ReadonlySet<ButtonPart>,
): ButtonsMessage | TextMessage {
	const [kept, lost] = [new Array<MessageButton>(), new Array<string>()];
	for (const button of message.buttons) {
		if (button.type !== 'url' && button.type !== 'call') kept.push(button);
		else if (shown.has(button.type)) kept.push(button);
		else lost.push(`${button.title}: ${button.type === 'url' ? button.url : button.phone}`);
	}
	const { image, ...others } = message;
	const address = image && !shown.has('image') ? image.url : undefined;
	if (lost.length === 0 && address === undefined) return message;
	const body = [address, message.body, lost.join('\n')].filter(Boolean).join('\n\n');
	if (kept.length === 0) return asText({ ...message, body });
	return { ...others, body, buttons: kept, ...(image && address === undefined && { image }) };
}

/** What of it the engine lacks, for people; undefined when nothing. */
export function lackingPart(
	{ buttons, image }: ButtonsMessage,
	shown: ReadonlySet<ButtonPart>,
): string | undefined {
	if (image && !shown.has('image')) return 'a picture above buttons';
	const lacking = buttons.find(({ type }) => (type === 'url' || type === 'call') && !shown.has(type));
	if (!lacking) return undefined;
	return lacking.type === 'url' ? 'buttons that open a page' : 'buttons that call';
}

function asText({ header, body, footer }: ButtonsMessage): TextMessage {
	const text = [header, body, footer].filter(Boolean).join('\n\n');
	if (text.length <= limits.text) return { kind: 'text', text };
	throw new KitError({
		code: 'invalidInput',
		what: `The buttons message written as a text has ${text.length} characters, the limit is ${limits.text}.`,
		next: 'Nothing was sent. Shorten the addresses of its buttons.',
	});
}

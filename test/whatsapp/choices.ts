import { normalizeMessageContent } from '@whiskeysockets/baileys';
import type { proto } from '@whiskeysockets/baileys';
import * as compose from './phone-messages';
import type { Received } from './received';

/** Something on a phone's screen that can be tapped. */
export interface Choice {
	readonly id: string;
	readonly title: string;
	readonly answer: (shown: Received) => proto.IMessage;
}

/** Rows of a list, buttons, quick replies and native-flow buttons, in the order they stand on the screen. */
export function choicesOf(message: proto.IMessage): Choice[] {
	const content = normalizeMessageContent(message);
	return [
		...(content?.listMessage?.sections ?? []).flatMap(({ rows }) => (rows ?? []).map(row)),
		...(content?.buttonsMessage?.buttons ?? []).map(button),
		...(content?.templateMessage?.hydratedTemplate?.hydratedButtons ?? []).flatMap(template),
		...(content?.interactiveMessage?.nativeFlowMessage?.buttons ?? []).flatMap(flow),
	];
}

/** The choice a person means by its id, its title or its place (1 is the first). */
export function findChoice(message: proto.IMessage, wanted: string | number): Choice {
	const choices = choicesOf(message);
	const found =
		typeof wanted === 'number'
			? choices[wanted - 1]
			: choices.find(({ id, title }) => id === wanted || title === wanted);
	if (found) return found;
	const offered = choices.map(({ title }) => title).join(', ') || 'nothing';
	throw new Error(`There is no "${wanted}" on this message; it offers ${offered}`);
}

function row({ rowId, title }: proto.Message.ListMessage.IRow): Choice {
	const [id, shown] = [rowId ?? '', title ?? ''];
	return { id, title: shown, answer: (list) => compose.listAnswer(list, id, shown) };
}

function button({ buttonId, buttonText }: proto.Message.ButtonsMessage.IButton): Choice {
	const [id, title] = [buttonId ?? '', buttonText?.displayText ?? ''];
	return { id, title, answer: (buttons) => compose.buttonAnswer(buttons, id, title) };
}

function template({ quickReplyButton, index }: proto.IHydratedTemplateButton): Choice[] {
	if (!quickReplyButton) return [];
	const [id, title] = [quickReplyButton.id ?? '', quickReplyButton.displayText ?? ''];
	return [{ id, title, answer: (shown) => compose.templateAnswer(shown, id, title, index ?? 0) }];
}

interface FlowParams {
	readonly id?: string;
	readonly display_text?: string;
	readonly sections?: readonly {
		readonly rows?: readonly { id: string; title: string; description?: string }[];
	}[];
}

/** Native-flow buttons carry their parameters as JSON: one button, or a whole list behind one. */
function flow({
	name,
	buttonParamsJson,
}: proto.Message.InteractiveMessage.NativeFlowMessage.INativeFlowButton): Choice[] {
	const params = JSON.parse(buttonParamsJson ?? '{}') as FlowParams;
	const rows = (params.sections ?? []).flatMap((section) => section.rows ?? []);
	if (name === 'single_select') {
		return rows.map(({ id, title, description }) => ({
			id,
			title,
			answer: (shown) => compose.flowAnswer(shown, 'menu_options', { id, title, description }, title),
		}));
	}
	const [id, title] = [params.id ?? '', params.display_text ?? ''];
	if (name !== 'quick_reply') return [];
	return [
		{
			id,
			title,
			answer: (shown) => compose.flowAnswer(shown, 'menu_options', { id, display_text: title }, title),
		},
	];
}

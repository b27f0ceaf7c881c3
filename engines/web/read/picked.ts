import type { ChoiceVia } from '../../../messages/incoming';
import { fieldsOf, textOf } from './untrusted-fields';
import type { Content } from './unwrap';

/** What a list, button or template answer says by itself, before the offer is looked up. */
export interface Picked {
	readonly id: string;
	readonly title: string;
	readonly via: ChoiceVia;
}

/** Undefined for everything that is no such answer, and for answers that name nothing. */
export function pickedIn(content: Content): Picked | undefined {
	const { fields } = content;
	switch (content.type) {
		case 'listResponseMessage':
			return picked(fieldsOf(fields.singleSelectReply)?.selectedRowId, fields.title, 'list');
		case 'buttonsResponseMessage':
			return picked(fields.selectedButtonId, fields.selectedDisplayText, 'buttons');
		case 'templateButtonReplyMessage':
			return picked(fields.selectedId, fields.selectedDisplayText, 'template');
		case 'interactiveResponseMessage':
			return nativeFlow(fields);
		default:
			return undefined;
	}
}

function nativeFlow(fields: Record<string, unknown>): Picked | undefined {
	const response = fieldsOf(fields.nativeFlowResponseMessage);
	const params = parameters(response?.paramsJson);
	const title = textOf(fieldsOf(fields.body)?.text) ?? params?.title ?? params?.display_text;
	const via = response?.name === 'single_select' || response?.name === 'menu_options' ? 'list' : 'buttons';
	return picked(params?.id, title, via);
}

function parameters(json: unknown): Record<string, unknown> | undefined {
	try {
		return fieldsOf(JSON.parse(textOf(json) ?? 'null'));
	} catch {
		return undefined;
	}
}

function picked(id: unknown, title: unknown, via: ChoiceVia): Picked | undefined {
	const known = textOf(id) ?? textOf(title);
	return known === undefined ? undefined : { id: known, title: textOf(title) ?? known, via };
}

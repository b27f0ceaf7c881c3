import type { Accepted } from '../../../../waits/wait';
import type { ItemParameters } from '../../../shared/item-parameters';
import { readSections } from './list-field';
import { readButtons } from './send-buttons.operation';
import { readPollOptions } from './send-poll.operation';

export const responseTypes = ['approval', 'buttons', 'list', 'poll', 'freeText', 'media', 'any'] as const;

type ResponseType = (typeof responseTypes)[number];

/** What is asked, and what counts as an answer. */
export interface ReadQuestion {
	/** The message that asks this text. */
	kindOf(text: string): object;
	readonly accepts: Accepted;
	readonly approveId: string | null;
	/** Longest text of such a message, characters. */
	readonly longest: number;
}

const APPROVE = 'approve';

/** Longest texts of WhatsApp: beside options, as a question of a poll, and alone. */
const BODY = 1_024;
const POLL = 255;
const TEXT = 4_096;

export function readQuestion(parameters: ItemParameters): ReadQuestion {
	const asked: Record<ResponseType, () => ReadQuestion> = {
		approval: () => approval(parameters),
		buttons: () => offer(BODY, (body) => ({ kind: 'buttons', body, buttons: readButtons(parameters) })),
		list: () =>
			offer(BODY, (body) => ({
				kind: 'list',
				body,
				buttonText: parameters.text('listButtonText'),
				sections: readSections(parameters),
			})),
		poll: () =>
			offer(POLL, (question) => ({
				kind: 'poll',
				question,
				options: readPollOptions(parameters),
				selectableCount: 1,
			})),
		freeText: () => words('text'),
		media: () => words('media'),
		any: () => words('any'),
	};
	const given = parameters.text('responseType') || 'approval';
	const type = responseTypes.find((known) => known === given);
	if (type !== undefined) return asked[type]();
	throw parameters.mistake(
		`The field 'Response Type' does not know '${given}'`,
		`It takes one of ${responseTypes.join(', ')}. Nothing was sent.`,
	);
}

function approval(parameters: ItemParameters): ReadQuestion {
	const buttons = [
		{ id: APPROVE, title: parameters.text('approveText') || 'Approve' },
		{ id: 'reject', title: parameters.text('rejectText') || 'Reject' },
	];
	return { ...offer(BODY, (body) => ({ kind: 'buttons', body, buttons })), approveId: APPROVE };
}

function offer(longest: number, kindOf: (text: string) => object): ReadQuestion {
	return { kindOf, accepts: 'choice', approveId: null, longest };
}

function words(accepts: Accepted): ReadQuestion {
	return { kindOf: (text) => ({ kind: 'text', text }), accepts, approveId: null, longest: TEXT };
}

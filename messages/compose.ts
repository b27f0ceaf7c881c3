import { withChoiceIds } from './choice-id';
import { KitError } from './kit-error';
import { limits } from './limits';
import { fitButtons, lackingPart } from './fit-buttons';
import { numberedText } from './numbered-text';
import { replyButtons } from './reply-buttons';
import type {
	ButtonPart,
	ButtonsMessage,
	ChoiceOption,
	ComposedMessage,
	Fallback,
	ListMessage,
	OutgoingKind,
	OutgoingMessage,
	PollMessage,
	TextMessage,
} from './outgoing';

export interface ComposeOptions {
	/** Kinds the engine shows as they are. */
	readonly native: ReadonlySet<OutgoingKind>;
	/** Kinds it can send, but that are not shown everywhere. */
	readonly experimental: ReadonlySet<OutgoingKind>;
	/** The person asked for the experimental kinds. */
	readonly useExperimental: boolean;
	/** What people vote for in a poll is heard. Where it is not, a question becomes a poll only when asked for. */
	readonly hearsVotes: boolean;
	/** What native buttons may have beside replies. @default nothing */
	readonly buttonParts?: ReadonlySet<ButtonPart>;
	/** What to make of a list, buttons or poll the engine cannot show. */
	readonly fallback: Fallback;
	/** Last line of a numbered text. @default "Reply with the number of your choice." */
	readonly replyHint?: string;
}

type Interactive = ListMessage | ButtonsMessage;

/**
 * Decides in which form a message leaves, and what has to be remembered to understand the answer. Throws
 * `notSupported` when the engine cannot show it and no fallback was allowed, `invalidInput` when the fallback
 * that was asked for cannot hold it.
 */
export function compose(given: OutgoingMessage, options: ComposeOptions): ComposedMessage {
	const message = given.kind === 'buttons' ? fitted(given, options) : given;
	if (canSend(message.kind, options) && !isTooLong(message)) return asItIs(message);
	if (message.kind === 'list' || message.kind === 'buttons') return fallBack(message, options);
	if (message.kind === 'poll') return pollFallBack(message, options);
	throw notSupported(message.kind, noOtherForm(message.kind));
}

/** Parts the engine lacks go into the body, unless only the native form was wanted. */
function fitted(message: ButtonsMessage, options: ComposeOptions): ButtonsMessage | TextMessage {
	const native = canSend('buttons', options) ? options.buttonParts : undefined;
	const shown = native ?? new Set<ButtonPart>();
	const lacking = lackingPart(message, shown);
	if (lacking === undefined || options.fallback !== 'error') return fitButtons(message, shown);
	throw notSupported(
		'buttons',
		`It cannot show ${lacking}, and the fallback option is set to fail instead of writing them as text.`,
	);
}

/** Lines that were added to it may be more than buttons can stand below. */
function isTooLong(message: OutgoingMessage): boolean {
	return message.kind === 'buttons' && message.body.length > limits.interactive.body;
}

function noOtherForm(kind: OutgoingKind): string {
	return kind === 'template'
		? "Templates are approved for accounts on WhatsApp's Cloud API, and this way to connect sends none."
		: 'There is no other form that would say the same.';
}

function canSend(kind: OutgoingKind, options: ComposeOptions): boolean {
	return options.native.has(kind) || (options.useExperimental && options.experimental.has(kind));
}

function asItIs(message: OutgoingMessage): ComposedMessage {
	const { kind } = message;
	if (kind !== 'list' && kind !== 'buttons' && kind !== 'poll') return { message, via: kind };
	const choices = choicesOf(message);
	return choices.length === 0 ? { message, via: kind } : { message, via: kind, choices };
}

/** What people can pick, in the order shown. */
function choicesOf(message: Interactive | PollMessage): readonly ChoiceOption[] {
	if (message.kind === 'list') return message.sections.flatMap((section) => section.rows);
	if (message.kind === 'buttons') return replyButtons(message.buttons);
	return withChoiceIds(message.options.map((title) => ({ title })));
}

function fallBack(message: Interactive, options: ComposeOptions): ComposedMessage {
	const choices = choicesOf(message);
	const obstacle = pollObstacle(message, choices, options);
	switch (options.fallback) {
		case 'error':
			throw notSupported(
				message.kind,
				'The fallback option is set to fail instead of sending it in another form.',
			);
		case 'poll':
			if (obstacle !== undefined) throw doesNotFitPoll(message.kind, obstacle);
			return asPoll(message, choices);
		case 'text':
			return asNumberedText(message, choices, options);
		case 'auto':
			return obstacle === undefined && options.hearsVotes
				? asPoll(message, choices)
				: asNumberedText(message, choices, options);
	}
}

/** A poll nobody can show: numbers name one choice, so only polls with a single choice become a text. */
function pollFallBack(message: PollMessage, options: ComposeOptions): ComposedMessage {
	if (options.fallback === 'error' || options.fallback === 'poll') {
		throw notSupported('poll', 'The fallback option does not allow sending it as text.');
	}
	if (message.selectableCount !== 1) {
		throw notSupported('poll', 'As a numbered text it could not take several answers.');
	}
	return asNumberedText(message, choicesOf(message), options);
}

function asPoll(message: Interactive, choices: readonly ChoiceOption[]): ComposedMessage {
	const poll: PollMessage = {
		kind: 'poll',
		question: pollQuestion(message),
		options: choices.map((choice) => choice.title),
		selectableCount: 1,
	};
	return { message: poll, via: 'poll', choices };
}

function asNumberedText(
	message: Interactive | PollMessage,
	choices: readonly ChoiceOption[],
	options: ComposeOptions,
): ComposedMessage {
	const text = numberedText(message, options.replyHint);
	if (text.length > limits.text) {
		throw new KitError({
			code: 'invalidInput',
			what: `The ${message.kind} message written as a numbered text has ${text.length} characters, the limit is ${limits.text}.`,
			next: 'Nothing was sent. Shorten the body or the descriptions.',
		});
	}
	return { message: { kind: 'text', text }, via: 'numberedText', choices };
}

function pollQuestion(message: Interactive): string {
	return [message.header, message.body, message.footer].filter(Boolean).join('\n').trim();
}

/** Why a poll cannot hold it, as half a sentence; `undefined` when it can. */
function pollObstacle(
	message: Interactive,
	choices: readonly ChoiceOption[],
	composing: ComposeOptions,
): string | undefined {
	if (!canSend('poll', composing)) return 'this account cannot send polls';
	const { minOptions, maxOptions, option, question } = limits.poll;
	if (choices.length < minOptions || choices.length > maxOptions) {
		return `a poll has ${minOptions} to ${maxOptions} options, this has ${choices.length}`;
	}
	if (new Set(choices.map((choice) => choice.title)).size < choices.length) {
		return 'two titles are the same, and votes are told apart by the title';
	}
	const long = choices.find((choice) => choice.title.length > option);
	if (long)
		return `the option of a poll has at most ${option} characters, one title has ${long.title.length}`;
	const { length } = pollQuestion(message);
	if (length > question) {
		return `the question of a poll has at most ${question} characters, header, body and footer together have ${length}`;
	}
	return undefined;
}

function doesNotFitPoll(kind: OutgoingKind, obstacle: string): KitError {
	return new KitError({
		code: 'invalidInput',
		what: `The ${kind} message cannot be sent as a poll: ${obstacle}.`,
		next: 'Nothing was sent. Change the message, or set the fallback to "auto" or "text".',
	});
}

function notSupported(kind: OutgoingKind, why: string): KitError {
	return new KitError({
		code: 'notSupported',
		what: `This account cannot send ${kind} messages.`,
		why,
		next: 'Nothing was sent. Choose another fallback, another kind of message, or another way to connect.',
	});
}

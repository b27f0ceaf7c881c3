import { withChoiceIds } from './choice-id';
import { KitError } from './kit-error';
import { loadHeader } from './media/load-header';
import { loadMedia } from './media/load-media';
import type { MediaFetcher } from './media/media-fetcher';
import type {
	CallButton,
	ListMessage,
	MessageButton,
	OutgoingMessage,
	TemplateMessage,
	UrlButton,
} from './outgoing';
import { buttonsSchema } from './schemas/buttons';
import { compoundSchema } from './schemas/compound';
import { contactSchema } from './schemas/contact';
import { deleteSchema } from './schemas/delete';
import { editSchema } from './schemas/edit';
import { listSchema } from './schemas/list';
import { locationSchema } from './schemas/location';
import { mediaKinds, mediaSchema, type RawMedia } from './schemas/media';
import { faultsError } from './schemas/outgoing-faults';
import { managedApprovalSchema, managedCodeSchema } from './schemas/managed';
import { pollSchema } from './schemas/poll';
import { reactionSchema } from './schemas/reaction';
import { templateSchema, type RawTemplate } from './schemas/template';
import { textSchema } from './schemas/text';

export interface PreparePorts {
	/** Ends the wait for media. */
	readonly signal: AbortSignal;
	readonly fetchMedia: MediaFetcher;
}

const schemas = {
	text: textSchema,
	auto: mediaSchema,
	image: mediaSchema,
	video: mediaSchema,
	audio: mediaSchema,
	voice: mediaSchema,
	document: mediaSchema,
	sticker: mediaSchema,
	location: locationSchema,
	contact: contactSchema,
	compound: compoundSchema,
	list: listSchema,
	buttons: buttonsSchema,
	poll: pollSchema,
	reaction: reactionSchema,
	edit: editSchema,
	delete: deleteSchema,
	template: templateSchema,
} as const;

/** Made by verifications alone, and so not named to those who write messages. */
const managedSchemas = { managedCode: managedCodeSchema, managedApproval: managedApprovalSchema } as const;

const allSchemas = { ...schemas, ...managedSchemas };

type RawKind = keyof typeof allSchemas;

/**
 * From node parameters to a message that keeps every limit of WhatsApp, its media loaded. Rejects with
 * KitError only: `invalidInput` naming each field at fault, `media`, `timedOut` or `cancelled`.
 */
export async function prepareOutgoing(raw: unknown, ports: PreparePorts): Promise<OutgoingMessage> {
	const checked = checkOutgoing(raw);
	if (checked.kind === 'template') return await loadHeader(checked, ports);
	return isRawMedia(checked) ? await loadMedia(checked, ports) : checked;
}

/** As `prepareOutgoing`, without loading media: what can be said before anything is fetched. */
export function checkOutgoing(
	raw: unknown,
): Exclude<OutgoingMessage, { media: unknown } | TemplateMessage> | RawMedia | RawTemplate {
	const kind = kindOf(raw);
	const parsed = allSchemas[kind].safeParse(raw, { reportInput: true });
	if (!parsed.success) throw faultsError(kind, parsed.error.issues);
	const message = parsed.data;
	if (message.kind === 'list') return withRowIds(message);
	if (message.kind === 'buttons') return { ...message, buttons: withReplyIds(message.buttons) };
	return message;
}

function kindOf(raw: unknown): RawKind {
	const kind = typeof raw === 'object' && raw !== null ? (raw as { kind?: unknown }).kind : undefined;
	if (typeof kind === 'string' && Object.hasOwn(allSchemas, kind)) return kind as RawKind;
	const named = typeof kind === 'string' && /^\w{1,30}$/u.test(kind) ? `"${kind}"` : 'missing or not a word';
	throw new KitError({
		code: 'invalidInput',
		what: `The kind of the message is ${named}.`,
		why: `It must be one of ${Object.keys(schemas).join(', ')}.`,
		next: 'Nothing was sent. Choose one of these kinds.',
	});
}

type RawButton =
	| UrlButton
	| CallButton
	| { readonly type?: 'reply'; readonly id?: string; readonly title: string };

/** Ids are different from each other; a button that opens something has none. */
function withReplyIds(buttons: readonly RawButton[]): MessageButton[] {
	const replies = withChoiceIds(buttons.filter((button) => button.type !== 'url' && button.type !== 'call'));
	return buttons.map((button) =>
		button.type === 'url' || button.type === 'call' ? button : (replies.shift() as MessageButton),
	);
}

type RawList = Omit<ListMessage, 'sections'> & {
	readonly sections: readonly {
		title?: string;
		rows: readonly { id?: string; title: string; description?: string }[];
	}[];
};

/** Ids are different over all sections together, so they are made over all of them together. */
function withRowIds(list: RawList): ListMessage {
	const rows = withChoiceIds(list.sections.flatMap((section) => section.rows));
	let end = 0;
	const sections = list.sections.map((section) => {
		const start = end;
		end += section.rows.length;
		return { ...section, rows: rows.slice(start, end) };
	});
	return { ...list, sections };
}

function isRawMedia(message: ReturnType<typeof checkOutgoing>): message is RawMedia {
	return message.kind === 'auto' || (mediaKinds as readonly string[]).includes(message.kind);
}

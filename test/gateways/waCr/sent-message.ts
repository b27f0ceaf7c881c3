import type { SimulatedForm, SimulatedRequest } from '../simulated-gateway';
import {
	checkFields,
	list,
	optional,
	phone,
	required,
	text,
	type FieldRule,
	type Fields,
} from './field-rules';
import { invalid } from './wa-cr-refusal';

/** A message as the gateway took it. */
export interface SentMessage {
	readonly path: string;
	readonly fields: Fields;
	readonly file?: { readonly name: string; readonly type: string; readonly data: Uint8Array };
}

type Reader = (request: SimulatedRequest) => SentMessage;

const textRules = { phone: phone(20), message: required('Message is required', text(4_096)) };

const when =
	(type: string, rule: FieldRule): FieldRule =>
	(value, fields) =>
		fields.type === type ? rule(value, fields) : undefined;

/** The seed's table, with its sentences. */
const interactiveRules: Readonly<Record<string, FieldRule>> = {
	phone: phone(20),
	type: required('Interactive message type is required', (value) =>
		value === 'button' || value === 'list' ? undefined : 'Type must be either button or list',
	),
	body_text: required('Body text is required', text(1_024)),
	header_text: optional(text(60)),
	footer_text: optional(text(60)),
	buttons: when(
		'button',
		required(
			'Buttons are required for button type messages',
			list(3, {
				id: required('The id is required', text(256)),
				title: required('The title is required', text(20)),
			}),
		),
	),
	list_button_text: when('list', required('List button text is required for list type messages', text(20))),
	sections: when(
		'list',
		required(
			'Sections are required for list type messages',
			list(10, {
				title: required('The title is required', text(255)),
				rows: required(
					'The rows are required',
					list(100, {
						id: required('The id is required', text(256)),
						title: required('The title is required', text(24)),
						description: optional(text(72)),
					}),
				),
			}),
		),
	),
};

const MEBIBYTE = 1024 * 1024;

/** Endings and sizes of the documents. */
const media: Readonly<Record<string, { readonly endings: RegExp; readonly maxBytes: number }>> = {
	image: { endings: /\.(jpe?g|png|webp)$/iu, maxBytes: 5 * MEBIBYTE },
	document: { endings: /\.(pdf|docx?|xlsx?|pptx?|txt|csv)$/iu, maxBytes: 100 * MEBIBYTE },
	video: { endings: /\.(mp4|3gp)$/iu, maxBytes: 16 * MEBIBYTE },
	audio: { endings: /\.(mp3|ogg|amr|aac|opus)$/iu, maxBytes: 16 * MEBIBYTE },
};

const mediaRules: Readonly<Record<string, FieldRule>> = {
	phone: phone(15),
	media_type: required('Media type is required', (value) =>
		typeof value === 'string' && value in media
			? undefined
			: 'Media type must be image, document, video or audio',
	),
	caption: optional((value, fields) =>
		fields.media_type === 'audio' ? 'Audio has no caption' : text(1_024)(value, fields),
	),
	filename: optional(text(255)),
};

const upTo = (count: number, from: number, name: string): readonly string[] =>
	Array.from({ length: count }, (_, index) => `${name}_${from + index}`);

const headerKinds = ['image', 'video', 'document'];

const templateRules: Readonly<Record<string, FieldRule>> = {
	phone: phone(20),
	template_name: required('Template name is required', text(512)),
	language: required('Language is required', text(10)),
	header_document_name: optional(text(255)),
	...Object.fromEntries(
		[
			...['header_field_1', 'contact_id'],
			...upTo(10, 1, 'field'),
			...upTo(3, 0, 'button'),
			...headerKinds.map((kind) => `header_${kind}_url`),
		].map((name) => [name, optional(text(2_000))]),
	),
};

/** JSON, or a form when a file goes along. */
function readTemplate({ path, body }: SimulatedRequest): SentMessage {
	const form = body as Partial<SimulatedForm> | undefined;
	const fields: Fields = form?.files ? (form.fields ?? {}) : ((body ?? {}) as Fields);
	checkFields(fields, templateRules);
	const strange = Object.keys(fields).find((name) => !Object.hasOwn(templateRules, name));
	if (strange !== undefined) throw invalid({ [strange]: ['The field is not known'] });
	const [given] = Object.entries(form?.files ?? {});
	if (!given) return { path, fields };
	const [name, file] = given;
	const kind = headerKinds.find((one) => name === `header_${one}_file`);
	if (kind === undefined) throw invalid({ [name]: ['The field is not known'] });
	const { endings, maxBytes } = media[kind]!;
	if (!endings.test(file.name)) throw invalid({ [name]: ['The file type is not supported'] });
	if (file.data.byteLength > maxBytes) throw invalid({ [name]: ['The file is too large'] });
	return { path, fields, file };
}

export const messageReaders: Readonly<Record<string, Reader>> = {
	'/messages/text': ({ path, body }) => {
		const fields = (body ?? {}) as Fields;
		checkFields(fields, textRules);
		return { path, fields };
	},
	'/messages/interactive': ({ path, body }) => {
		const fields = (body ?? {}) as Fields;
		checkFields(fields, interactiveRules);
		return { path, fields };
	},
	'/messages/template': readTemplate,
	'/messages/media': ({ path, body }) => {
		const { fields, files } = (body ?? { fields: {}, files: {} }) as SimulatedForm;
		checkFields(fields, mediaRules);
		const file = files.media_file;
		if (!file) throw invalid({ media_file: ['Media file or URL is required'] });
		const { endings, maxBytes } = media[fields.media_type ?? '']!;
		if (!endings.test(file.name)) throw invalid({ media_file: ['The file type is not supported'] });
		if (file.data.byteLength > maxBytes) throw invalid({ media_file: ['The file is too large'] });
		return { path, fields, file };
	},
};

import { KitError } from '../../messages/kit-error';
import type { TemplateHeader, TemplateMessage } from '../../messages/outgoing';
import { fileFor, type WaCrMediaKind } from './media-form';

/** Fields for the body: `field_1` to `field_10`. */
const FIELDS = 10;
/** Fields for buttons: `button_0` to `button_2`. */
const BUTTONS = 3;

/**
 * A template with what is filled into it, as WA.cr takes it: JSON, or a form where a file goes along.
 *
 * @throws KitError `invalidInput` for more than WA.cr has fields for, and for a file it refuses
 */
export function templateBody(
	phone: string,
	{ name, language, parameters, header, buttons = [] }: TemplateMessage,
): Readonly<Record<string, string>> | FormData {
	if (parameters.length > FIELDS) throw tooMany('body texts', parameters.length, FIELDS);
	const beyond = buttons.find(({ index }) => index >= BUTTONS);
	if (beyond) throw tooMany('buttons that are filled in', beyond.index + 1, BUTTONS);
	const fields = {
		phone,
		template_name: name,
		language,
		...Object.fromEntries(parameters.map((text, index) => [`field_${index + 1}`, text])),
		...Object.fromEntries(buttons.map(({ index, text }) => [`button_${index}`, text])),
		...headerFields(header),
	};
	return header?.type === 'file' ? formOf(fields, header) : fields;
}

function headerFields(header: TemplateHeader | undefined): Readonly<Record<string, string>> {
	if (header?.type === 'text') return { header_field_1: header.text };
	if (header?.type !== 'link') return {};
	const { kind, url, fileName } = header.link;
	return {
		[`header_${kind}_url`]: url,
		...(kind === 'document' && fileName !== undefined && { header_document_name: fileName }),
	};
}

function formOf(
	fields: Readonly<Record<string, string>>,
	{ file }: Extract<TemplateHeader, { type: 'file' }>,
): FormData {
	// Other kinds are refused before they come here.
	const kind = file.kind as WaCrMediaKind;
	const { blob, name } = fileFor(kind, file.media);
	const form = new FormData();
	for (const [field, value] of Object.entries(fields)) form.set(field, value);
	if (kind === 'document') form.set('header_document_name', name);
	form.set(`header_${kind}_file`, blob, name);
	return form;
}

function tooMany(what: string, given: number, most: number): KitError {
	return new KitError({
		code: 'invalidInput',
		what: `WA.cr takes ${most} ${what} of a template, ${given} were given.`,
		next: 'Nothing was sent. Use a template with fewer of them.',
	});
}

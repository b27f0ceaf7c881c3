import { KitError } from '../kit-error';
import type { TemplateHeader, TemplateMessage } from '../outgoing';
import type { RawTemplate } from '../schemas/template';
import { loadMedia, type LoadPorts } from './load-media';

const SHOWN: ReadonlySet<string> = new Set(['image', 'video', 'document']);

/** A template with the file of its header loaded, where it has one. Rejects as `loadMedia` does. */
export async function loadHeader(template: RawTemplate, ports: LoadPorts): Promise<TemplateMessage> {
	const { header, ...message } = template;
	if (!header) return message;
	return { ...message, header: header.type === 'file' ? await fileHeader(header.file, ports) : header };
}

async function fileHeader(
	raw: Parameters<typeof loadMedia>[0],
	ports: LoadPorts,
): Promise<Extract<TemplateHeader, { type: 'file' }>> {
	const file = await loadMedia(raw, ports);
	if (SHOWN.has(file.kind)) return { type: 'file', file };
	throw new KitError({
		code: 'invalidInput',
		what: `The header of a template cannot be ${file.kind}.`,
		why: 'It is an image, a video or a document, as the template was approved.',
		next: 'Nothing was sent. Choose another file.',
	});
}

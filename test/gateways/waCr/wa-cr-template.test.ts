import { waCrSend } from '../../../engines/waCr/write-message';
import type { TemplateHeader, TemplateMessage } from '../../../messages/outgoing';

const ada = { chatId: '447911123456@s.whatsapp.net', phone: '+447911123456', lid: null };

function send(changes: Partial<TemplateMessage>) {
	const message: TemplateMessage = {
		...{ kind: 'template', name: 'order', language: 'en', parameters: [] },
		...changes,
	};
	return waCrSend({ chat: ada, composed: { message, via: 'template' }, extras: {} });
}

const file = (kind: 'image' | 'video' | 'document', mimeType: string, bytes = 4): TemplateHeader => ({
	type: 'file',
	file: { kind, media: { data: new Uint8Array(bytes), mimeType, fileName: 'ticket' } },
});

const base = { phone: '+447911123456', template_name: 'order', language: 'en' };
const texts = (count: number) => Array.from({ length: count }, (_, index) => `Text ${index + 1}`);

describe('a template for WA.cr', () => {
	it('is JSON with a field for each place', () => {
		expect(
			send({
				parameters: texts(10),
				buttons: [{ index: 2, text: 'A-17' }],
				header: { type: 'text', text: 'Order 17' },
			}),
		).toEqual({
			path: '/messages/template',
			body: {
				...base,
				...Object.fromEntries(texts(10).map((text, index) => [`field_${index + 1}`, text])),
				button_2: 'A-17',
				header_field_1: 'Order 17',
			},
		});
	});

	it.each(['image', 'video', 'document'] as const)('names the address of a %s in its header', (kind) => {
		const link = { kind, url: 'https://example.com/a', fileName: 'Ticket.pdf' };
		expect(send({ header: { type: 'link', link } }).body).toEqual({
			...base,
			[`header_${kind}_url`]: 'https://example.com/a',
			...(kind === 'document' && { header_document_name: 'Ticket.pdf' }),
		});
	});

	it.each([
		['image', 'image/png', 'ticket.png'],
		['video', 'video/mp4', 'ticket.mp4'],
		['document', 'application/pdf', 'ticket.pdf'],
	] as const)('is a form when a %s goes along', (kind, type, name) => {
		const form = send({ parameters: ['Ada'], header: file(kind, type) }).body as FormData;
		expect((form.get(`header_${kind}_file`) as File).name).toBe(name);
		const fields: Record<string, unknown> = {};
		form.forEach((value, field) => (fields[field] = value));
		expect(fields).toEqual({
			[`header_${kind}_file`]: expect.any(File) as File,
			...base,
			field_1: 'Ada',
			...(kind === 'document' && { header_document_name: name }),
		});
	});

	it.each<[string, Partial<TemplateMessage>, RegExp]>([
		['11 body texts', { parameters: texts(11) }, /takes 10 body texts of a template, 11 were given/u],
		['a fourth button', { buttons: [{ index: 3, text: 'x' }] }, /takes 3 buttons/u],
		[
			'an image of 6 MiB',
			{ header: file('image', 'image/png', 6 * 1024 * 1024) },
			/limit of WA\.cr for image/u,
		],
		['a video it cannot show', { header: file('video', 'video/webm') }, /does not take video\/webm/u],
	])('is refused with %s', (_what, changes, words) => {
		expect(() => send(changes)).toThrow(words);
	});
});

import { waCrSend } from '../../../engines/waCr/write-message';
import type { MediaMessage, OutgoingMessage } from '../../../messages/outgoing';
import { messageOf } from '../conformance/messages';

const ada = { chatId: '447911123456@s.whatsapp.net', phone: '+447911123456', lid: null };

function send(message: OutgoingMessage, phone = ada.phone) {
	const chat = { chatId: `${phone.slice(1)}@s.whatsapp.net`, phone, lid: null };
	return waCrSend({ chat, composed: { message, via: message.kind }, extras: {} });
}

function file(
	kind: MediaMessage['kind'],
	mimeType: string,
	more: Partial<MediaMessage> = {},
	bytes = 4,
): MediaMessage {
	return { kind, media: { data: new Uint8Array(bytes), mimeType, fileName: 'file' }, ...more };
}

const MEBIBYTE = 1024 * 1024;

describe('a message for WA.cr', () => {
	it.each([
		['text', '+4479111234', '+4479111234'],
		['text', '+299221234', '+299221234'],
		['image', '+123456789012345', '123456789012345'],
	])('names the person as the documents do (%s to %s)', (kind, phone, written) => {
		const { body } = send(messageOf(kind), phone);
		expect(body instanceof FormData ? body.get('phone') : body.phone).toBe(written);
	});

	it('is not sent to a number that is too short for it', () => {
		expect(() => send(messageOf('text'), '+29012345')).toThrow(/8 digits; WA\.cr takes numbers of 10 to 20/u);
	});

	it('is not sent to a group', () => {
		const chat = { chatId: '120363000000000000@g.us', phone: null, lid: null };
		const composed = { message: messageOf('text'), via: 'text' } as const;
		expect(() => waCrSend({ chat, composed, extras: {} })).toThrow(/phone numbers only/u);
	});

	it('is refused rather than sent without the message it answers', () => {
		const composed = { message: messageOf('text'), via: 'text' } as const;
		const extras = { quoted: { messageId: 'wamid.1', fromMe: false } };
		expect(() => waCrSend({ chat: ada, composed, extras })).toThrow(/cannot answer to a message/u);
	});

	it.each(['voice', 'sticker', 'location', 'contact', 'poll'])('is refused when it is a %s', (kind) => {
		expect(() => send(messageOf(kind))).toThrow(expect.objectContaining({ code: 'notSupported' }));
	});

	it.each([
		['image', 'image/jpeg', 5],
		['video', 'video/mp4', 16],
		['audio', 'audio/mpeg', 16],
		['document', 'application/pdf', 100],
	] as const)('has a %s (%s) of at most %d MiB', (kind, type, mebibytes) => {
		expect(() => send(file(kind, type, {}, mebibytes * MEBIBYTE))).not.toThrow();
		expect(() => send(file(kind, type, {}, mebibytes * MEBIBYTE + 1))).toThrow(
			new RegExp(`the limit of WA\\.cr for ${kind} is ${mebibytes} MiB`, 'u'),
		);
	});

	it.each([
		['image', 'image/png', 'file.png'],
		['image', 'image/webp', 'file.webp'],
		['video', 'video/3gpp', 'file.3gp'],
		['audio', 'audio/ogg; codecs=opus', 'file.ogg'],
		['audio', 'audio/amr', 'file.amr'],
		['audio', 'audio/aac', 'file.aac'],
		['document', 'text/csv', 'file.csv'],
		['document', 'application/vnd.ms-excel', 'file.xls'],
	] as const)('has a %s of the type %s under a name that says so', (kind, type, name) => {
		const { path, body } = send(file(kind, type));
		expect(path).toBe('/messages/media');
		const form = body as FormData;
		expect([form.get('media_type'), form.get('filename')]).toEqual([kind, name]);
		expect((form.get('media_file') as File).name).toBe(name);
	});

	it('keeps a name that fits', () => {
		const media = { data: new Uint8Array(4), mimeType: 'image/jpeg', fileName: 'Holiday.JPEG' };
		expect((send({ kind: 'image', media }).body as FormData).get('filename')).toBe('Holiday.JPEG');
	});

	it.each([
		['audio', 'audio/mp4'],
		['video', 'video/webm'],
		['document', 'application/zip'],
	] as const)('is refused when its %s is %s, and says what is taken', (kind, type) => {
		expect(() => send(file(kind, type))).toThrow(
			expect.objectContaining({ code: 'invalidInput', why: expect.stringContaining('It takes ') as string }),
		);
	});

	it('is refused rather than left open for ever when it should open once', () => {
		expect(() => send(file('image', 'image/jpeg', { viewOnce: true }))).toThrow(/open only once/u);
	});

	it('has a heading over every section of a list', () => {
		const { body } = send({
			kind: 'list',
			body: 'What?',
			buttonText: 'Menu',
			header: 'Kitchen',
			footer: 'Until two',
			sections: [{ rows: [{ id: 'soup', title: 'Soup', description: 'Warm' }] }],
		});
		expect(body).toEqual({
			phone: '+447911123456',
			type: 'list',
			body_text: 'What?',
			header_text: 'Kitchen',
			footer_text: 'Until two',
			list_button_text: 'Menu',
			sections: [{ title: 'Menu', rows: [{ id: 'soup', title: 'Soup', description: 'Warm' }] }],
		});
	});

	it('has its buttons as they are', () => {
		expect(send(messageOf('buttons')).body).toEqual({
			phone: '+447911123456',
			type: 'button',
			body_text: 'Shall we?',
			buttons: [
				{ id: 'yes', title: 'Yes' },
				{ id: 'no', title: 'No' },
			],
		});
	});
});

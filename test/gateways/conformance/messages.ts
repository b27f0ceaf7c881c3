import type { OutgoingMessage } from '../../../messages/outgoing';

const bytes = { data: new Uint8Array([1, 2, 3, 4]), fileName: 'file.bin' };

/** One message of every kind an engine may show. */
export const messages: readonly OutgoingMessage[] = [
	{ kind: 'text', text: 'Hello' },
	{ kind: 'compound', text: 'Here we are', location: { latitude: 52.5, longitude: 13.4, name: 'Berlin' } },
	{ kind: 'image', media: { ...bytes, mimeType: 'image/jpeg', fileName: 'photo.jpg' }, caption: 'A photo' },
	{ kind: 'video', media: { ...bytes, mimeType: 'video/mp4', fileName: 'clip.mp4' }, caption: 'A clip' },
	{ kind: 'audio', media: { ...bytes, mimeType: 'audio/mpeg', fileName: 'song.mp3' } },
	{ kind: 'voice', media: { ...bytes, mimeType: 'audio/ogg; codecs=opus', fileName: 'voice.ogg' } },
	{ kind: 'document', media: { ...bytes, mimeType: 'application/pdf', fileName: 'bill.pdf' } },
	{ kind: 'sticker', media: { ...bytes, mimeType: 'image/webp', fileName: 'smile.webp' } },
	{ kind: 'location', latitude: 52.5, longitude: 13.4, name: 'Berlin' },
	{ kind: 'contact', contacts: [{ name: 'Ada Lovelace', phone: '+447911123456' }] },
	{
		kind: 'list',
		body: 'What would you like?',
		buttonText: 'Menu',
		footer: 'Kitchen',
		sections: [
			{
				title: 'Today',
				rows: [
					{ id: 'soup', title: 'Soup', description: 'Warm' },
					{ id: 'bread', title: 'Bread' },
				],
			},
		],
	},
	{
		kind: 'buttons',
		body: 'Shall we?',
		buttons: [
			{ id: 'yes', title: 'Yes' },
			{ id: 'no', title: 'No' },
		],
	},
	{ kind: 'template', name: 'order_ready', language: 'en', parameters: ['Ada', 'A-17'] },
	{ kind: 'poll', question: 'Where?', options: ['Here', 'There'], selectableCount: 1 },
];

export const text: OutgoingMessage = { kind: 'text', text: 'Hello' };

export function messageOf(kind: string): OutgoingMessage {
	const found = messages.find((message) => message.kind === kind);
	if (!found) throw new Error(`There is no example of a ${kind}`);
	return found;
}

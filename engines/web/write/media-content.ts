import type { AnyMessageContent } from '@whiskeysockets/baileys';
import type { MediaMessage } from '../../../messages/outgoing';
import { readOggOpus } from './ogg-opus';

/**
 * No thumbnail. Left undefined, the library would call sharp or an `ffmpeg` on the PATH for every image and
 * video, over an unencrypted copy in the folder for temporary files. Its types know no null, its code does.
 */
const NO_THUMBNAIL = null as unknown as string;

export function mediaContent(message: MediaMessage): AnyMessageContent {
	const { media, caption } = message;
	const data = Buffer.from(media.data.buffer, media.data.byteOffset, media.data.byteLength);
	const mimetype = media.mimeType;
	const viewOnce = message.viewOnce ? { viewOnce: true } : {};
	switch (message.kind) {
		case 'image':
			return { image: data, mimetype, caption, jpegThumbnail: NO_THUMBNAIL, ...viewOnce };
		case 'video': {
			const gifPlayback = message.gifPlayback ? { gifPlayback: true } : {};
			return { video: data, mimetype, caption, jpegThumbnail: NO_THUMBNAIL, ...gifPlayback, ...viewOnce };
		}
		case 'audio':
			return { audio: data, mimetype, seconds: message.durationSeconds };
		case 'voice':
			return { ...voice(message, data), ...viewOnce };
		case 'sticker':
			return { sticker: data, mimetype, isAnimated: isAnimatedWebp(data) };
		case 'document':
			return { document: data, mimetype, fileName: media.fileName ?? 'file', caption };
	}
}

function voice(message: MediaMessage, data: Buffer): AnyMessageContent {
	const recording = readOggOpus(data);
	const mimetype = recording ? 'audio/ogg; codecs=opus' : message.media.mimeType;
	const seconds = message.durationSeconds ?? recording?.seconds;
	// Not in the library's types, but read by its code; without it the library looks for a decoder.
	const waveform = recording ? { waveform: recording.waveform } : {};
	return { audio: data, ptt: true, mimetype, seconds, ...waveform };
}

/** The flag in the extended header of a WebP file. */
function isAnimatedWebp(data: Buffer): boolean {
	return data.length > 20 && data.toString('latin1', 12, 16) === 'VP8X' && (data.readUInt8(20) & 0x02) !== 0;
}

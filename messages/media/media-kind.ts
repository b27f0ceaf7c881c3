import { KitError } from '../kit-error';
import type { MediaKind } from '../outgoing';
import type { DetectedMedia } from './detect-media';
import { oggCodec } from './ogg';

export interface KnownMedia {
	readonly kind: MediaKind;
	readonly mimeType: string;
	/** Without dot; null when the type has none. */
	readonly extension: string | null;
}

/** What WhatsApp's apps show as the kind itself; everything else they can only hand on as a document. */
const shownAs: Readonly<
	Record<
		Exclude<MediaKind, 'document'>,
		{ readonly types: ReadonlySet<string>; readonly needs: string; readonly convert: string }
	>
> = {
	image: {
		types: new Set(['image/jpeg', 'image/png', 'image/webp']),
		needs: 'JPEG, PNG or WebP',
		convert: 'Convert it to JPEG',
	},
	video: {
		types: new Set(['video/mp4', 'video/3gpp']),
		needs: 'MP4 or 3GP',
		convert: 'Convert it (ffmpeg -i input -c:v libx264 -pix_fmt yuv420p -c:a aac video.mp4)',
	},
	audio: {
		types: new Set(['audio/mpeg', 'audio/mp4', 'audio/aac', 'audio/amr', 'audio/ogg; codecs=opus']),
		needs: 'MP3, M4A, AAC, AMR or OGG with Opus',
		convert: 'Convert it (ffmpeg -i input -vn -c:a libmp3lame audio.mp3)',
	},
	voice: {
		types: new Set(['audio/ogg; codecs=opus']),
		needs: 'OGG with Opus',
		convert: 'Convert it (ffmpeg -i input -vn -ac 1 -ar 48000 -c:a libopus -b:a 32k voice.ogg)',
	},
	sticker: {
		types: new Set(['image/webp']),
		needs: 'WebP, 512 x 512 pixels',
		convert: 'Convert it to WebP of 512 x 512 pixels',
	},
};

/** Kinds `auto` may choose, in order. A sticker or voice note is a wish nobody can read from bytes. */
const automatic = ['image', 'video', 'audio'] as const;

/**
 * The kind the bytes can be sent as: the one asked for, or, for `auto`, the one that shows them best. Throws
 * `invalidInput` that says what the file really is when it cannot be shown as the kind asked for.
 */
export function mediaKindOf(
	data: Uint8Array,
	detected: DetectedMedia,
	asked: MediaKind | 'auto',
): KnownMedia {
	const { extension } = detected;
	const mimeType = exactType(data, detected.mimeType);
	if (asked === 'document') return { kind: 'document', mimeType, extension };
	if (asked === 'auto') {
		const kind = automatic.find(
			(candidate) => detected.from === 'bytes' && shownAs[candidate].types.has(mimeType),
		);
		return { kind: kind ?? 'document', mimeType, extension };
	}
	if (detected.from === 'bytes' && shownAs[asked].types.has(mimeType))
		return { kind: asked, mimeType, extension };
	throw mismatch(asked, detected, mimeType);
}

/** The two wrappers whose type does not tell what is inside. */
function exactType(data: Uint8Array, mimeType: string): string {
	if (mimeType.startsWith('audio/ogg') && oggCodec(data) === 'opus') return 'audio/ogg; codecs=opus';
	// Recorders write sound alone into .mp4 too.
	if (mimeType === 'video/mp4' && hasTrack(data, 'soun') && !hasTrack(data, 'vide')) return 'audio/mp4';
	return mimeType;
}

/** Whether a track has this handler: the box `hdlr`, 8 bytes, then its type (ISO 14496-12). */
function hasTrack(data: Uint8Array, handler: 'soun' | 'vide'): boolean {
	const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
	for (let at = bytes.indexOf('hdlr', 0, 'latin1'); at !== -1; at = bytes.indexOf('hdlr', at + 4, 'latin1')) {
		if (bytes.toString('latin1', at + 12, at + 16) === handler) return true;
	}
	return false;
}

function mismatch(
	asked: Exclude<MediaKind, 'document'>,
	detected: DetectedMedia,
	mimeType: string,
): KitError {
	const { needs, convert } = shownAs[asked];
	const what =
		detected.from === 'bytes'
			? `The file is ${mimeType}, which WhatsApp cannot show as ${asked}.`
			: `The file was to be sent as ${asked}, but its content is none that is known.`;
	const gif = mimeType === 'image/gif' ? ' A moving GIF is sent as an MP4 video with "gifPlayback".' : '';
	return new KitError({
		code: 'invalidInput',
		what,
		why: `A message of the kind "${asked}" must be ${needs}.${gif}`,
		next: `Nothing was sent. ${convert}, or choose the kind "document".`,
	});
}

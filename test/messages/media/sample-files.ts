/** The smallest files that are still what they say, made in code so that every byte has a reason. */
const ascii = (text: string) => Buffer.from(text, 'latin1');

export const jpeg = Buffer.concat([
	Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb004300', 'hex'),
	Buffer.alloc(64, 1),
	Buffer.from('ffd9', 'hex'),
]);

export const png = Buffer.from(
	'89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c626001000000050001' +
		'0d0a2db40000000049454e44ae426082',
	'hex',
);

export const webp = Buffer.concat([
	ascii('RIFF'),
	uint32(26),
	ascii('WEBPVP8 '),
	uint32(14),
	Buffer.alloc(14),
]);
export const gif = Buffer.concat([
	ascii('GIF89a'),
	Buffer.from('01000100800000000000ffffff2c00000000010001000002024401003b', 'hex'),
]);
export const pdf = ascii('%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n');
export const mp3 = Buffer.concat([ascii('ID3\u0003\u0000\u0000\u0000\u0000\u0000\u0000'), frame(), frame()]);
export const wav = Buffer.concat([
	ascii('RIFF'),
	uint32(36),
	ascii('WAVEfmt '),
	Buffer.alloc(20),
	ascii('data'),
	uint32(0),
]);
export const zip = Buffer.concat([Buffer.from('504b0506', 'hex'), Buffer.alloc(18)]);
export const html = ascii('<!doctype html><html><body>Please log in</body></html>');
/** No format anybody knows. */
export const noise = Buffer.from('01fe02fd03fc04fb05fa06f9', 'hex');

/** An MP4 whose only track has this handler: `vide` or `soun`. */
export function mp4(handler: 'vide' | 'soun', brand = 'isom'): Buffer {
	const hdlr = box('hdlr', Buffer.concat([Buffer.alloc(8), ascii(handler), Buffer.alloc(12)]));
	return Buffer.concat([
		box('ftyp', Buffer.concat([ascii(brand), uint32(0), ascii('isommp41')])),
		box('moov', box('trak', box('mdia', hdlr))),
	]);
}

export const m4a = mp4('soun', 'M4A ');
export const quickTime = mp4('vide', 'qt  ');

interface OggOptions {
	readonly channels?: number;
	/** Length of the sound in samples at 48 kHz, without pre-skip. */
	readonly samples: number;
	readonly preSkip?: number;
	/** Pages of sound; the last one carries the end. */
	readonly pages?: number;
	/** First packet; OpusHead unless said otherwise. */
	readonly head?: Buffer;
}

/** OGG with one Opus stream (the sound itself is silence nobody decodes). */
export function oggOpus({ channels = 1, samples, preSkip = 312, pages = 3, head }: OggOptions): Buffer {
	const opusHead = Buffer.concat([
		ascii('OpusHead'),
		Buffer.from([1, channels]),
		uint16le(preSkip),
		uint32le(48_000),
		Buffer.alloc(3),
	]);
	const tags = Buffer.concat([ascii('OpusTags'), uint32le(0), uint32le(0)]);
	const sound = Array.from({ length: pages }, (_, index) => {
		const granule = BigInt(Math.floor((samples * (index + 1)) / pages) + preSkip);
		return oggPage({ granule, body: Buffer.alloc(200, 0xf8), flags: index === pages - 1 ? 4 : 0 });
	});
	return Buffer.concat([
		oggPage({ granule: 0n, body: head ?? opusHead, flags: 2 }),
		oggPage({ granule: 0n, body: tags }),
		...sound,
	]);
}

export const vorbisHead = Buffer.concat([Buffer.from([1]), ascii('vorbis'), Buffer.alloc(23)]);

export function oggPage({
	granule,
	body,
	flags = 0,
	serial = 7,
}: {
	granule: bigint;
	body: Buffer;
	flags?: number;
	serial?: number;
}): Buffer {
	const header = Buffer.alloc(26);
	header.write('OggS', 0, 'latin1');
	header[5] = flags;
	header.writeBigUInt64LE(granule, 6);
	header.writeUInt32LE(serial, 14);
	const segments = [...Array<number>(Math.floor(body.length / 255)).fill(255), body.length % 255];
	return Buffer.concat([header, Buffer.from([segments.length, ...segments]), body]);
}

function box(type: string, body: Buffer): Buffer {
	const size = Buffer.alloc(4);
	size.writeUInt32BE(body.length + 8);
	return Buffer.concat([size, ascii(type), body]);
}

/** One MPEG-1 layer III frame, 128 kbit/s, 44.1 kHz. */
function frame(): Buffer {
	return Buffer.concat([Buffer.from('fffb9000', 'hex'), Buffer.alloc(413)]);
}

function uint32(value: number): Buffer {
	return uint32le(value);
}

function uint32le(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
}

function uint16le(value: number): Buffer {
	const bytes = Buffer.alloc(2);
	bytes.writeUInt16LE(value);
	return bytes;
}

/** What a voice message shows besides its sound. */
export interface OggOpus {
	/** Whole seconds, 1 to 86 400. */
	readonly seconds: number;
	/** 64 bars, each 0 to 100. */
	readonly waveform: Uint8Array;
}

const BARS = 64;
/** Opus counts in 48 kHz samples, whatever was recorded. */
const SAMPLES_PER_SECOND = 48_000;
const PAGE_HEADER = 27;

/**
 * Duration and a waveform of an OGG/Opus recording, without decoding it: the duration stands in the last
 * page, and the packets of a variable bit rate grow with loudness. Null when it is no such file.
 */
export function readOggOpus(data: Uint8Array): OggOpus | null {
	const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
	const head = PAGE_HEADER + 1;
	const isOpus = wordAt(bytes, 0, 'OggS') && wordAt(bytes, head, 'OpusHead');
	if (!isOpus) return null;
	const preSkip = bytes.length >= head + 12 ? bytes.readUInt16LE(head + 10) : 0;
	const packets: number[] = [];
	let samples = 0;
	let open = 0;
	for (let at = 0; at + PAGE_HEADER <= bytes.length && wordAt(bytes, at, 'OggS'); ) {
		const position = bytes.readBigInt64LE(at + 6);
		if (position > 0n) samples = Math.max(samples, Number(position));
		const segments = bytes.subarray(at + PAGE_HEADER, at + PAGE_HEADER + bytes.readUInt8(at + 26));
		let size = 0;
		for (const segment of segments) {
			size += segment;
			open += segment;
			if (segment === 255) continue;
			packets.push(open);
			open = 0;
		}
		at += PAGE_HEADER + segments.length + size;
	}
	const seconds = Math.round((samples - preSkip) / SAMPLES_PER_SECOND);
	// The first two packets are headers.
	return { seconds: Math.min(Math.max(1, seconds), 86_400), waveform: bars(packets.slice(2)) };
}

function wordAt(bytes: Buffer, at: number, word: string): boolean {
	return bytes.toString('latin1', at, at + word.length) === word;
}

function bars(packets: readonly number[]): Uint8Array {
	const sizes = Array.from({ length: BARS }, (_, bar) => {
		const from = Math.floor((bar * packets.length) / BARS);
		const to = Math.max(from + 1, Math.floor(((bar + 1) * packets.length) / BARS));
		const part = packets.slice(from, to);
		return part.length === 0 ? 0 : part.reduce((sum, size) => sum + size, 0) / part.length;
	});
	const loudest = Math.max(...sizes);
	if (loudest === 0) return new Uint8Array(BARS);
	return Uint8Array.from(sizes, (size) => Math.round((100 * size) / loudest));
}

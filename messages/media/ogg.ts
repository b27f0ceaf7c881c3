/**
 * Just enough of OGG (RFC 3533) and Opus in OGG (RFC 7845) to tell what is inside and how long it plays. Reads
 * page headers only, so the cost grows with the number of pages.
 */
interface OggPage {
	readonly serial: number;
	/** Samples at 48 kHz up to the end of this page; null when no packet ends on it. */
	readonly granule: bigint | null;
	readonly body: Uint8Array;
}

const headerBytes = 27;
const noGranule = 0xffff_ffff_ffff_ffffn;

function* oggPages(data: Uint8Array): Generator<OggPage> {
	const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
	let at = 0;
	while (at + headerBytes <= data.byteLength) {
		// "OggS"; anything else is the end of what can be trusted.
		if (view.getUint32(at) !== 0x4f67_6753) return;
		const segments = view.getUint8(at + 26);
		const bodyAt = at + headerBytes + segments;
		if (bodyAt > data.byteLength) return;
		let bodyBytes = 0;
		for (let index = at + headerBytes; index < bodyAt; index++) bodyBytes += view.getUint8(index);
		const granule = view.getBigUint64(at + 6, true);
		yield {
			serial: view.getUint32(at + 14, true),
			granule: granule === noGranule ? null : granule,
			body: data.subarray(bodyAt, bodyAt + bodyBytes),
		};
		at = bodyAt + bodyBytes;
	}
}

export interface OpusStream {
	readonly channels: number;
	/** Seconds to the end of the last page; null when no page says so. */
	readonly seconds: number | null;
}

/** What the first stream holds: `null` when the bytes are no OGG at all. */
export function oggCodec(data: Uint8Array): 'opus' | 'other' | null {
	const [first] = oggPages(data);
	if (!first) return null;
	return isOpusHead(first.body) ? 'opus' : 'other';
}

/** The Opus stream of an OGG file; null when it begins with anything else. */
export function readOpusStream(data: Uint8Array): OpusStream | null {
	let head: { serial: number; channels: number; preSkip: number } | null = null;
	let last: bigint | null = null;
	for (const page of oggPages(data)) {
		if (!head) {
			if (!isOpusHead(page.body)) return null;
			const opusHead = new DataView(page.body.buffer, page.body.byteOffset);
			head = {
				serial: page.serial,
				channels: opusHead.getUint8(9),
				preSkip: opusHead.getUint16(10, true),
			};
		} else if (page.serial === head.serial && page.granule !== null) {
			last = page.granule;
		}
	}
	if (!head) return null;
	return { channels: head.channels, seconds: last === null ? null : (Number(last) - head.preSkip) / 48_000 };
}

function isOpusHead(body: Uint8Array): boolean {
	return body.byteLength >= 19 && Buffer.from(body.subarray(0, 8)).toString('latin1') === 'OpusHead';
}

/** Packets of 20 ms, 50 to a page, as voice recorders write them. */
const PACKETS_PER_PAGE = 50;
const SAMPLES_PER_PACKET = 960;

/** An OGG/Opus file with right framing and no sound in it. `loudness`: packet size (0 to 250) at 0 to 1. */
export function oggOpus(options: { seconds: number; loudness: (at: number) => number }): Buffer {
	const head = Buffer.alloc(19);
	head.write('OpusHead');
	head[8] = 1;
	head[9] = 1;
	head.writeUInt16LE(312, 10);
	const tags = Buffer.concat([Buffer.from('OpusTags'), Buffer.alloc(8)]);
	const total = options.seconds * 50;
	const pages = [page(0n, [head.length], head), page(0n, [tags.length], tags)];
	for (let first = 0; first < total; first += PACKETS_PER_PAGE) {
		const count = Math.min(PACKETS_PER_PAGE, total - first);
		const sizes = Array.from({ length: count }, (_, index) =>
			Math.round(options.loudness((first + index) / total)),
		);
		const position = BigInt((first + count) * SAMPLES_PER_PACKET + 312);
		pages.push(
			page(
				position,
				sizes,
				Buffer.alloc(
					sizes.reduce((sum, size) => sum + size, 0),
					1,
				),
			),
		);
	}
	return Buffer.concat(pages);
}

function page(position: bigint, sizes: readonly number[], body: Buffer): Buffer {
	const header = Buffer.alloc(27);
	header.write('OggS');
	header.writeBigInt64LE(position, 6);
	header[26] = sizes.length;
	return Buffer.concat([header, Buffer.from(sizes), body]);
}

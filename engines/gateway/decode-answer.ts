import { promisify } from 'node:util';
import { brotliDecompress, unzip } from 'node:zlib';

const unpackers = { gzip: promisify(unzip), deflate: promisify(unzip), br: promisify(brotliDecompress) };

/**
 * The text of an answer. It is asked for as it is; some servers compress it all the same.
 *
 * @param maxOutputLength Bytes; rejects for more, and for what is not what it says
 */
export async function decodeAnswer(
	bytes: Buffer,
	encoding: string | undefined,
	maxOutputLength: number,
): Promise<string> {
	const unpack = unpackers[(encoding?.trim().toLowerCase() ?? '') as keyof typeof unpackers] as
		| (typeof unpackers)['gzip']
		| undefined;
	const plain = unpack && bytes.byteLength > 0 ? await unpack(bytes, { maxOutputLength }) : bytes;
	const text = plain.toString('utf8');
	return text.startsWith('\ufeff') ? text.slice(1) : text;
}

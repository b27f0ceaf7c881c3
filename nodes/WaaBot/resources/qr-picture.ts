import { at, textOf } from '../../../engines/gateway/untrusted';
import { renderQr } from '../../shared/qr-picture';

interface Picture {
	readonly bytes: Buffer;
	readonly mimeType: string;
}

/** The first bytes of a PNG and of a JPEG, in base64. */
const PICTURE = /^(?:iVBORw0KGgo|\/9j\/)/u;

/**
 * The QR code in an answer whose form is documented nowhere: a data URL, base64 of a picture, either of them inside
 * JSON or a page, or the text that the code stands for. Undefined when there is none of them.
 */
export async function qrPicture(body: unknown): Promise<Picture | undefined> {
	for (const text of textsIn(body)) {
		const [, mimeType, inUrl] = /data:(image\/[\w+.-]+);base64,([\w+/=]+)/u.exec(text) ?? [];
		if (mimeType !== undefined && inUrl !== undefined)
			return { bytes: Buffer.from(inUrl, 'base64'), mimeType };
		if (PICTURE.test(text.trim()))
			return {
				bytes: Buffer.from(text.trim(), 'base64'),
				mimeType: text.startsWith('/') ? 'image/jpeg' : 'image/png',
			};
		// What a linked device shows: a reference and keys, with commas between them.
		if (/^\d@[^,\s]{10,300}(?:,[^,\s]{10,100}){2,5}$/u.test(text.trim()))
			return { bytes: await renderQr(text.trim()), mimeType: 'image/png' };
	}
	return undefined;
}

function textsIn(body: unknown): readonly string[] {
	const names = ['qr', 'qrcode', 'qrCode', 'base64', 'image', 'data'];
	const data = at(body, 'data');
	const places = [body, data, ...names.flatMap((name) => [at(body, name), at(data, name)])];
	return places.map((place) => textOf(place)).filter((text) => text !== undefined);
}

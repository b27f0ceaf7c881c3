import jsQR from 'jsqr';
import { PNG } from 'pngjs';

/** The text of the QR code on a PNG, read from its pixels as a phone's camera does. */
export function readQr(png: Buffer): string {
	const { data, width, height } = PNG.sync.read(png);
	const code = jsQR(new Uint8ClampedArray(data), width, height);
	if (!code) throw new Error(`No QR code can be read from this picture (${width} × ${height})`);
	return code.data;
}

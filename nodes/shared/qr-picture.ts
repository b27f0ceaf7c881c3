/** Pixels per module: a phone reads it from a screen at arm's length, and the picture stays below 10 kB. */
const scale = 8;

/** The text of a QR code as a PNG, with the quiet zone scanners need. */
export async function renderQr(text: string): Promise<Buffer> {
	// Loaded here: node files are required in every process of n8n and this is used once in a while.
	const { toBuffer } = await import('qrcode');
	return await toBuffer(text, { type: 'png', errorCorrectionLevel: 'L', margin: 4, scale });
}

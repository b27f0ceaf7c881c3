import { createHmac } from 'node:crypto';
import { equalInSecret } from './webhook-secret';

export interface WebhookSignature {
	/** Name of the header it comes in, in any letter case. */
	readonly header: string;
	readonly secret: string;
}

/** Whether a header holds the HMAC-SHA256 of the body as it came, in hex, with or without `sha256=` before it. */
export function isSigned(
	{ header, secret }: WebhookSignature,
	headers: Readonly<Record<string, unknown>>,
	rawBody: Uint8Array | undefined,
): boolean {
	const given = headers[header.toLowerCase()];
	if (typeof given !== 'string' || rawBody === undefined) return false;
	const expected = createHmac('sha256', secret).update(rawBody).digest('hex');
	return equalInSecret(
		given
			.trim()
			.replace(/^sha256=/iu, '')
			.toLowerCase(),
		expected,
	);
}

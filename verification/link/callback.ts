import { createHmac } from 'node:crypto';
import type { Clock, Logger } from '../../messages/ports';
import type { Verification } from '../verification';
import { verificationItem } from '../verification-item';

export interface CallbackRequest {
	readonly url: string;
	readonly body: string;
	readonly headers: Readonly<Record<string, string>>;
	/** Addresses of this machine and the local network are refused otherwise. */
	readonly allowPrivate: boolean;
	/** ms */
	readonly timeoutMs: number;
}

/** Posts and answers the HTTP status. Follows no redirect. Rejects when there is no answer. */
export type PostCallback = (request: CallbackRequest) => Promise<number>;

export interface CallbackPorts {
	readonly post: PostCallback;
	readonly clock: Clock;
	readonly logger: Logger;
}

export interface Callback {
	readonly url: string;
	readonly allowPrivate: boolean;
	/** Of the account's credential. */
	readonly secret: string;
}

const TIMEOUT_MS = 10_000;
/** Before the second and the third try, ms. */
const PAUSES_MS = [1_000, 4_000] as const;
/** All tries together take no longer, ms. */
export const CALLBACK_MS = 3 * TIMEOUT_MS + 5_000;

/**
 * Tells somebody's server that a number was proven, three times at most. True when it agreed with 200 or 204; any
 * other answer is a no.
 */
export async function tellCallback(
	of: Verification,
	code: string,
	callback: Callback,
	{ post, clock, logger }: CallbackPorts,
): Promise<boolean> {
	const body = JSON.stringify({ ...verificationItem(of), verification_code: code });
	for (const pause of [...PAUSES_MS, null]) {
		const status = await post({
			url: callback.url,
			allowPrivate: callback.allowPrivate,
			body,
			headers: signatureOf(body, callback.secret, clock.now()),
			timeoutMs: TIMEOUT_MS,
		}).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
		if (status === 200 || status === 204) return true;
		logger.warn('The callback of a verification was not taken', { verification: of.id, answer: status });
		if (pause !== null) await clock.sleep(pause);
	}
	return false;
}

/** The time is signed with the body, so that nobody can send an old one again. */
export function signatureOf(body: string, secret: string, now: number): Readonly<Record<string, string>> {
	const timestamp = String(Math.floor(now / 1_000));
	const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
	return {
		'content-type': 'application/json',
		'x-whatsapp-kit-timestamp': timestamp,
		'x-whatsapp-kit-signature': `sha256=${signature}`,
	};
}

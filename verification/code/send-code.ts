import { randomUUID } from 'node:crypto';
import { isKitError } from '../../messages/kit-error';
import type { SendMessageRequest } from '../../sessions/session';
import type { Mark } from '../store';
import type { VerifierPorts } from '../verifier';
import type { Verification } from '../verification';
import type { CodeSettings } from './code-request';
import { codeText } from './texts/code-text';

/** How long to wait, and for what; see SendMessageRequest. */
export type SendPatience = Pick<SendMessageRequest, 'timeoutMs' | 'whenLimited' | 'maxWaitMs' | 'signal'>;

export interface Sent {
	readonly outcome: Verification['outcome'];
	/** Epoch ms. */
	readonly at: number;
}

/**
 * Sends the code. When it certainly did not leave, what was counted for it is given back and the error is the
 * caller's; when nobody knows, it counts as sent, for the person may have it.
 */
export async function sendCode(
	request: { readonly phone: string; readonly code: string; readonly settings: CodeSettings },
	marks: readonly Mark[],
	patience: SendPatience,
	accountId: string,
	ports: VerifierPorts,
): Promise<Sent> {
	const { phone, code, settings } = request;
	try {
		const receipt = await ports.send({
			...patience,
			recipient: phone,
			message: { kind: 'text', text: codeText(settings, code, ports.random.unit()) },
			purpose: 'verification',
			secret: true,
			idempotencyKey: `verification:${randomUUID()}`,
		});
		return { outcome: 'sent', at: Date.parse(receipt.sentAt) };
	} catch (error) {
		if (isKitError(error) && error.code === 'outcomeUnknown')
			return { outcome: 'unknown', at: ports.clock.now() };
		const now = ports.clock.now();
		// The reason is what to tell, also when the store is away by now.
		await ports.store
			.decide({ accountId, now, windows: [] }, () => ({ answer: undefined, unmark: marks }))
			.catch(() => undefined);
		throw error;
	}
}

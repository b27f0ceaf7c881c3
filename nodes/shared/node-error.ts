import { NodeOperationError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';
import type { KitError } from '../../messages/kit-error';

/**
 * Any thrown value as the error n8n shows: the message says what happened, the description why and what to
 * do next. Built from the sentences alone: a cause could carry request data that does not belong on a screen.
 */
export function toNodeError(node: INode, thrown: unknown, itemIndex?: number): NodeOperationError {
	if (thrown instanceof NodeOperationError) {
		thrown.context.itemIndex ??= itemIndex;
		return thrown;
	}
	if (isKitError(thrown)) {
		return new NodeOperationError(node, thrown.what, {
			itemIndex,
			description: sentences(thrown.why, retryText(thrown.retryAt), thrown.next),
		});
	}
	if (isTimeout(thrown)) {
		return new NodeOperationError(node, 'The time limit ended before WhatsApp answered', {
			itemIndex,
			description:
				"Check the connection with the operation 'Session: Get Status', or raise 'Timeout (Seconds)'.",
		});
	}
	return new NodeOperationError(node, plainText(thrown), { itemIndex });
}

/** Stable code of an error for workflows that branch on it. */
export function errorCode(thrown: unknown): string {
	return isKitError(thrown) ? thrown.code : isTimeout(thrown) ? 'timedOut' : 'unexpected';
}

/** Of a message the limits held back: by which rule, and when it may leave; null when it never may. */
export function limitDetails(thrown: unknown): { retryAt?: string | null; rule?: string } {
	if (!isKitError(thrown) || thrown.code !== 'limited') return {};
	const retryAt = thrown.retryAt === undefined ? null : new Date(thrown.retryAt).toISOString();
	return { retryAt, rule: thrown.reason ?? '' };
}

/** Recognised by shape: node files must not load the class, and a second copy of it may live in the process. */
export function isKitError(thrown: unknown): thrown is KitError {
	const { name, code } = asRecord(thrown);
	return name === 'KitError' && typeof code === 'string';
}

/** What `AbortSignal.timeout` rejects with; it comes from outside our realm in some hosts. */
function isTimeout(thrown: unknown): boolean {
	return asRecord(thrown).name === 'TimeoutError';
}

function asRecord(thrown: unknown): Record<string, unknown> {
	return typeof thrown === 'object' && thrown !== null ? (thrown as Record<string, unknown>) : {};
}

function retryText(retryAt: number | undefined): string | undefined {
	return retryAt === undefined
		? undefined
		: `Trying again is pointless before ${new Date(retryAt).toISOString()}.`;
}

function sentences(...parts: readonly (string | undefined)[]): string | undefined {
	const text = parts
		.map((part) => part?.trim() ?? '')
		.filter((part) => part !== '')
		.map((part) => (/[.!?]$/.test(part) ? part : `${part}.`))
		.join(' ');
	return text === '' ? undefined : text;
}

function plainText(thrown: unknown): string {
	const text = typeof thrown === 'string' ? thrown : asRecord(thrown).message;
	return typeof text === 'string' && text !== ''
		? text
		: 'Something unexpected happened in the WhatsApp node';
}

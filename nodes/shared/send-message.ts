import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Fallback, SendExtras } from '../../messages/outgoing';
import type { QueuedReceipt, SendReceipt } from '../../sessions/session';
import { readWaitFor } from './wait-for';
import { readWhenLimited } from './when-limited';
import { defined, isObject } from './item-parameters';
import type { ItemParameters } from './item-parameters';
import type { ItemContext, OperationContext } from './operation';

/** Sends what an operation made of its fields, with the options every send has, and puts out the receipt. */
export async function sendMessage(context: OperationContext, message: object): Promise<INodeExecutionData[]> {
	const { parameters, session } = context;
	const options = parameters.collection('options');
	const request = { ...readSend(context, message), idempotencyKey: readKey(context) };
	const { queue, ...limited } = readWhenLimited(parameters, options);
	const receipt = queue
		? await session.enqueue({ ...request, ...limited })
		: await session.send({ ...request, ...readWaitFor(parameters, options), ...limited });
	return [{ json: receiptItem(receipt) }];
}

/** What every send takes from the options of its operation, but for its key and what limits hold it back. */
export function readSend({ parameters, signal }: OperationContext, message: object) {
	const options = parameters.collection('options');
	const seconds = parameters.asNumber(options.timeoutSeconds, 'timeoutSeconds');
	return defined({
		...readRecipient(parameters),
		message,
		extras: readExtras(parameters, options),
		fallback: parameters.asText(options.fallback, 'fallback') as Fallback | undefined,
		experimental: options.experimental === true ? true : undefined,
		timeoutMs: seconds === undefined ? undefined : seconds * 1_000,
		signal,
	});
}

/** `options.idempotencyKey`, or the one of the item. */
export function readKey({ parameters, idempotencyKey }: ItemContext): string {
	return (
		parameters.asText(parameters.collection('options').idempotencyKey, 'idempotencyKey') ?? idempotencyKey
	);
}

/** `recipient` and, where the operation has it, `options.defaultCountry`. */
export function readRecipient(parameters: ItemParameters): { recipient: string; defaultCountry?: string } {
	const options = parameters.collection('options');
	return defined({
		recipient: parameters.text('recipient'),
		defaultCountry: parameters.asText(options.defaultCountry, 'defaultCountry')?.trim().toUpperCase(),
	});
}

function readExtras(parameters: ItemParameters, options: IDataObject): SendExtras | undefined {
	const mentions = parameters.asList(options.mentions, 'mentions');
	const quoted = readQuoted(parameters, options);
	return mentions === undefined && quoted === undefined ? undefined : defined({ quoted, mentions });
}

function readQuoted(parameters: ItemParameters, options: IDataObject): SendExtras['quoted'] {
	const entry = isObject(options.replyTo) ? options.replyTo.message : undefined;
	if (!isObject(entry)) return undefined;
	const messageId = parameters.asText(entry.messageId, 'replyTo.messageId');
	if (messageId === undefined) return undefined;
	return defined({
		messageId,
		fromMe: entry.fromMe === true,
		participant: parameters.asText(entry.participant, 'replyTo.participant'),
		text: parameters.asText(entry.text, 'replyTo.text'),
	});
}

/** Exactly the fixed names, whatever else a session may put on its receipt. */
function receiptItem(receipt: SendReceipt | QueuedReceipt): IDataObject {
	if (receipt.outcome === 'queued') {
		const { recipient, outcome, jobId, leavesAt } = receipt;
		return { recipient, outcome, jobId, leavesAt };
	}
	return defined({
		messageId: receipt.messageId,
		recipient: receipt.recipient,
		chatId: receipt.chatId,
		outcome: receipt.outcome,
		sentAt: receipt.sentAt,
		via: receipt.via,
		jobId: receipt.jobId,
		waitedMs: receipt.waitedMs,
		waitedFor: receipt.waitedFor,
		timedOut: receipt.timedOut,
	});
}

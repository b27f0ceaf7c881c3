import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { readCallback, type WhatsAuthCallback } from '../../engines/whatsAuth/read-callback';
import { KitError } from '../../messages/kit-error';
import type { AccountConfig } from '../../runtime/kit';
import type { SettledLink } from '../../verification/managed/told-link';
import { readAccount } from '../shared/account';
import { answerWebhook, deliveredBytes } from '../shared/answer-webhook';
import { hearerOf } from '../shared/hearer';
import { loadKit } from '../shared/load-kit';
import { whenNotStarted } from '../shared/when-not-started';
import { callbackItem } from './callback-item';
import { isProven } from './callback-secret';

/** Longest callback, bytes: a dozen short texts, and the numbers that may prove it. */
const MOST_BYTES = 64 * 1024;

/** Longest time until it lies in the store, ms. */
const STORE_MS = 15_000;

/**
 * Answers a callback: 403 without the secret, 413 when it is too long, 400 when it is none, 409 when WhatsAuth takes
 * somebody for proven whom this n8n does not, 503 when it could not be kept, and 200 in all other cases. To anything
 * but 200 WhatsAuth calls the validation failed and tells the person. It lies in the store before the workflow starts.
 */
export async function takeCallback(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		const account = await readAccount(context, 'whatsAuth');
		if (!isProven(context, account)) return answerWebhook(context, 403, 'The secret is missing or wrong.');
		if (deliveredBytes(context) > MOST_BYTES)
			return answerWebhook(context, 413, `A callback has at most ${MOST_BYTES} bytes.`);
		const callback = readCallback(context.getBodyData());
		if (callback === null) return answerWebhook(context, 400, 'This is no callback of WhatsAuth.');
		return respond(context, callback, await settle(context, account, callback));
	} catch (error) {
		context.logger.error('A callback of WhatsAuth could not be kept', {
			node: context.getNode().name,
			error: error instanceof Error ? error.message : String(error),
		});
		return answerWebhook(context, 503, 'The callback could not be kept.');
	}
}

async function settle(
	context: IWebhookFunctions,
	account: AccountConfig,
	callback: WhatsAuthCallback,
): Promise<SettledLink> {
	const { settleLink } = await loadKit({ logger: context.logger }).verifications(account);
	if (settleLink) return await Promise.race([settleLink(callback, hearerOf(context)), storeAway()]);
	throw new KitError({ code: 'unexpected', what: 'WhatsAuth keeps links, and nobody takes what it tells.' });
}

async function storeAway(): Promise<never> {
	return await new Promise((_, reject) => {
		const late = (): void => reject(new Error(`The store gave no answer in ${STORE_MS / 1_000} s`));
		AbortSignal.timeout(STORE_MS).addEventListener('abort', late);
	});
}

function respond(
	context: IWebhookFunctions,
	callback: WhatsAuthCallback,
	{ item, agreed, fresh, giveBack }: SettledLink,
): IWebhookResponseData {
	const events = context.getNodeParameter('events', []) as string[];
	const starts = fresh && events.includes(item?.status ?? callback.status);
	const json = callbackItem(callback, item, context.getBodyData());
	const started = starts ? { workflowData: [[{ json }]] } : {};
	if (!agreed) return { ...answerWebhook(context, 409, 'This number does not count as proven.'), ...started };
	if (starts) whenNotStarted(context, giveBack);
	return { webhookResponse: { received: true }, ...started };
}

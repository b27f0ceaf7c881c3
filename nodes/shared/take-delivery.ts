import type { IDataObject, INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { EngineId, IngestedEvent } from '../../engines/engine';
import type { AccountConfig } from '../../runtime/kit';
import type { IncomingEvent } from '../../messages/incoming';
import { readAccount } from './account';
import { answerWebhook, deliveredBytes } from './answer-webhook';
import { eventItem } from './event-item';
import { giveBackWhenNotStarted } from './give-back-delivery';
import { hearerOf } from './hearer';
import { loadKit } from './load-kit';
import { hasSecret } from './webhook-secret';
import { secretOf, signatureOf } from './webhook-settings';
import { isSigned } from './webhook-signature';

/** What one gateway's deliveries look like. */
export interface DeliveryReading {
	readonly engine: EngineId;
	/** Its name, one of those chosen where it goes by several; undefined for what is no delivery of this gateway. */
	eventOf(body: unknown, chosen: readonly string[]): string | undefined;
	/** What the item of an event outside the message model holds. */
	payloadOf(body: unknown): unknown;
	/** What becomes items, where that is not one for each event that is new. */
	itemsOf?(delivery: ReadDelivery): readonly INodeExecutionData[];
}

/** A delivery of a chosen event, as it was read. */
export interface ReadDelivery {
	readonly context: IWebhookFunctions;
	/** Everything that was found in it, also what was heard before. */
	readonly taken: readonly IngestedEvent[];
	/** For an event outside the message model, or one that shall come as it is. */
	readonly asItCame: () => INodeExecutionData;
	readonly asEvent: (incoming: IncomingEvent) => INodeExecutionData;
}

/** Longest delivery, bytes: files come as addresses. */
const MOST_BYTES = 1024 * 1024;
/** Longest time until it lies in the store, ms. Then the gateway is told to come again. */
const STORE_MS = 15_000;

/**
 * Answers a delivery: 403 without the secret, 413 when it is too long, 503 when it could not be kept, so that it
 * comes again, and 200 in all other cases. It lies in the store before the workflow starts, and starts it once.
 */
export async function takeDelivery(
	context: IWebhookFunctions,
	reading: DeliveryReading,
): Promise<IWebhookResponseData> {
	const refusal = refusalOf(context);
	if (refusal) return answerWebhook(context, refusal.status, refusal.error);
	const body: unknown = context.getBodyData();
	const events = context.getNodeParameter('events', []) as string[];
	const event = reading.eventOf(body, events);
	const chosen = event !== undefined && events.includes(event);
	try {
		const account = await readAccount(context, reading.engine);
		const taken = await ingest(context, account, body, chosen);
		const items = chosen
			? itemsOf({ context, taken, ...formsOf(account, event, body, reading) }, reading)
			: [];
		const webhookResponse = { received: true };
		if (items.length === 0) return { webhookResponse };
		const heard = taken.filter(({ fresh }) => fresh).map(({ id }) => id);
		giveBackWhenNotStarted(context, account, { ids: heard, hearer: hearerOf(context) });
		return { webhookResponse, workflowData: [[...items]] };
	} catch (error) {
		context.logger.error('A delivery to a WhatsApp trigger could not be kept', {
			node: context.getNode().name,
			error: error instanceof Error ? error.message : String(error),
		});
		return answerWebhook(context, 503, 'The delivery could not be kept. Please repeat it.');
	}
}

async function ingest(
	context: IWebhookFunctions,
	account: AccountConfig,
	body: unknown,
	chosen: boolean,
): Promise<readonly IngestedEvent[]> {
	const { session, release } = await loadKit({ logger: context.logger }).acquire(account);
	try {
		const hearer = chosen ? hearerOf(context) : undefined;
		return await session.ingest({ body, hearer, signal: AbortSignal.timeout(STORE_MS) });
	} finally {
		release();
	}
}

function itemsOf(delivery: ReadDelivery, reading: DeliveryReading): readonly INodeExecutionData[] {
	if (reading.itemsOf) return reading.itemsOf(delivery);
	const { taken, asEvent, asItCame } = delivery;
	return taken.filter(({ fresh }) => fresh).map(({ event }) => (event ? asEvent(event) : asItCame()));
}

function formsOf(
	account: AccountConfig,
	event: string,
	body: unknown,
	reading: DeliveryReading,
): Pick<ReadDelivery, 'asItCame' | 'asEvent'> {
	const source = { account: account.name, engine: account.engine };
	return {
		asEvent: (incoming) => ({ json: eventItem(incoming, source) }),
		asItCame: () => ({ json: { event, ...source, payload: reading.payloadOf(body) as IDataObject } }),
	};
}

function refusalOf(
	context: IWebhookFunctions,
): { readonly status: number; readonly error: string } | undefined {
	const forbidden = { status: 403, error: 'The secret or the signature is missing or wrong.' };
	const secret = secretOf(context);
	if (secret === undefined || !hasSecret(context.getQueryData(), secret)) return forbidden;
	if (deliveredBytes(context) > MOST_BYTES)
		return { status: 413, error: `A delivery has at most ${MOST_BYTES} bytes.` };
	const signature = signatureOf(context);
	if (signature && !isSigned(signature, context.getHeaderData(), context.getRequestObject().rawBody))
		return forbidden;
	return undefined;
}

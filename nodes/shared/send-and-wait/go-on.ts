import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { EngineId } from '../../../engines/engine';
import { readAccount } from '../account';
import { isObject } from '../item-parameters';
import { loadKit } from '../load-kit';
import { endedItem } from './ended-item';

/**
 * A sleeping execution is told to go on. What it goes on with stands in the store: whoever calls can neither answer
 * nor wake it by the address alone, which people may have seen in n8n.
 */
export async function goOn(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const engine = context.getNodeParameter('engine', 'web') as EngineId;
	const account = await readAccount(context, engine);
	const kit = loadKit({ logger: context.logger });
	const body: unknown = context.getBodyData();
	const { wait, proof } = isObject(body) ? body : {};
	const woken = await (
		await kit.waits(account)
	).woken({
		waitId: wait,
		proof,
		executionId: context.getExecutionId(),
		nodeId: context.getNode().id,
	});
	if (woken.kind === 'denied') return refuse(context);
	const webhookResponse = { resumed: wait };
	if (woken.kind === 'over') return { webhookResponse };
	const json = endedItem(woken.question, woken.answer, { account: account.name, engine });
	// The one item that was asked for; n8n goes on with this instead of what `execute` gave back.
	return { webhookResponse, workflowData: [[{ json, pairedItem: { item: 0 } }]] };
}

function refuse(context: IWebhookFunctions): IWebhookResponseData {
	context.getResponseObject().status(403).json({ message: 'The answer is given on WhatsApp' });
	return { noWebhookResponse: true };
}

import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

/** Answers in n8n's place, with a reason in JSON. */
export function answerWebhook(
	context: IWebhookFunctions,
	status: number,
	error: string,
): IWebhookResponseData {
	context.getResponseObject().status(status).json({ error });
	return { noWebhookResponse: true };
}

/** Bytes of what was delivered. */
export function deliveredBytes(context: IWebhookFunctions): number {
	const { rawBody } = context.getRequestObject();
	return rawBody?.length ?? Number(context.getHeaderData()['content-length'] ?? 0);
}

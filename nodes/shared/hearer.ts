import type { IWebhookFunctions } from 'n8n-workflow';

/** Who is delivered to: a test by hand hears what the published workflow has heard, too. */
export function hearerOf(context: IWebhookFunctions): string {
	const who = `${context.getWorkflow().id ?? ''}:${context.getNode().id}`;
	return context.getMode() === 'manual' ? `test:${who}` : who;
}

import type { IWebhookFunctions } from 'n8n-workflow';

/**
 * n8n answers with an error when it could not start the workflow: what was taken for it is given back then. Call it
 * before n8n answers.
 */
export function whenNotStarted(context: IWebhookFunctions, giveBack: () => Promise<void>): void {
	const response = context.getResponseObject();
	response.once('finish', () => {
		if (response.statusCode < 400) return;
		giveBack().catch((error: unknown) =>
			context.logger.error('A delivery that started no workflow will not be heard when it comes again', {
				error: error instanceof Error ? error.message : String(error),
			}),
		);
	});
}

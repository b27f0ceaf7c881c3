import type { IWebhookFunctions } from 'n8n-workflow';
import type { AccountConfig } from '../../runtime/kit';
import { loadKit } from './load-kit';

/** Longest time for it, ms. */
const LIMIT_MS = 15_000;

/**
 * n8n answers with an error when it could not start the workflow: the gateway comes again, and has to be heard then.
 * Call it before n8n answers.
 */
export function giveBackWhenNotStarted(
	context: IWebhookFunctions,
	account: AccountConfig,
	heard: { readonly ids: readonly string[]; readonly hearer: string },
): void {
	const response = context.getResponseObject();
	const { logger } = context;
	response.once('finish', () => {
		if (response.statusCode < 400) return;
		giveBack().catch((error: unknown) =>
			logger.error('A delivery that started no workflow will not be heard when it comes again', {
				error: error instanceof Error ? error.message : String(error),
			}),
		);
	});

	async function giveBack(): Promise<void> {
		const { session, release } = await loadKit({ logger }).acquire(account);
		try {
			await session.forgetHearing({ ...heard, signal: AbortSignal.timeout(LIMIT_MS) });
		} finally {
			release();
		}
	}
}

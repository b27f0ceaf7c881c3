import type { IWebhookFunctions } from 'n8n-workflow';
import type { AccountConfig } from '../../runtime/kit';
import { loadKit } from './load-kit';
import { whenNotStarted } from './when-not-started';

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
	const { logger } = context;
	whenNotStarted(context, giveBack);

	async function giveBack(): Promise<void> {
		const { session, release } = await loadKit({ logger }).acquire(account);
		try {
			await session.forgetHearing({ ...heard, signal: AbortSignal.timeout(LIMIT_MS) });
		} finally {
			release();
		}
	}
}

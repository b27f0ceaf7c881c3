import type { IDataObject } from 'n8n-workflow';
import type { OutboxJob } from '../../../../sessions/outbox/outbox-job';
import { defined } from '../../../shared/item-parameters';

/** The item of a queued message: times are ISO 8601, and what does not apply to its state is left out. */
export function jobItem(job: OutboxJob): IDataObject {
	const { jobId, state, recipient, attempts, createdAt, expiresAt } = job;
	const sent = job.state === 'sent' ? job : undefined;
	const error = 'error' in job ? job.error : null;
	return defined({
		jobId,
		state,
		recipient: sent?.sentTo ?? recipient,
		createdAt: iso(createdAt),
		leavesAt: job.state === 'queued' ? iso(job.leavesAt) : undefined,
		expiresAt: iso(expiresAt),
		attempts,
		messageId: sent?.messageId,
		chatId: sent?.chatId,
		sentAt: sent && iso(sent.sentAt),
		via: sent?.via,
		endedAt: 'endedAt' in job ? iso(job.endedAt) : undefined,
		// Not `error`: n8n would take the item for a failed one and replace it by these words.
		reason: error ? [error.what, error.why, error.next].filter(Boolean).join(' ') : undefined,
		errorCode: error?.code,
	});
}

function iso(at: number): string {
	return new Date(at).toISOString();
}

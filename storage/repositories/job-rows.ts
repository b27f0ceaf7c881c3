import type { JobError, OutboxJob } from '../../sessions/outbox/outbox-job';
import { json, text, unreadable, wholeNumber } from '../row-reading';

type Row = Readonly<Record<string, unknown>>;

export function outboxJob(row: Row): OutboxJob {
	const facts = {
		jobId: text(row.job_id, 'job_id'),
		recipient: text(row.recipient, 'recipient'),
		createdAt: wholeNumber(row.created_at, 'created_at'),
		expiresAt: wholeNumber(row.expires_at, 'expires_at'),
		attempts: wholeNumber(row.attempts, 'attempts'),
	};
	const state = text(row.state, 'state');
	const error = jobError(row.error);
	if (state === 'queued')
		return { ...facts, state, error, leavesAt: wholeNumber(row.leaves_at, 'leaves_at') };
	if (state === 'sending') return { ...facts, state, error };
	const endedAt = wholeNumber(row.ended_at, 'ended_at');
	switch (state) {
		case 'sent':
			return { ...facts, state, endedAt, ...sentFacts(row) };
		case 'refused':
		case 'unknown':
			return {
				...facts,
				state,
				endedAt,
				error: error ?? { code: 'unexpected', what: 'No reason was kept.' },
			};
		case 'cancelled':
			return { ...facts, state, endedAt };
		case 'expired':
			return { ...facts, state, endedAt, error };
		default:
			throw unreadable('state', 'a known state');
	}
}

function sentFacts(row: Row) {
	return {
		messageId: text(row.message_id, 'message_id'),
		chatId: text(row.chat_id, 'chat_id'),
		sentTo: text(row.sent_to, 'sent_to'),
		via: text(row.via, 'via'),
		sentAt: wholeNumber(row.sent_at, 'sent_at'),
	};
}

/** Words for people: what cannot be read is left out rather than hiding the rest. */
export function jobError(column: unknown): JobError | null {
	if (column === null || column === undefined) return null;
	const value = json(column, 'error') as Row | null;
	const word = (name: string): string | undefined => {
		const given = value?.[name];
		return typeof given === 'string' ? given : undefined;
	};
	return {
		code: word('code') ?? 'unexpected',
		what: word('what') ?? 'No reason was kept.',
		why: word('why'),
		next: word('next'),
		reason: word('reason'),
	};
}

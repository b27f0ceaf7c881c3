import type { Wait } from '../../waits/wait';
import { bytes, json, text, unreadable, wholeNumber } from '../row-reading';

export type WrittenWait = {
	account: string;
	id: string;
	requestKey: string;
	execution: string;
	node: string;
	messageId: string | null;
	status: string;
	expiresAt: number;
	resumedAt: number | null;
	answer: Uint8Array | null;
	detail: string;
};

/** What nothing is looked up by. */
interface Detail extends Pick<Wait, 'createdAt' | 'question'> {
	readonly resumeUrl: string;
}

const STATUSES: readonly string[] = ['open', 'answered', 'expired'] satisfies Wait['status'][];

export function writeWait(wait: Wait): WrittenWait {
	const { accountId, id, requestKey, status, expiresAt, resumedAt, answer, question, createdAt } = wait;
	const { executionId, nodeId, resumeUrl } = wait.sleeper;
	const detail: Detail = { createdAt, question, resumeUrl };
	return {
		account: accountId,
		id,
		requestKey,
		execution: executionId,
		node: nodeId,
		messageId: question.kind === 'message' ? question.messageId : null,
		status,
		expiresAt,
		resumedAt,
		answer,
		detail: JSON.stringify(detail),
	};
}

export function readWait(row: Readonly<Record<string, unknown>>): Wait {
	const detail = json(row.detail, 'detail') as Detail;
	if (typeof detail !== 'object' || detail === null || typeof detail.question !== 'object')
		throw unreadable('detail', 'a wait');
	const status = text(row.status, 'status');
	if (!STATUSES.includes(status)) throw unreadable('status', `one of ${STATUSES.join(', ')}`);
	return {
		accountId: text(row.account, 'account'),
		id: text(row.id, 'id'),
		requestKey: text(row.request_key, 'request_key'),
		status: status as Wait['status'],
		createdAt: detail.createdAt,
		expiresAt: wholeNumber(row.expires_at, 'expires_at'),
		resumedAt: row.resumed_at === null ? null : wholeNumber(row.resumed_at, 'resumed_at'),
		answer: row.answer === null ? null : bytes(row.answer, 'answer'),
		sleeper: {
			executionId: text(row.execution, 'execution'),
			nodeId: text(row.node, 'node'),
			resumeUrl: detail.resumeUrl,
		},
		question: detail.question,
	};
}

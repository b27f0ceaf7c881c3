import type { IDataObject } from 'n8n-workflow';
import type { Answer } from '../../../waits/answer';
import type { Question } from '../../../waits/wait';
import { eventItem, type EventSource } from '../event-item';

/**
 * The item an execution goes on with: what was asked, and under `data` what was answered. Nothing stands there when
 * nobody answered in time, so that no time-out can be taken for a yes.
 */
export function endedItem(question: Question, answer: Answer | null, source: EventSource): IDataObject {
	const asked =
		question.kind === 'approval'
			? { verificationId: question.verificationId }
			: { messageId: question.messageId, chatId: question.chatId };
	return { ...asked, timedOut: answer === null, data: answer === null ? {} : answerData(answer, source) };
}

function answerData(answer: Answer, source: EventSource): IDataObject {
	if (answer.kind === 'message') {
		const { event, approved } = answer;
		const { phone, lid, name } = event.from;
		return {
			...eventItem(event, source),
			...(approved !== null && { approved }),
			responder: { phone, lid, name },
			respondedAt: new Date(event.timestamp).toISOString(),
		};
	}
	const { verification, endedAt } = answer;
	const { status, error, phone_number: phone, profile_name: name } = verification;
	const isAnswered = status === 'validated' || status === 'rejected';
	return {
		approved: status === 'validated',
		status,
		// It was cancelled or replaced: nobody has said yes.
		...(!isAnswered && { reason: error }),
		responder: isAnswered ? { phone, name } : null,
		respondedAt: isAnswered ? new Date(endedAt).toISOString() : null,
	};
}

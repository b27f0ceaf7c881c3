import type { ApprovalRequest } from './approval-request';

const ANSWER = /^verification:([0-9a-f-]{36}):(approve|reject)$/;

/** A list with two rows, shown by whatever the engine can show. The rows carry the verification they answer. */
export function approvalMessage(request: ApprovalRequest, id: string): object {
	const { title, description, device, place, time, approveText, rejectText, buttonText, footer } = request;
	const context = [device, place, time].filter((line) => line !== '').map((line) => `• ${line}`);
	const body = [`*${title}*`, description, context.join('\n')].filter((part) => part !== '').join('\n\n');
	return {
		kind: 'list',
		body,
		buttonText,
		...(footer !== '' && { footer }),
		sections: [
			{
				rows: [
					{ id: `verification:${id}:approve`, title: approveText },
					{ id: `verification:${id}:reject`, title: rejectText },
				],
			},
		],
	};
}

/** Which verification a choice answers, and how; null when it answers none. */
export function readAnswer(choiceId: string): { readonly id: string; readonly approved: boolean } | null {
	const [, id, answer] = ANSWER.exec(choiceId) ?? [];
	return id === undefined ? null : { id, approved: answer === 'approve' };
}

import type { EngineEventEnvelope } from '../../engines/engine';
import type { MessageEvent } from '../../messages/incoming';
import { phoneFromWhatsApp } from '../../messages/phone-number';
import { replyQuietly, type ReplyPorts } from '../reply';
import { transition } from '../transitions';
import type { VerifyingAccount } from '../verifier';
import type { Verification } from '../verification';
import { readAnswer } from './approval-message';
import { approvalSettings } from './approval-request';

/** Finds the answers to an account's approvals in what comes in. */
export class ApprovalMatcher {
	readonly #account: VerifyingAccount;

	readonly #ports: ReplyPorts;

	constructor(account: VerifyingAccount, ports: ReplyPorts) {
		this.#account = account;
		this.#ports = ports;
	}

	/** Rejects when the store is away: then the answer is to be shown again. */
	async see({ event, id: eventId }: EngineEventEnvelope): Promise<void> {
		if (event.event !== 'choice' || event.from.isMe || event.choice === undefined) return;
		const answer = readAnswer(event.choice.id);
		if (answer === null) return;
		const { store, clock } = this.#ports;
		const now = clock.now();
		const question = { accountId: this.#account.id, now, id: answer.id, windows: [] };
		const verdict = await store.decide<{ of: Verification; text: string } | null>(question, ({ byId }) => {
			if (byId === null || byId.method !== 'approval') return { answer: null };
			const isAllowed = mayAnswer(byId, event);
			const { approved } = answer;
			const profileName = event.from.name;
			const phone = phoneOf(event);
			const after = isAllowed
				? transition(byId, { type: 'answer', approved, profileName, phone }, now)
				: transition(byId, { type: 'time' }, now);
			const put = after === byId ? [] : [after];
			return {
				answer: {
					of: after,
					text: isAllowed ? textFor(byId, after) : approvalSettings(byId.settings).notAllowedMessage,
				},
				put,
			};
		});
		if (verdict === null) return;
		const to = { chatId: event.chat.id, eventId, verificationId: verdict.of.id, text: verdict.text };
		await replyQuietly(to, this.#ports);
	}
}

/**
 * The number it was sent to, or the very chat: WhatsApp may hide a number, but not whose chat it is. In a group those
 * who are named, or everybody in it.
 */
function mayAnswer(of: Verification, event: MessageEvent): boolean {
	const { chat } = event;
	const { groupId, chatId } = approvalSettings(of.settings);
	const phone = phoneOf(event);
	if (groupId !== null) {
		const isNamed = phone !== null && of.authorizedNumbers.includes(phone);
		return chat.id === groupId && (of.authorizedNumbers.length === 0 || isNamed);
	}
	if (chat.type !== 'private') return false;
	return phone === null ? chat.id === chatId : phone === of.phone;
}

function phoneOf({ from }: MessageEvent): string | null {
	return from.phone === null ? null : phoneFromWhatsApp(from.phone.slice(1)).e164;
}

function textFor(before: Verification, after: Verification): string {
	const { approvedMessage, rejectedMessage, lateMessage } = approvalSettings(after.settings);
	if (before === after || after.status === 'expired') return lateMessage;
	return after.status === 'validated' ? approvedMessage : rejectedMessage;
}

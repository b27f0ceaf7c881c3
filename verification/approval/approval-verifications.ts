import { randomUUID } from 'node:crypto';
import { beginRequest } from '../begin-request';
import { checked } from '../code/code-request';
import { leave, type SendPatience, type Sent } from '../leave';
import { cancelById, statusOf, type WaitingFor } from '../by-id';
import { refuseCountry, sendWindows } from '../send-rules';
import type { Slot } from '../store';
import type { Verification } from '../verification';
import type { VerificationItem } from '../verification-item';
import type { VerifierPorts, VerifyingAccount } from '../verifier';
import { approvalSent, newApproval, replaced } from './approval-life';
import { approvalMessage } from './approval-message';
import { askedChat, type AskedChat } from './asked-chat';
import { approvalSchema, approvalSettings, type ApprovalRequest } from './approval-request';

export interface ApprovalPorts extends VerifierPorts {
	/** From now on somebody must hear what comes in, until no approval is live any more. */
	watch(): void;
}

export interface ApprovalSendInput extends SendPatience {
	readonly recipient: string;
	readonly defaultCountry?: string;
	/** Fields of the node, unchecked: `approval-request.ts`. */
	readonly fields: object;
	/** The item this is for: run again, it makes no second one. */
	readonly requestKey: string;
}

/** Requests of one account that a person approves or rejects in the chat. */
export class ApprovalVerifications {
	readonly #account: VerifyingAccount;

	readonly #ports: ApprovalPorts;

	constructor(account: VerifyingAccount, ports: ApprovalPorts) {
		this.#account = account;
		this.#ports = ports;
	}

	/** Sends a request; the one before for the same number and purpose ends. Rejects as sending a code does. */
	async send({ recipient, defaultCountry, fields, requestKey, ...patience }: ApprovalSendInput) {
		const request = checked(approvalSchema, fields);
		const chat = askedChat(recipient, defaultCountry, request.responders);
		const { phone } = chat;
		const isTest = phone !== null && this.#account.policy.testNumbers.has(phone);
		if (phone !== null && !isTest) refuseCountry(phone, this.#account);
		const { store, clock } = this.#ports;
		const keys = await this.#ports.keys.of(this.#account);
		const windows = isTest ? [] : sendWindows(chat.recipient, request.callerKey, this.#account, keys);
		const { id: accountId, cooldownMs } = this.#account;
		const begun = await beginRequest({ accountId, requestKey, windows }, this.#ports);
		if (begun.known !== null) return approvalSent(begun.known, cooldownMs);
		const id = randomUUID();
		// Heard before it leaves: whoever answers at once is heard, too.
		this.#ports.watch();
		const message = approvalMessage(request, id);
		const sent: Sent = isTest
			? { outcome: 'test', at: clock.now(), chatId: null, messageId: null }
			: await leave(
					{ ...patience, accountId, phone: chat.recipient, message, secret: false, marks: begun.marks },
					this.#ports,
				);
		const made = this.#made(id, chat, request, sent, requestKey);
		// In a group nobody's question takes the place of another's.
		const latest: Slot | undefined =
			phone === null ? undefined : { method: 'approval', phone, purpose: request.purpose };
		await store.decide({ accountId, now: sent.at, latest, windows: [] }, (facts) => ({
			answer: undefined,
			put: [...replaced(facts, sent.at), made],
		}));
		this.#ports.watch();
		return approvalSent(made, cooldownMs);
	}

	/** What is known; consumes nothing. Null when there is none. */
	async getStatus(verificationId: string): Promise<VerificationItem | null> {
		return await statusOf(verificationId, this.#waiting);
	}

	/** No answer counts any more. `cancelled` is false when it had ended before, or there is none. */
	async cancel(verificationId: string): Promise<{ status: VerificationItem | null; cancelled: boolean }> {
		return await cancelById(verificationId, this.#waiting);
	}

	get #waiting(): WaitingFor {
		const { store, clock } = this.#ports;
		return { account: this.#account, method: 'approval', store, clock, watch: () => this.#ports.watch() };
	}

	#made(id: string, chat: AskedChat, request: ApprovalRequest, sent: Sent, requestKey: string): Verification {
		const groupId = chat.phone === null ? chat.recipient : null;
		return newApproval({
			id,
			accountId: this.#account.id,
			keptBy: 'kit',
			purpose: request.purpose,
			phone: chat.phone,
			expiresAt: sent.at + request.expiryMinutes * 60_000,
			authorizedNumbers: chat.authorizedNumbers,
			sentAt: sent.at,
			outcome: sent.outcome,
			requestKey,
			settings: approvalSettings({ ...request, chatId: sent.chatId, groupId }),
		});
	}
}

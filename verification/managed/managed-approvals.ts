import { randomUUID } from 'node:crypto';
import type { ManagedApprovals } from '../../engines/managed';
import { approvalSchema, type ApprovalRequest } from '../approval/approval-request';
import { approvalSent, newApproval, replaced } from '../approval/approval-life';
import type { ApprovalSendInput } from '../approval/approval-verifications';
import { beginRequest } from '../begin-request';
import { checked } from '../code/code-request';
import { leave, type Sent } from '../leave';
import { recipientPhone } from '../recipient-phone';
import { refuseCountry, sendWindows } from '../send-rules';
import type { Slot } from '../store';
import { transition } from '../transitions';
import type { Verification } from '../verification';
import type { VerifierPorts, VerifyingAccount } from '../verifier';

export interface ManagedApprovalPorts extends VerifierPorts {
	/** The gateway, for one piece of work. */
	withApprovals<T>(work: (approvals: ManagedApprovals) => Promise<T>): Promise<T>;
	/** From now on the gateway is asked, until no approval is live any more. */
	watch(): void;
}

/** Requests of one account whose answer its gateway hears. What becomes of them stands in our own store. */
export class ManagedApprovalVerifications {
	readonly #account: VerifyingAccount;

	readonly #ports: ManagedApprovalPorts;

	constructor(account: VerifyingAccount, ports: ManagedApprovalPorts) {
		this.#account = account;
		this.#ports = ports;
	}

	/** As `ApprovalVerifications.send`, to one person. */
	async send({ recipient, defaultCountry, fields, requestKey, ...patience }: ApprovalSendInput) {
		const request = checked(approvalSchema, fields);
		const phone = recipientPhone(recipient, defaultCountry);
		refuseCountry(phone, this.#account);
		const { store, clock } = this.#ports;
		const { id: accountId, cooldownMs } = this.#account;
		const keys = await this.#ports.keys.of(this.#account);
		const windows = sendWindows(phone, request.callerKey, this.#account, keys);
		const begun = await beginRequest({ accountId, requestKey, windows }, this.#ports);
		if (begun.known !== null) return approvalSent(begun.known, cooldownMs);
		const lifeMs = await this.#ports.withApprovals(
			async ({ expiresAfterMs }) => await Promise.resolve(expiresAfterMs),
		);
		const message = messageOf(request);
		const sent = await leave(
			{ ...patience, accountId, phone, message, secret: false, marks: begun.marks },
			this.#ports,
		);
		const made = this.#made(phone, request, sent, { requestKey, lifeMs });
		const latest: Slot = { method: 'approval', phone, purpose: request.purpose };
		await store.decide({ accountId, now: clock.now(), latest, windows: [] }, (facts) => ({
			answer: undefined,
			put: [...replaced(facts, sent.at), made],
		}));
		this.#ports.watch();
		return approvalSent(made, cooldownMs);
	}

	/** One nobody knows the id of could be answered, and nobody would ever hear of it: it has failed. */
	#made(
		phone: string,
		{ purpose }: ApprovalRequest,
		{ at, outcome, messageId }: Sent,
		{ requestKey, lifeMs }: { readonly requestKey: string; readonly lifeMs: number },
	): Verification {
		const settings = { gatewayId: messageId };
		const made = newApproval({
			id: randomUUID(),
			accountId: this.#account.id,
			keptBy: 'gateway',
			purpose,
			phone,
			expiresAt: at + lifeMs,
			authorizedNumbers: [phone],
			sentAt: at,
			outcome,
			requestKey,
			settings,
		});
		return messageId === null ? transition(made, { type: 'judged', said: 'lost', settings }, at) : made;
	}
}

function messageOf(request: ApprovalRequest): object {
	const { title, approveText, rejectText, buttonText, footer, description, device, place, time } = request;
	const context = [device, place, time].filter((line) => line !== '').map((line) => `• ${line}`);
	const body = [description, context.join('\n')].filter((part) => part !== '').join('\n\n');
	return {
		...{ kind: 'managedApproval', title, approveText, rejectText, buttonText },
		...(body !== '' && { description: body }),
		...(footer !== '' && { footer }),
	};
}

import { randomUUID } from 'node:crypto';
import type { ManagedApprovals } from '../../engines/managed';
import { approvalSchema, type ApprovalRequest } from '../approval/approval-request';
import type { ApprovalSendInput, ApprovalSent } from '../approval/approval-verifications';
import { checked } from '../code/code-request';
import { iso } from '../code/judge-check';
import { leave, type Sent } from '../leave';
import { recipientPhone } from '../recipient-phone';
import { admit, refuseCountry, sendWindows } from '../send-rules';
import type { Facts, Mark, Slot } from '../store';
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
		const accountId = this.#account.id;
		const begun = await this.#begin(phone, request, requestKey);
		if (begun.known !== null) return this.#told(begun.known);
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
		return this.#told(made);
	}

	async #begin(phone: string, { callerKey }: ApprovalRequest, requestKey: string) {
		const { store, clock } = this.#ports;
		const keys = await this.#ports.keys.of(this.#account);
		const windows = sendWindows(phone, callerKey, this.#account, keys);
		const now = clock.now();
		const markId = randomUUID();
		return await store.decide<{ known: Verification | null; marks: readonly Mark[] }>(
			{ accountId: this.#account.id, now, requestKey, windows },
			(facts) => {
				if (facts.byRequestKey !== null) return { answer: { known: facts.byRequestKey, marks: [] } };
				const marks = admit(windows, facts, now, markId);
				return { answer: { known: null, marks }, mark: marks };
			},
		);
	}

	/** One nobody knows the id of could be answered, and nobody would ever hear of it: it has failed. */
	#made(
		phone: string,
		{ purpose }: ApprovalRequest,
		{ at, outcome, messageId }: Sent,
		{ requestKey, lifeMs }: { readonly requestKey: string; readonly lifeMs: number },
	): Verification {
		const settings = { gatewayId: messageId };
		const made: Verification = {
			id: randomUUID(),
			accountId: this.#account.id,
			method: 'approval',
			keptBy: 'gateway',
			purpose,
			status: 'requested',
			phone,
			profileName: null,
			requestedAt: at,
			expiresAt: at + lifeMs,
			validatedAt: null,
			endedAt: null,
			error: null,
			authorizedNumbers: [phone],
			tries: 0,
			maxTries: 1,
			lockMs: 0,
			lockedUntil: null,
			codeHash: null,
			sealedCode: null,
			sentAt: at,
			outcome,
			requestKey,
			settings,
		};
		return messageId === null ? transition(made, { type: 'judged', said: 'lost', settings }, at) : made;
	}

	#told(of: Verification): ApprovalSent {
		return {
			verificationId: of.id,
			status: of.status,
			expiresAt: iso(of.expiresAt),
			resendAt: iso(of.sentAt + this.#account.cooldownMs),
			outcome: of.outcome,
		};
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

function replaced({ latest }: Facts, now: number): readonly Verification[] {
	if (latest === null) return [];
	const ended = transition(latest, { type: 'replace' }, now);
	return ended === latest ? [] : [ended];
}

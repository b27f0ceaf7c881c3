import type { ManagedApprovals } from '../../engines/managed';
import type { ApprovalSent } from '../approval/approval-life';
import type { ApprovalSendInput, ApprovalVerifications } from '../approval/approval-verifications';
import { cancelById, statusOf, type WaitingFor } from '../by-id';
import { recipientPhone } from '../recipient-phone';
import type { VerificationItem } from '../verification-item';
import type { VerifyingAccount } from '../verifier';
import type { ManagedApprovalPorts, ManagedApprovalVerifications } from './managed-approvals';
import { readManagedSettings } from './managed-request';
import { takePollTurn } from './poll-turn';
import { gatewayIdOf, settleApproval } from './settle-approval';

/** Longest the gateway is asked when somebody wants to know, ms. */
const ASK_MS = 30_000;

/** Approvals of an account whose gateway keeps some of them. Each is looked after by whoever keeps it. */
export class KeptApprovals {
	readonly #account: VerifyingAccount;

	readonly #ports: ManagedApprovalPorts;

	readonly #own: ApprovalVerifications;

	readonly #managed: ManagedApprovalVerifications;

	constructor(
		account: VerifyingAccount,
		ports: ManagedApprovalPorts,
		approvals: { readonly own: ApprovalVerifications; readonly managed: ManagedApprovalVerifications },
	) {
		this.#account = account;
		this.#ports = ports;
		this.#own = approvals.own;
		this.#managed = approvals.managed;
	}

	async send(input: ApprovalSendInput): Promise<ApprovalSent> {
		return await this.#own.send(input);
	}

	/** Numbers of the test list get nothing, from no gateway either. */
	async sendManaged(input: ApprovalSendInput): Promise<ApprovalSent> {
		const phone = recipientPhone(input.recipient, input.defaultCountry);
		const isTest = this.#account.policy.testNumbers.has(phone);
		return await (isTest ? this.#own.send(input) : this.#managed.send(input));
	}

	/** What is known; the gateway is asked first where it is somebody's turn to ask it. */
	async getStatus(verificationId: string): Promise<VerificationItem | null> {
		const found = await this.#ports.store.find(this.#account.id, verificationId);
		if (found?.keptBy !== 'gateway' || found.method !== 'approval')
			return await this.#own.getStatus(verificationId);
		const { clock, store } = this.#ports;
		const gatewayId = gatewayIdOf(found);
		const isOpen = found.status === 'requested' && found.expiresAt > clock.now() && gatewayId !== null;
		if (isOpen && readManagedSettings(found.settings).heldUntil <= clock.now()) {
			const said = await this.#ports.withApprovals(
				async (approvals) => await this.#ask(gatewayId, approvals),
			);
			if (said !== null) await settleApproval(found, said, store, clock.now());
		}
		return await statusOf(verificationId, this.#waiting);
	}

	/** No answer counts any more; the gateway itself has no way to take a request back. */
	async cancel(verificationId: string): ReturnType<ApprovalVerifications['cancel']> {
		const found = await this.#ports.store.find(this.#account.id, verificationId);
		if (found?.keptBy !== 'gateway') return await this.#own.cancel(verificationId);
		return await cancelById(verificationId, this.#waiting);
	}

	async #ask(gatewayId: string, approvals: ManagedApprovals) {
		const turn = await takePollTurn(this.#account.id, approvals.pollEveryMs, this.#ports);
		return turn > 0 ? null : await approvals.status(gatewayId, AbortSignal.timeout(ASK_MS));
	}

	get #waiting(): WaitingFor {
		const { store, clock } = this.#ports;
		return { account: this.#account, method: 'approval', store, clock, watch: () => this.#ports.watch() };
	}
}

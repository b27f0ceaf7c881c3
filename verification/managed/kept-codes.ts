import type { ManagedCodeStatus, ManagedTemplate } from '../../engines/managed';
import { isKitError } from '../../messages/kit-error';
import type { CodeSent, CodeStatus } from '../code/code-life';
import type { CodeSendInput, CodeVerifications } from '../code/code-verifications';
import type { CheckResult } from '../code/judge-check';
import { findCode, type WhichInput } from '../code/which-code';
import { recipientPhone } from '../recipient-phone';
import type { Verification } from '../verification';
import type { VerifyingAccount } from '../verifier';
import type {
	ManagedCheckInput,
	ManagedCodePorts,
	ManagedCodeVerifications,
	ManagedSendInput,
} from './managed-codes';

export interface KeptStatus extends CodeStatus {
	/** What the gateway says of a live code it keeps, where it says something without using up a try. */
	readonly gateway?: ToldStatus;
}

type ToldStatus =
	| {
			readonly active: boolean;
			readonly expires_at: string | null;
			readonly attempts_remaining: number | null;
	  }
	/** It could not be asked: in words. */
	| { readonly error: string };

/** Codes of an account whose gateway keeps some of them. Each is looked after by whoever keeps it. */
export class KeptCodes {
	readonly #account: VerifyingAccount;

	readonly #ports: ManagedCodePorts;

	readonly #own: CodeVerifications;

	readonly #managed: ManagedCodeVerifications;

	constructor(
		account: VerifyingAccount,
		ports: ManagedCodePorts,
		codes: { readonly own: CodeVerifications; readonly managed: ManagedCodeVerifications },
	) {
		this.#account = account;
		this.#ports = ports;
		this.#own = codes.own;
		this.#managed = codes.managed;
	}

	async send(input: CodeSendInput): Promise<CodeSent> {
		return await this.#own.send(input);
	}

	/** Numbers of the test list have a code of their own, which no gateway knows. */
	async sendManaged(input: ManagedSendInput): Promise<CodeSent> {
		const phone = recipientPhone(input.recipient, input.defaultCountry);
		if (!this.#account.policy.testNumbers.has(phone)) return await this.#managed.send(input);
		const { purpose, browserSecret, callerKey } = input.fields as Readonly<Record<string, unknown>>;
		return await this.#own.send({ ...input, fields: { purpose, browserSecret, callerKey } });
	}

	async check(input: ManagedCheckInput): Promise<CheckResult> {
		const found = await this.#find(input);
		// The very one that was found: another may take its place meanwhile.
		const which = { ...input, ...(found && { verificationId: found.id }) };
		return await (found?.keptBy === 'gateway' ? this.#managed.check(which) : this.#own.check(which));
	}

	async resend(which: Parameters<CodeVerifications['resend']>[0]): Promise<CodeSent> {
		const found = await this.#find(which);
		const exact = { ...which, ...(found && { verificationId: found.id }) };
		return await (found?.keptBy === 'gateway' ? this.#managed.resend(exact) : this.#own.resend(exact));
	}

	/** With what the gateway says, where it says something without using up a try. */
	async getStatus(which: WhichInput & { readonly signal?: AbortSignal }): Promise<KeptStatus | null> {
		const status = await this.#own.getStatus(which);
		if (status === null || status.status !== 'requested') return status;
		const found = await this.#ports.store.find(this.#account.id, status.id);
		const gateway = found?.keptBy === 'gateway' ? await this.#told(found, which.signal) : null;
		return gateway === null ? status : { ...status, gateway };
	}

	async cancel(which: WhichInput): ReturnType<CodeVerifications['cancel']> {
		return await this.#own.cancel(which);
	}

	/** Templates a code may be sent by; none where the gateway has no such thing. */
	async templates(signal: AbortSignal): Promise<readonly ManagedTemplate[]> {
		return await this.#ports.withCodes(async (codes) => (await codes.templates?.(signal)) ?? []);
	}

	async #told({ phone, purpose }: Verification, signal: AbortSignal | undefined): Promise<ToldStatus | null> {
		const limit = AbortSignal.any([AbortSignal.timeout(STATUS_MS), ...(signal ? [signal] : [])]);
		try {
			const told = await this.#ports.withCodes(
				async (codes): Promise<ManagedCodeStatus | null> =>
					(await codes.status?.({ phone: phone ?? '', purpose }, limit)) ?? null,
			);
			if (told === null) return null;
			const { active, expiresAt, attemptsRemaining } = told;
			return {
				active,
				expires_at: expiresAt === null ? null : new Date(expiresAt).toISOString(),
				attempts_remaining: attemptsRemaining,
			};
		} catch (error) {
			// What is known here is known all the same.
			if (isKitError(error)) return { error: error.what };
			throw error;
		}
	}

	async #find(which: WhichInput): Promise<Verification | null> {
		return await findCode(which, this.#account, this.#ports);
	}
}

/** Longest the gateway is asked for what it keeps, ms. */
const STATUS_MS = 30_000;

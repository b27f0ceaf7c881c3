import type { EnginePorts } from '../engines/engine';
import type { ManagedApprovals, ManagedCodes } from '../engines/managed';
import { findEngine } from '../engines/registry';
import type { ApprovalVerifications } from '../verification/approval/approval-verifications';
import type { CodeVerifications } from '../verification/code/code-verifications';
import { ApprovalPoller } from '../verification/managed/approval-poller';
import { KeptApprovals } from '../verification/managed/kept-approvals';
import { KeptCodes } from '../verification/managed/kept-codes';
import { ManagedApprovalVerifications } from '../verification/managed/managed-approvals';
import { ManagedCodeVerifications } from '../verification/managed/managed-codes';
import type { VerificationStore } from '../verification/store';
import type { VerifierPorts, VerifyingAccount } from '../verification/verifier';
import type { AccountConfig } from './kit';
import { keepsNone, manages, withManaged } from './open-managed';

type Ports = Omit<EnginePorts, 'store'> & { readonly store: VerificationStore };

/** Verifications that gateways keep, of all accounts of this process. Owns those who ask for their answers. */
export class ManagedVerifications {
	readonly #ports: Ports;

	readonly #pollers = new Map<string, { readonly poller: ApprovalPoller; config: AccountConfig }>();

	#draining = false;

	constructor(ports: Ports) {
		this.#ports = ports;
	}

	/** Undefined where the gateway of the account keeps no codes. */
	codes(
		config: AccountConfig,
		account: VerifyingAccount,
		ports: VerifierPorts,
		own: CodeVerifications,
	): KeptCodes | undefined {
		if (!manages(config, 'code')) return undefined;
		const withCodes = async <T>(work: (codes: ManagedCodes) => Promise<T>): Promise<T> =>
			await withManaged(config, this.#engine, async ({ codes }) => await work(codes ?? missing(config)));
		const all = { ...ports, withCodes };
		return new KeptCodes(account, all, { own, managed: new ManagedCodeVerifications(account, all) });
	}

	/** Undefined where the gateway of the account keeps no approvals. */
	approvals(
		config: AccountConfig,
		account: VerifyingAccount,
		ports: VerifierPorts,
		own: ApprovalVerifications,
	): KeptApprovals | undefined {
		if (!manages(config, 'approval')) return undefined;
		const withApprovals = this.#withApprovals(() => config);
		const all = { ...ports, withApprovals, watch: () => this.#poller(config).wake() };
		return new KeptApprovals(account, all, { own, managed: new ManagedApprovalVerifications(account, all) });
	}

	/** Live approvals of the account are asked about, also those from before. Never throws. */
	watch(config: AccountConfig): void {
		if (manages(config, 'approval')) this.#poller(config).wake();
	}

	/** The process is about to end: another one may have the accounts. */
	drain(): void {
		this.#draining = true;
		for (const { poller } of this.#pollers.values()) void poller.close();
	}

	async close(): Promise<void> {
		this.drain();
		await Promise.all([...this.#pollers.values()].map(async ({ poller }) => await poller.close()));
	}

	#poller(config: AccountConfig): ApprovalPoller {
		const known = this.#pollers.get(config.id);
		if (known !== undefined) {
			// The credential may have been edited.
			known.config = config;
			return known.poller;
		}
		const current = (): AccountConfig => this.#pollers.get(config.id)?.config ?? config;
		const withApprovals = this.#withApprovals(current);
		const poller = new ApprovalPoller(config.id, { ...this.#ports, withApprovals });
		this.#pollers.set(config.id, { poller, config });
		if (this.#draining) void poller.close();
		return poller;
	}

	#withApprovals(config: () => AccountConfig) {
		return async <T>(work: (approvals: ManagedApprovals) => Promise<T>): Promise<T> =>
			await withManaged(
				config(),
				this.#engine,
				async ({ approvals }) => await work(approvals ?? missing(config())),
			);
	}

	get #engine(): Omit<EnginePorts, 'store'> {
		const { clock, random, logger, environment } = this.#ports;
		return { clock, random, logger, environment };
	}
}

function missing({ engine }: AccountConfig): never {
	throw keepsNone(findEngine(engine).engine.title);
}

import type { OpenedManaged } from '../../../engines/managed';
import { whatsAuthEngine } from '../../../engines/whatsAuth/whats-auth-engine';
import { parseWhatsAuthOptions } from '../../../engines/whatsAuth/whats-auth-options';
import { systemRandom } from '../../../runtime/system-ports';
import { ManagedLinkVerifications } from '../../../verification/managed/managed-links';
import type { ToldLink } from '../../../verification/managed/told-link';
import type { VerificationStore } from '../../../verification/store';
import { parseVerificationPolicy } from '../../../verification/verification-policy';
import { KeyRing } from '../../../verification/verifier';
import { ManualClock } from '../../fixtures/manual-clock';
import { recordingLogger } from '../../fixtures/quiet-logger';
import { whatsAuthAccount, type WhatsAuthSimulator } from '../../gateways/whatsAuth/whats-auth-simulator';
import { START } from '../a-verification';

export const ANA = '+5511987654321';

/** Links that a simulated WhatsAuth keeps for one account, over a real store. The clock stands still. */
export class ManagedLinkWorld {
	readonly clock = new ManualClock(START);

	readonly logger = recordingLogger();

	readonly links: ManagedLinkVerifications;

	opened = 0;

	closed = 0;

	#items = 0;

	constructor(
		readonly store: VerificationStore,
		readonly simulator: WhatsAuthSimulator,
	) {
		const credential = { ...whatsAuthAccount, baseUrl: simulator.url, allowPrivateAddress: true };
		const options = parseWhatsAuthOptions(credential);
		const limits = { blockedCountries: 'DE', callerSendsPerWindow: 2, callerWindowMinutes: 10 };
		const account = {
			id: 'account',
			name: 'Shop',
			policy: parseVerificationPolicy({ verification: limits }),
			cooldownMs: 60_000,
			storageKey: undefined,
		};
		const ports = { clock: this.clock, random: systemRandom, logger: this.logger, environment: {} };
		this.links = new ManagedLinkVerifications(account, {
			store,
			clock: this.clock,
			keys: new KeyRing(store),
			open: () => {
				this.opened += 1;
				const managed = whatsAuthEngine.openManaged?.({ id: 'account', name: 'Shop', options }, ports);
				return {
					...(managed as OpenedManaged),
					close: () => {
						this.closed += 1;
						managed?.close();
					},
				};
			},
		});
	}

	async create(fields: object = {}) {
		this.#items += 1;
		return await this.links.create({ fields, requestKey: `item ${this.#items}` });
	}

	/** WhatsAuth tells that Ana has proven this code, but for what is different. */
	async told(code: string, different: Partial<ToldLink> = {}, hearer = 'workflow:node') {
		const told = { id: `id of ${code}`, status: 'validated', code, phone: ANA, profileName: 'Ana' } as const;
		const { giveBack, ...settled } = await this.links.settle({ ...told, ...different }, hearer);
		return { ...settled, giveBack };
	}
}

import type { AccountVerifications } from '../../runtime/kit';
import type { Open } from '../shared/item-loop';
import { loadKit } from '../shared/load-kit';
import type { ItemContext, OperationModule, ResourceModule, Waits } from '../shared/operation';

export interface VerifyContext extends ItemContext {
	readonly verifications: AccountVerifications;
	readonly waits: Waits;
}

export type VerifyOperation = OperationModule<VerifyContext>;
export type VerifyResource = ResourceModule<VerifyContext>;

/** Nothing is connected by it: checking a code works on the store alone. */
export const openVerifications: Open<Pick<VerifyContext, 'verifications' | 'waits'>> = async (
	host,
	account,
) => {
	const kit = loadKit({ logger: host.logger });
	return {
		given: { verifications: await kit.verifications(account), waits: await kit.waits(account) },
		release: () => undefined,
	};
};

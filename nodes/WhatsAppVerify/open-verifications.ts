import type { AccountVerifications } from '../../runtime/kit';
import type { Open } from '../shared/item-loop';
import { loadKit } from '../shared/load-kit';
import type { ItemContext, OperationModule, ResourceModule } from '../shared/operation';

export interface VerifyContext extends ItemContext {
	readonly verifications: AccountVerifications;
}

export type VerifyOperation = OperationModule<VerifyContext>;
export type VerifyResource = ResourceModule<VerifyContext>;

/** Nothing is connected by it: checking a code works on the store alone. */
export const openVerifications: Open<{ readonly verifications: AccountVerifications }> = async (
	host,
	account,
) => ({
	given: { verifications: await loadKit({ logger: host.logger }).verifications(account) },
	release: () => undefined,
});

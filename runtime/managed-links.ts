import type { EnginePorts } from '../engines/engine';
import { findEngine } from '../engines/registry';
import { ManagedLinkVerifications, type ManagedLinkPorts } from '../verification/managed/managed-links';
import type { VerifyingAccount } from '../verification/verifier';
import type { AccountConfig } from './kit';
import { manages, openManaged } from './open-managed';

/**
 * Links of an account that the other side keeps; null where it keeps none, and this n8n does.
 *
 * @throws KitError `invalidInput` when the credential has an unusable value
 */
export function managedLinks(
	config: AccountConfig,
	account: VerifyingAccount,
	ports: Omit<ManagedLinkPorts, 'open'> & Omit<EnginePorts, 'store'>,
): ManagedLinkVerifications | null {
	if (!manages(config, 'link')) return null;
	// Said at once, and not with the first link.
	findEngine(config.engine).parseOptions(config.credential);
	const { store, keys, ...others } = ports;
	const { clock } = ports;
	return new ManagedLinkVerifications(account, {
		store,
		keys,
		clock,
		open: () => openManaged(config, others),
	});
}

/** Whether what people write comes in through it at all. */
export function hears({ engine }: Pick<AccountConfig, 'engine'>): boolean {
	return findEngine(engine).engine.capabilities.native.size > 0;
}

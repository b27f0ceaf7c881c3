import type { EnginePorts } from '../engines/engine';
import { findEngine } from '../engines/registry';
import { ManagedLinkVerifications, type ManagedLinkPorts } from '../verification/managed/managed-links';
import type { VerifyingAccount } from '../verification/verifier';
import type { AccountConfig } from './kit';

/**
 * Links of an account that the other side keeps; null where it keeps none, and this n8n does.
 *
 * @throws KitError `invalidInput` when the credential has an unusable value
 */
export function managedLinks(
	{ engine: engineId, credential }: AccountConfig,
	account: VerifyingAccount,
	ports: Omit<ManagedLinkPorts, 'open'> & Omit<EnginePorts, 'store'>,
): ManagedLinkVerifications | null {
	const { engine, parseOptions } = findEngine(engineId);
	const { openManaged } = engine;
	if (!engine.capabilities.manages.has('link') || !openManaged) return null;
	const options = parseOptions(credential) as never;
	const { store, keys, ...others } = ports;
	return new ManagedLinkVerifications(account, {
		store,
		keys,
		clock: ports.clock,
		open: () => openManaged({ id: account.id, name: account.name, options }, others),
	});
}

/** Whether what people write comes in through it at all. */
export function hears({ engine }: Pick<AccountConfig, 'engine'>): boolean {
	return findEngine(engine).engine.capabilities.native.size > 0;
}

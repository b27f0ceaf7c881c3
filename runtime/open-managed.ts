import type { EnginePorts } from '../engines/engine';
import type { ManagedMethod, OpenedManaged } from '../engines/managed';
import { findEngine } from '../engines/registry';
import { KitError } from '../messages/kit-error';
import type { AccountConfig } from './kit';

/** Whether the other side of an account can keep verifications of this method. */
export function manages({ engine }: Pick<AccountConfig, 'engine'>, method: ManagedMethod): boolean {
	return findEngine(engine).engine.capabilities.manages.has(method);
}

/**
 * The verifications the other side of an account keeps. Whoever opens them closes them.
 *
 * @throws KitError `notSupported` where it keeps none, `invalidInput` for an unusable credential
 */
export function openManaged(
	{ id, name, engine: engineId, credential }: AccountConfig,
	ports: Omit<EnginePorts, 'store'>,
): OpenedManaged {
	const { engine, parseOptions } = findEngine(engineId);
	const options = parseOptions(credential) as never;
	const managed = engine.openManaged?.({ id, name, options }, ports);
	if (!managed) throw keepsNone(engine.title);
	return managed;
}

/** The same for one piece of work. Rejects with what `openManaged` throws. */
export async function withManaged<T>(
	config: AccountConfig,
	ports: Omit<EnginePorts, 'store'>,
	work: (managed: OpenedManaged) => Promise<T>,
): Promise<T> {
	const managed = openManaged(config, ports);
	try {
		return await work(managed);
	} finally {
		managed.close();
	}
}

export function keepsNone(title: string): KitError {
	return new KitError({
		code: 'notSupported',
		what: `${title} keeps no such verifications.`,
		next: 'Nothing was sent. Set "Managed By" to "This n8n".',
	});
}

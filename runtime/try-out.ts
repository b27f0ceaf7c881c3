import { findEngine } from '../engines/registry';
import type { TriedOut } from '../engines/engine';
import type { Environment } from './environment-value';
import type { AccountConfig, HostPorts } from './kit';
import { systemClock, systemRandom } from './system-ports';

/** One question to the other side of an account, without store, lease or session. */
export async function tryOut(
	{ id, name, engine: engineId, credential }: AccountConfig,
	{ logger, clock = systemClock }: HostPorts,
	environment: Environment,
): Promise<TriedOut> {
	const { engine, parseOptions } = findEngine(engineId);
	const options = parseOptions(credential) as never;
	const ports = { clock, random: systemRandom, logger, environment };
	const tried = await engine.tryOut?.({ id, name, options }, ports);
	return tried ?? { usable: true, text: 'It is tried when it is used.' };
}

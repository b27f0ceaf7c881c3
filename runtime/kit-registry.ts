import { createKit, type ClosableKit } from './create-kit';
import type { HostPorts, Kit } from './kit';

/**
 * Grows when a kit of an older copy of this package could not serve a newer one. Old triggers keep running
 * on their old copy after an update (n8n reloads files, not running nodes), so both look up the same entry.
 */
const PROTOCOL = 1;
const REGISTRY = Symbol.for('n8n-nodes-whatsapp-kit');

interface Registry {
	readonly kits: Map<number, ClosableKit>;
}

/** The kit of this process: one, however often the package is loaded. */
export function getKit(host: HostPorts): Kit {
	const holder = globalThis as { [REGISTRY]?: Registry };
	const registry = (holder[REGISTRY] ??= { kits: new Map() });
	let kit = registry.kits.get(PROTOCOL);
	if (!kit) {
		kit = createKit(host, process.env);
		registry.kits.set(PROTOCOL, kit);
	}
	return kit;
}

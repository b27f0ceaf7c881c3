import type { HostPorts, Kit } from '../../runtime/kit';

/**
 * The kit of this process. The only way from a node file to everything behind it.
 *
 * Required here and not at the top: n8n requires node files in every process (main, each worker, each
 * webhook process), whether or not a workflow uses them, and they must cost nothing there. `require` and
 * not `await import()`: after an update of the package n8n clears the cache of `require` but not that of
 * the ES module loader, so an import would pin the old module until n8n restarts.
 */
export function loadKit(host: HostPorts): Kit {
	const { getKit } = require('../../runtime/kit-registry') as typeof import('../../runtime/kit-registry');
	return getKit(host);
}

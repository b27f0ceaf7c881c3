import type { ApprovedTemplate } from '../engines/templates';
import { findEngine } from '../engines/registry';
import { KitError } from '../messages/kit-error';
import type { Environment } from './environment-value';
import type { HostPorts, Kit } from './kit';
import { systemClock, systemRandom } from './system-ports';

/** Asks accounts for the messages that were approved for them. */
export function templatesOf(host: HostPorts, environment: Environment): Pick<Kit, 'templates'> {
	const ports = { clock: host.clock ?? systemClock, random: systemRandom, logger: host.logger, environment };
	return {
		async templates(
			{ id, name, engine: engineId, credential },
			signal,
		): Promise<readonly ApprovedTemplate[]> {
			const { engine, parseOptions } = findEngine(engineId);
			const options = parseOptions(credential) as never;
			const templates = engine.openTemplates?.({ id, name, options }, ports);
			if (!templates) {
				throw new KitError({
					code: 'notSupported',
					what: `${engine.title} has no templates.`,
					next: "They are approved for accounts on WhatsApp's Cloud API. Choose another way to connect.",
				});
			}
			try {
				return await templates.approved(signal);
			} finally {
				templates.close();
			}
		},
	};
}

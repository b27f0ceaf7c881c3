import type { Engine, Webhooks } from '../engine';
import type { Managed } from '../managed';
import type { Records } from '../records';
import type { Templates } from '../templates';
import type { Gateway } from './gateway';
import { GatewayConnection } from './gateway-connection';
import { GatewayHttp } from './gateway-http';
import { tryOut } from './try-out';

/** An engine over the API of a gateway. */
export function gatewayEngine<Options>(gateway: Gateway<Options>): Engine<Options> {
	const { id, title, capabilities } = gateway;
	return {
		id,
		title,
		capabilities,
		open: async (account, ports) => {
			const connection = new GatewayConnection(gateway, account, ports);
			connection.start();
			return await Promise.resolve(connection);
		},
		tryOut: async (account, ports) => await tryOut(gateway, account, ports),
		...(gateway.webhooks && {
			openWebhooks: (account, ports) => {
				const http = new GatewayHttp(gateway.http(account.options), ports.clock);
				const webhooks = gateway.webhooks?.({ account, http, ports }) as Webhooks;
				return {
					has: async (...request) => await webhooks.has(...request),
					add: async (...request) => await webhooks.add(...request),
					remove: async (...request) => await webhooks.remove(...request),
					close: () => http.close(),
				};
			},
		}),
		...(gateway.records && {
			openRecords: (account, ports) => {
				const http = new GatewayHttp(gateway.http(account.options), ports.clock);
				const records = gateway.records?.({ http, ports }) as Records;
				return {
					page: async (...request) => await records.page(...request),
					close: () => http.close(),
				};
			},
		}),
		...(gateway.templates && {
			openTemplates: (account, ports) => {
				const http = new GatewayHttp(gateway.http(account.options), ports.clock);
				const templates = gateway.templates?.({ http, ports }) as Templates;
				return {
					approved: async (...request) => await templates.approved(...request),
					close: () => http.close(),
				};
			},
		}),
		...(gateway.managed && {
			openManaged: (account, ports) => {
				const http = new GatewayHttp(gateway.http(account.options), ports.clock);
				const managed = gateway.managed?.({ account, http, ports }) as Managed;
				return { ...managed, close: () => http.close() };
			},
		}),
	};
}

import type { IExecuteSingleFunctions, IHttpRequestOptions, INodeProperties } from 'n8n-workflow';
import { wawpEvents } from '../../shared/wawp-events';

interface Row {
	readonly url?: string;
	readonly events?: readonly string[];
	readonly isActive?: boolean;
}

/** The list as it shall be from now on. */
export function webhooksField(): INodeProperties {
	return {
		displayName: 'Webhooks',
		name: 'webhooks',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Webhook',
		default: {},
		description: 'What is not in here is removed at Wawp',
		options: [
			{
				displayName: 'Webhook',
				name: 'webhook',
				values: [
					{
						displayName: 'Active',
						name: 'isActive',
						type: 'boolean',
						default: true,
						description: 'Whether Wawp delivers to it',
					},
					{
						displayName: 'Events',
						name: 'events',
						type: 'multiOptions',
						options: wawpEvents(),
						default: ['message'],
					},
					{ displayName: 'URL', name: 'url', type: 'string', required: true, default: '' },
				],
			},
		],
		routing: { send: { preSend: [withWebhooks] } },
	};
}

async function withWebhooks(
	this: IExecuteSingleFunctions,
	request: IHttpRequestOptions,
): Promise<IHttpRequestOptions> {
	const rows = (this.getNodeParameter('webhooks.webhook', []) as readonly Row[]).map(
		({ url = '', events = ['message'], isActive = true }) => ({ url, events, is_active: isActive }),
	);
	return await Promise.resolve({ ...request, body: { webhooks: rows } });
}

import type { INodeProperties } from 'n8n-workflow';

/** The first field of every node: the credential selector follows it. */
export function engineField(): INodeProperties {
	return {
		displayName: 'Connect Through',
		name: 'engine',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Own Number',
				value: 'web',
				description: 'Your own WhatsApp number as a linked device: no server, no public address, no gateway',
			},
		],
		default: 'web',
		description: 'How to reach WhatsApp. The credential below belongs to this choice.',
	};
}

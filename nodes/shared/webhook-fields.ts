import type { INodeProperties } from 'n8n-workflow';

export interface WebhookPlace {
	/** "Wawp", for people. */
	readonly title: string;
	/** "in the console of Wawp". */
	readonly where: string;
	/** It delivers to one address: what that means, without a period. Default: ours stands beside others. */
	readonly single?: string;
}

/** How the address of the node gets to the gateway, and how its deliveries prove themselves. */
export function webhookFields({ title, where, single }: WebhookPlace): INodeProperties[] {
	return [
		{
			displayName: 'Register Webhook',
			name: 'registration',
			type: 'options',
			options: [
				{
					name: 'Automatically',
					value: 'automatic',
					description: `When the workflow is published, by a request to ${title}; taken back when it is unpublished`,
				},
				{ name: 'By Hand', value: 'byHand', description: `You enter the address ${where}` },
			],
			default: 'automatic',
			description: `How ${title} gets to know the address of this node. ${single ?? 'Other addresses there stay as they are'}.`,
		},
		...(single === undefined ? [planNotice(where)] : []),
		{
			displayName: `Enter this address ${where}: the <b>Production URL</b> shown under 'Webhook URLs' above, with <b>?secret=</b> and the secret below behind it. Choose the same events there.`,
			name: 'byHandNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { registration: ['byHand'] } },
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				"Travels in the address as '?secret=…'; a delivery without it is refused. Empty: one is made when the workflow is published.",
		},
	];
}

function planNotice(where: string): INodeProperties {
	return {
		displayName: `If your plan does not include webhooks by API, publishing works all the same and n8n's log says so. Then choose 'By Hand', and enter the address ${where}.`,
		name: 'planNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { registration: ['automatic'] } },
	};
}

/** For the collection of options. */
export function signatureFields(): INodeProperties[] {
	return [
		{
			displayName: 'Signature Header',
			name: 'signatureHeader',
			type: 'string',
			default: '',
			placeholder: 'e.g. X-Webhook-Signature',
			description:
				'Header with the HMAC-SHA256 of the body in hex. With it, a delivery that is not signed with the secret below is refused.',
		},
		{
			displayName: 'Signature Secret',
			name: 'signatureSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'What deliveries are signed with',
		},
	];
}

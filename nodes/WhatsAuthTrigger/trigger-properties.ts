import type { INodeProperties } from 'n8n-workflow';

/** Fresh objects at every call: n8n changes the arrays it is given. */
export function triggerProperties(): INodeProperties[] {
	return [
		{
			displayName:
				"Put the <b>Production URL</b> shown under 'Webhook URLs' above into 'Callback URL' of <b>WhatsApp Verify</b> → Link: Create; the secret of the credential is added there. For links made elsewhere enter it in the console of WhatsAuth, with <b>?secret=</b> and the secret behind it.",
			name: 'addressNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Events',
			name: 'events',
			type: 'multiOptions',
			required: true,
			default: ['validated'],
			description: 'What starts the workflow, once for each link',
			options: [
				{ name: 'Expired', value: 'expired', description: 'Nobody sent the code in time' },
				{
					name: 'Failed',
					value: 'failed',
					description:
						'It failed at WhatsAuth, or whoever sent the code may not prove it: the item says which',
				},
				{ name: 'Requested', value: 'requested', description: 'A link was made' },
				{ name: 'Validated', value: 'validated', description: 'Somebody proved the number' },
			],
		},
	];
}

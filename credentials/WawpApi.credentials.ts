import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { addressFields, labelField, secretField } from './gateway-fields';
import { limitFields } from './limit-fields';
import { verificationFields } from './verification-fields';

/** One instance at wawp.net. Tested by the nodes (`testedBy`). */
export class WawpApi implements ICredentialType {
	name = 'wawpApi';

	displayName = 'Wawp API';

	icon: Icon = {
		light: 'file:../nodes/Wawp/wawp.svg',
		dark: 'file:../nodes/Wawp/wawp.dark.svg',
	};

	documentationUrl = 'https://github.com/whatsapp-kit/n8n-nodes-whatsapp-kit#gateways';

	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		labelField(),
		{
			displayName: 'Instance ID',
			name: 'instanceId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 1A2B3C4D5E6F',
			description: 'Of the instance your phone is linked to, from the console of Wawp',
		},
		secretField('Access Token', 'accessToken', 'From the console of Wawp'),
		{
			displayName: 'Send Credentials In',
			name: 'placement',
			type: 'options',
			options: [
				{
					name: 'Body',
					value: 'body',
					description: 'Of requests that have one; the query otherwise',
				},
				{
					name: 'Header',
					value: 'header',
					description: 'The token as a bearer token, the instance ID in the query',
				},
				{
					name: 'Query',
					value: 'query',
					description: "What Wawp's own examples do. Proxies on the way may write it into their logs.",
				},
			],
			default: 'query',
			description: 'Where the two travel in each request',
		},
		...limitFields(),
		...verificationFields(),
		...addressFields('https://api.wawp.net'),
	];
}

import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { addressFields, labelField, secretField } from './gateway-fields';
import { keptLinkFields } from './verification-fields';

/** One application at whatsauth.com. Tested by the nodes (`testedBy`). */
export class WhatsAuthApi implements ICredentialType {
	name = 'whatsAuthApi';

	displayName = 'WhatsAuth API';

	icon: Icon = {
		light: 'file:../nodes/WhatsAuthTrigger/whatsAuth.svg',
		dark: 'file:../nodes/WhatsAuthTrigger/whatsAuth.dark.svg',
	};

	documentationUrl = 'https://github.com/whatsapp-kit/n8n-nodes-whatsapp-kit#gateways';

	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		labelField(),
		secretField(
			'API Token',
			'token',
			"Of one application in the console of WhatsAuth, which has to be enabled there. WhatsAuth cannot be asked whether a token works: the test makes a code that ends in a minute and that nobody gets. Only codes that are sent cost credits; the application's own callback may be told that this one expired.",
		),
		{
			displayName: 'Callback Secret',
			name: 'callbackSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				"What callbacks of WhatsAuth prove themselves with, as '?secret=…' in their address: 16 characters or more, chosen by you. The node WhatsAuth Trigger takes none without it. Whoever knows it can claim any number.",
		},
		...keptLinkFields(),
		...addressFields('https://whatsauth.me'),
	];
}

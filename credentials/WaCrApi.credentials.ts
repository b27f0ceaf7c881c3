import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { addressFields, labelField, secretField } from './gateway-fields';
import { limitFields } from './limit-fields';
import { verificationFields } from './verification-fields';

/** One account at WA.cr (API v2). Tested by the nodes (`testedBy`). */
export class WaCrApi implements ICredentialType {
	name = 'waCrApi';

	displayName = 'WA.cr API';

	icon: Icon = {
		light: 'file:../nodes/WaCr/waCr.svg',
		dark: 'file:../nodes/WaCr/waCr.dark.svg',
	};

	documentationUrl = 'https://github.com/whatsapp-kit/n8n-nodes-whatsapp-kit#gateways';

	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		labelField(),
		secretField(
			'API Token',
			'token',
			'From the settings of WA.cr, API. Scopes: messages:send to send; account:read lets the test ask for the account; messages:read to hear messages.',
		),
		...limitFields(),
		...verificationFields(),
		...addressFields('https://app.wa.cr/api/v2'),
	];
}

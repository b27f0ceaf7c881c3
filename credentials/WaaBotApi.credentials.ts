import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { addressFields, labelField, secretField } from './gateway-fields';
import { limitFields } from './limit-fields';
import { verificationFields } from './verification-fields';

/** One bot at waabot.com, and the account it belongs to. Tested by the nodes (`testedBy`). */
export class WaaBotApi implements ICredentialType {
	name = 'waaBotApi';

	displayName = 'WaaBot API';

	icon: Icon = {
		light: 'file:../nodes/WaaBot/waaBot.svg',
		dark: 'file:../nodes/WaaBot/waaBot.dark.svg',
	};

	documentationUrl = 'https://github.com/whatsapp-kit/n8n-nodes-whatsapp-kit#gateways';

	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		labelField(),
		{
			displayName: 'Session ID',
			name: 'sessionId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 8813-8991-4646-bae1-6bf1',
			description: 'Of the bot your phone is linked to, from the console of WaaBot',
		},
		secretField('Access Token', 'accessToken', 'Of the bot: it stands beside the session ID'),
		...loginFields(),
		...limitFields(),
		...verificationFields(),
		...addressFields('https://api.waabot.com'),
	];
}

/** The account behind the bot. */
function loginFields(): INodeProperties[] {
	return [
		{
			displayName: 'Account Login',
			name: 'accountLogin',
			type: 'options',
			options: [
				{
					name: 'Email and Password',
					value: 'password',
					description: 'Tokens are fetched with them, and fetched again when they end. Never stored.',
				},
				{
					name: 'None',
					value: 'none',
					description:
						'The session ID and access token of the bot alone; enough for sending at some accounts',
				},
				{
					name: 'Tokens',
					value: 'tokens',
					description: 'Tokens you fetched yourself. When they end, you have to replace them.',
				},
			],
			default: 'password',
			description: 'How requests prove whose bot it is',
		},
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			placeholder: 'name@email.com',
			default: '',
			displayOptions: { show: { accountLogin: ['password'] } },
			description: 'Of your account at WaaBot',
		},
		secretOf('Password', 'password', 'password', 'Of your account at WaaBot'),
		secretOf('Account Access Token', 'accountToken', 'tokens', 'Lasts some minutes only'),
		secretOf(
			'Account Refresh Token',
			'refreshToken',
			'tokens',
			'Travels beside the access token, so that WaaBot can renew it',
		),
	];
}

function secretOf(displayName: string, name: string, login: string, description: string): INodeProperties {
	const field = secretField(displayName, name, description);
	return { ...field, required: false, displayOptions: { show: { accountLogin: [login] } } };
}

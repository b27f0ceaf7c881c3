import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { limitFields } from './limit-fields';
import { verificationFields } from './verification-fields';

/**
 * One WhatsApp number, reached as a linked device of its phone. Holds no secret of WhatsApp: the session
 * keys live in the store, under the id of this credential. Tested by the nodes (`testedBy`).
 */
export class WhatsAppWebApi implements ICredentialType {
	name = 'whatsAppWebApi';

	displayName = 'WhatsApp Own Number API';

	icon: Icon = {
		light: 'file:../nodes/WhatsAppKit/whatsAppKit.svg',
		dark: 'file:../nodes/WhatsAppKit/whatsAppKit.dark.svg',
	};

	documentationUrl = 'https://github.com/whatsapp-kit/n8n-nodes-whatsapp-kit#credentials';

	// A session of a private number: no HTTP Request node may read it.
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName:
				"After saving, link the phone: run the node 'WhatsApp Kit' with the operation 'Session: Link' and scan the QR code it shows.",
			name: 'linkNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Account Label',
			name: 'accountLabel',
			type: 'string',
			default: '',
			placeholder: 'e.g. Shop reception',
			description:
				'A name for people: what messages, items and logs call this number. The number itself is known once it is linked.',
		},
		...limitFields(),
		...verificationFields(),
		storageKeyField(),
		{
			displayName: 'Connection',
			name: 'connection',
			type: 'collection',
			placeholder: 'Add Setting',
			default: {},
			options: [
				{
					displayName: 'Browser Name',
					name: 'browserName',
					type: 'string',
					default: 'n8n',
					description: 'What the phone shows under Linked devices. Takes effect at the next linking.',
				},
				{
					displayName: 'Client Version',
					name: 'clientVersion',
					type: 'string',
					default: '',
					placeholder: 'e.g. 2.3000.1023223821',
					description:
						"Only needed when WhatsApp refuses the connection with error 405 ('client too old'): the version of WhatsApp Web to present itself as",
				},
				{
					displayName: 'Mark Online',
					name: 'markOnline',
					type: 'boolean',
					default: false,
					description:
						'Whether the number shows as online while n8n is connected. While it does, the phone itself gets no notifications.',
				},
				{
					displayName: 'Refuse Unverified Server Certificate',
					name: 'strictServerCheck',
					type: 'boolean',
					default: false,
					description:
						"Whether to end the connection when the server's certificate cannot be traced to WhatsApp's known root key. Protects against an interceptor, and stops the number completely if WhatsApp changes that key before this package is updated.",
				},
				{
					displayName: 'Sync History',
					name: 'syncHistory',
					type: 'boolean',
					default: false,
					description:
						'Whether to fetch earlier chats from the phone when linking. Takes memory and time, and no trigger fires for them.',
				},
			],
		},
	];
}

/** Hides what is typed: whoever has this key and the store can write in the name of the number. */
function storageKeyField(): INodeProperties {
	return {
		displayName: 'Storage Key',
		name: 'storageKey',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description:
			'Optional. Encrypts the session keys of this number in the store, so that a copy of the store alone cannot be used to write in your name. Losing or changing it means linking the phone again.',
	};
}

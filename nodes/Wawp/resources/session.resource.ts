import { required } from '../../shared/rest/fields';
import type { RestOperation, RestResource } from '../../shared/rest/operation';
import { deleted, one, pairingCode, picture } from './read-answer';
import { webhooksField } from './webhooks-field';

/** The instance of the credential: its life, its link to a phone, and what it may do. */
export function sessionResource(): RestResource {
	return {
		value: 'session',
		name: 'Session',
		initial: 'get',
		operations: [...life(), ...linking(), ...tempLinks(), ...settings()],
	};
}

function life(): RestOperation[] {
	const does = (value: string, name: string, description: string): RestOperation => ({
		value,
		name,
		description,
		action: `${name} a session`,
		method: 'POST',
		url: `/session/${value}`,
		read: one(),
	});
	return [
		does('create', 'Create', 'Make a new instance; its ID belongs in a credential of its own'),
		does('start', 'Start', 'Start the instance'),
		does('stop', 'Stop', 'Stop the instance; it stays linked'),
		does('restart', 'Restart', 'Stop and start the instance'),
		does('logout', 'Log Out', 'Unlink the phone'),
		{ ...does('get', 'Get', 'Get the state of the instance, and who is linked'), url: '/session/info' },
		{
			...does('getMe', 'Get Own Profile', 'Get the number that is linked'),
			action: 'Get the own profile',
			method: 'GET',
			url: '/session/me',
		},
		{
			...does('delete', 'Delete', 'Delete the instance for good'),
			method: 'DELETE',
			read: deleted(),
		},
	];
}

function linking(): RestOperation[] {
	return [
		{
			value: 'getQr',
			name: 'Get QR Code',
			action: 'Get the QR code',
			description: 'Get the QR code to scan as a picture; it is good for about 20 seconds',
			method: 'POST',
			url: '/auth/qr-image',
			read: picture('qr.png'),
		},
		{
			value: 'requestPairingCode',
			name: 'Request Pairing Code',
			action: 'Request a pairing code',
			description: 'Get eight characters to type on the phone instead of scanning',
			method: 'POST',
			url: '/auth/request-code',
			read: pairingCode(),
			fields: [
				{
					...required('Phone Number', 'phoneNumber', 'body', 'phone_number'),
					placeholder: 'e.g. 447911123456',
					description: 'Number of the phone to link, with country code',
					routing: {
						send: {
							type: 'body',
							property: 'phone_number',
							value: '={{ $value.replace(/\\D/g, "").replace(/^00/, "") }}',
						},
					},
				},
			],
		},
	];
}

/** A page with the QR code that can be shared. */
function tempLinks(): RestOperation[] {
	const tempLink = { url: '/session/temp-link', read: one() };
	return [
		{
			...tempLink,
			value: 'createTempLink',
			name: 'Create Temporary Link',
			action: 'Create a temporary link',
			description: 'Make a page with the QR code that can be shared',
			method: 'POST',
		},
		{
			...tempLink,
			value: 'getTempLink',
			name: 'Get Temporary Link',
			action: 'Get the temporary link',
			description: 'Get the page with the QR code that was made before',
			method: 'GET',
		},
		{
			...tempLink,
			value: 'deleteTempLink',
			name: 'Delete Temporary Link',
			action: 'Delete the temporary link',
			description: 'Make the page with the QR code unreachable',
			method: 'DELETE',
			read: deleted(),
		},
	];
}

function settings(): RestOperation[] {
	return [
		{
			value: 'getRatePolicy',
			name: 'Get Rate Policy',
			action: 'Get the rate policy',
			description: 'Get the limits Wawp keeps for the instance, and which others there are',
			method: 'GET',
			url: '/session/rate-limit',
			read: one(),
		},
		{
			value: 'setRatePolicy',
			name: 'Set Rate Policy',
			action: 'Set the rate policy',
			description: 'Choose the limits Wawp keeps; the limits of the credential count besides',
			method: 'PATCH',
			url: '/session/rate-limit',
			read: one(),
			fields: [
				{
					...required('Policy', 'policySlug', 'body', 'policy_slug'),
					placeholder: 'e.g. standard_policy',
					description: "Slug of a policy, as 'Get Rate Policy' lists them",
				},
			],
		},
		{
			value: 'getWebhooks',
			name: 'Get Webhooks',
			action: 'Get the webhooks',
			description: 'Get the addresses Wawp delivers to',
			method: 'GET',
			url: '/session/webhook',
			read: one(),
		},
		{
			value: 'setWebhooks',
			name: 'Set Webhooks',
			action: 'Set the webhooks',
			description: 'Replace the whole list of addresses Wawp delivers to, that of a Wawp Trigger too',
			method: 'POST',
			url: '/session/webhook',
			read: one(),
			fields: [webhooksField()],
		},
	];
}

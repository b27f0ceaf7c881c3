import type { INodeProperties } from 'n8n-workflow';
import type { RestOperation, RestResource } from '../../shared/rest/operation';
import { inBody, optional, text } from './body-fields';
import { done, doneForUser, each, one, verdict } from './read-answer';

/** People who have an account at WaaBot. Codes and links that prove somebody are never put out. */
export function userResource(): RestResource {
	return {
		value: 'user',
		name: 'User',
		initial: 'getMany',
		operations: [...people(), ...passwords(), ...addresses()],
	};
}

const needed = (field: INodeProperties): INodeProperties => ({ ...field, required: true });

const email = (): INodeProperties =>
	needed({ ...text('Email', 'userEmail', 'email'), placeholder: 'name@email.com' });
const firstName = (): INodeProperties => text('First Name', 'firstName', 'firstname');
const lastName = (): INodeProperties => text('Last Name', 'lastName', 'lastname');

const secret = (field: INodeProperties): INodeProperties =>
	needed({ ...field, typeOptions: { password: true } });

function people(): RestOperation[] {
	return [
		{
			value: 'create',
			name: 'Create',
			action: 'Create a user',
			description: 'Make a new account at WaaBot',
			method: 'POST',
			url: '/users',
			read: one(),
			fields: [needed(firstName()), needed(lastName()), email(), ...newPassword()],
		},
		{
			value: 'getMany',
			name: 'Get Many',
			action: 'Get many users',
			description: 'Get the users the account may see',
			method: 'GET',
			url: '/users',
			read: each(),
		},
		{
			value: 'update',
			name: 'Update',
			action: 'Update the user',
			description: 'Change fields of the user of the credential; the others stay',
			method: 'PUT',
			url: '/users',
			read: done(),
			fields: [
				optional('Update Fields', 'userFields', [
					{ ...text('Email', 'userEmail', 'email'), placeholder: 'name@email.com' },
					firstName(),
					lastName(),
				]),
			],
		},
	];
}

/** WaaBot wants it twice. */
function newPassword(): INodeProperties[] {
	return [
		secret(text('Password', 'userPassword', 'password')),
		{
			...inBody(
				{
					displayName: 'Password Confirmation',
					name: 'passwordConfirmation',
					type: 'string',
					typeOptions: { password: true },
					default: '',
					description: 'The same once more',
				},
				'passwordConfirmation',
			),
			required: true,
		},
	];
}

function passwords(): RestOperation[] {
	return [
		{
			value: 'changePassword',
			name: 'Change Password',
			action: 'Change the password',
			description: 'Set the password of the user of the credential. The credential then needs the new one.',
			method: 'PUT',
			url: '/users/password',
			read: done(),
			fields: [secret(text('New Password', 'userPassword', 'password'))],
		},
		{
			value: 'requestPasswordReset',
			name: 'Request Password Reset',
			action: 'Request a password reset',
			description: 'Let WaaBot send a link for a new password',
			method: 'POST',
			url: '/password/reset',
			read: doneForUser(),
			fields: [email()],
		},
		{
			value: 'resetPassword',
			name: 'Reset Password',
			action: 'Reset a password',
			description: 'Set a new password with what the link for it has',
			method: 'POST',
			url: '/password/change',
			read: done(),
			fields: [
				needed(text('User ID', 'userId', 'userId')),
				secret(text('Token', 'resetToken', 'token', 'From the link that was sent')),
				secret(text('New Password', 'userPassword', 'password')),
			],
		},
	];
}

function addresses(): RestOperation[] {
	return [
		{
			value: 'sendEmailCode',
			name: 'Send Email Code',
			action: 'Send a code to an email address',
			description: 'Let WaaBot send a code that proves an email address',
			method: 'POST',
			url: '/email/verify',
			read: done(),
			fields: [email()],
		},
		{
			value: 'checkEmailCode',
			name: 'Check Email Code',
			action: 'Check a code of an email address',
			description: "Gives 'verified'; a wrong code is an item with the reason, not an error",
			method: 'POST',
			url: '/email/check',
			read: verdict(),
			fields: [email(), secret(text('Code', 'emailCode', 'code', 'What the person typed'))],
		},
	];
}

import type { RestResource } from '../../shared/rest/operation';
import { done, each } from './read-answer';

/** The account behind the bots, as the credential logs into it. */
export function accountResource(): RestResource {
	return {
		value: 'account',
		name: 'Account',
		initial: 'getSessions',
		operations: [
			{
				value: 'getSessions',
				name: 'Get Sessions',
				action: 'Get the sessions of the account',
				description: 'Get where the account is logged in; WaaBot tells it to administrators',
				method: 'GET',
				url: '/sessions',
				read: each(),
			},
			{
				value: 'logOut',
				name: 'Log Out',
				action: 'Log out of the account',
				description:
					'End the session of the tokens in the credential. With email and password only the one made for this request ends.',
				method: 'DELETE',
				url: '/sessions',
				read: done(),
			},
		],
	};
}

import type { WaCrResource } from '../routing/wa-cr-operation';

export const account: WaCrResource = {
	value: 'account',
	name: 'Account',
	defaultOperation: 'get',
	operations: [
		{
			value: 'get',
			name: 'Get',
			action: 'Get the account',
			description: 'Name, status and plan of the account the token belongs to',
			method: 'GET',
			url: '/account',
			scope: 'account:read',
			answer: 'record',
		},
		{
			value: 'getUsage',
			name: 'Get Usage',
			action: 'Get the usage',
			description: 'How many contacts, conversations, campaigns and staff are used, of how many',
			method: 'GET',
			url: '/account/usage',
			scope: 'account:read',
			answer: 'record',
		},
		{
			value: 'getLimits',
			name: 'Get Limits',
			action: 'Get the limits',
			description: 'What the plan allows, and which features it includes',
			method: 'GET',
			url: '/account/limits',
			scope: 'account:read',
			answer: 'record',
		},
	],
};

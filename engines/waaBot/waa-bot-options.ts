import { z } from 'zod';
import { readGatewayOptions, secretField, type GatewayOptions } from '../gateway/gateway-options';

/** Who has the account a bot belongs to. */
export type AccountLogin =
	/** The bot's own pair alone. */
	| { readonly kind: 'none' }
	| { readonly kind: 'tokens'; readonly accessToken: string; readonly refreshToken: string }
	/** Tokens are fetched with it, and fetched anew when they are no longer accepted. */
	| { readonly kind: 'password'; readonly email: string; readonly password: string };

export interface WaaBotOptions extends GatewayOptions {
	/** Of the bot. */
	readonly sessionId: string;
	/** Of the bot, not of the account. */
	readonly accessToken: string;
	readonly login: AccountLogin;
}

export const waaBotTitle = 'WaaBot API';
export const waaBotAddress = 'https://api.waabot.com';

const optionalText = z.string().trim().max(4_096, 'is longer than 4096 characters').default('');

const login = {
	accountLogin: z.enum(['none', 'tokens', 'password']).default('none'),
	accountToken: optionalText,
	refreshToken: optionalText,
	email: optionalText,
	// Spaces at its ends may belong to it.
	password: z.string().max(4_096, 'is longer than 4096 characters').default(''),
};

type LoginFields = z.output<z.ZodObject<typeof login>>;

/** Fields that the chosen way to log in cannot do without. */
const needed: Readonly<Record<AccountLogin['kind'], readonly (keyof LoginFields)[]>> = {
	none: [],
	tokens: ['accountToken'],
	password: ['email', 'password'],
};

const schema = z
	.object({
		sessionId: secretField('The session ID'),
		accessToken: secretField('The access token of the bot'),
		...login,
	})
	.superRefine((fields, ctx) => {
		for (const name of needed[fields.accountLogin])
			if (fields[name] === '') ctx.addIssue({ code: 'custom', path: [name], message: 'It is empty' });
	})
	.transform(({ sessionId, accessToken, ...fields }) => ({
		sessionId,
		accessToken,
		login: loginOf(fields),
	}));

/** Reads credential data. @throws KitError `invalidInput` naming the field */
export function parseWaaBotOptions(credential: unknown): WaaBotOptions {
	return readGatewayOptions(credential, { schema, title: waaBotTitle, baseUrl: waaBotAddress });
}

function loginOf({ accountLogin, accountToken, refreshToken, email, password }: LoginFields): AccountLogin {
	switch (accountLogin) {
		case 'none':
			return { kind: 'none' };
		case 'tokens':
			return { kind: 'tokens', accessToken: accountToken, refreshToken };
		case 'password':
			return { kind: 'password', email, password };
	}
}

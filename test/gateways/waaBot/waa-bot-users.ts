import type { SimulatedAnswer, SimulatedRequest } from '../simulated-gateway';

type Fields = Readonly<Record<string, unknown>>;

/** Addresses of the account and its users; none of them knows a bot. */
export const ofAccount = /^\/(?:sessions|users|password|email)(?:\/|$)/u;

const user = { _id: 'u1', firstname: 'Ada', lastname: 'Lovelace', email: 'ada@example.com' };
const shown = { ...user, password: '$2b$10$hash' };

/** The code that is right for every address. */
export const emailCode = '482913';
/** What only the person may see. */
export const resetLink = 'https://waabot.example/reset/secret-of-the-link';

/** Users and passwords, as far as the documents show them. */
export class WaaBotUsers {
	/** What was asked to change. */
	readonly changes: { readonly route: string; readonly fields: Fields }[] = [];

	/** Undefined for what is not documented. */
	answer({ method, path, query, body }: SimulatedRequest): SimulatedAnswer | undefined {
		const route = `${method} ${path.replace(/^\/api\/v1/u, '')}`;
		const fields = (body ?? {}) as Fields;
		if (['session_id', 'access_token'].some((name) => name in query || name in fields))
			return no(400, 'The pair of a bot is not expected');
		const known = this.#route(route, fields);
		if (known && method !== 'GET') this.changes.push({ route, fields });
		return known;
	}

	#route(route: string, fields: Fields): SimulatedAnswer | undefined {
		switch (route) {
			case 'GET /sessions':
				return { status: 200, body: [{ _id: 's1', valid: true, user: shown, userAgent: 'n8n' }] };
			case 'DELETE /sessions':
				return { status: 200, body: { accessToken: null, refreshToken: null } };
			case 'POST /users':
				return fields.password === fields.passwordConfirmation
					? { status: 200, body: { ...shown, ...fields } }
					: no(400, 'Passwords do not match');
			case 'GET /users':
				return { status: 200, body: shown };
			case 'PUT /users':
			case 'PUT /users/password':
			case 'POST /password/change':
				return { status: 204 };
			case 'POST /password/reset':
				return yes('Sent', { link: resetLink, userId: user._id });
			case 'POST /email/verify':
				return yes('Sent', { code: emailCode, token: 'token-of-the-code' });
			case 'POST /email/check':
				return fields.code === emailCode
					? { status: 200, body: { status: true } }
					: { status: 200, body: { status: false, reason: 'Wrong code' } };
			default:
				return undefined;
		}
	}
}

const yes = (message: string, data: unknown): SimulatedAnswer => ({
	status: 200,
	body: { status: true, message, data },
});

const no = (status: number, message: string): SimulatedAnswer => ({
	status,
	body: { status: false, message },
});

// n8n's REST interface as its editor uses it: a cookie from the login, one browser id for all calls.
import { randomUUID } from 'node:crypto';

export class N8nRest {
	#cookie = '';
	#browserId = randomUUID();

	constructor(address) {
		this.address = address;
	}

	/** The answer's `data`; throws with n8n's own message when it says no. */
	async call(method, path, body, headers = {}) {
		const text = await (await this.#request(method, path, body, headers)).text();
		const answer = text === '' ? {} : JSON.parse(text);
		return answer.data ?? answer;
	}

	/** What lies at a path that answers with a file. */
	async bytes(path) {
		return Buffer.from(await (await this.#request('GET', path)).arrayBuffer());
	}

	/** Everything the editor knows of node types, as n8n serves it. */
	async nodeTypes() {
		const response = await fetch(`${this.address}/types/nodes.json`, {
			headers: { 'browser-id': this.#browserId, cookie: this.#cookie },
			signal: AbortSignal.timeout(60_000),
		});
		if (!response.ok) throw new Error(`n8n answered ${response.status} to the list of node types`);
		return await response.json();
	}

	async #request(method, path, body, headers = {}) {
		const response = await fetch(`${this.address}/rest${path}`, {
			method,
			headers: {
				'browser-id': this.#browserId,
				// n8n ends a connection that was idle for 5 s, once in a while just when the next call goes out on it.
				connection: 'close',
				...(this.#cookie ? { cookie: this.#cookie } : {}),
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
				...headers,
			},
			body: body === undefined ? undefined : JSON.stringify(body),
			signal: AbortSignal.timeout(60_000),
		});
		const cookie = response.headers.getSetCookie().find((each) => each.startsWith('n8n-auth='));
		if (cookie) this.#cookie = cookie.split(';')[0];
		if (response.ok) return response;
		const text = (await response.text()).slice(0, 600);
		throw new Error(`n8n answered ${response.status} to ${method} ${path}: ${text}`);
	}

	async hasOwner() {
		const settings = await this.call('GET', '/settings');
		return settings.userManagement.showSetupOnFirstLoad !== true;
	}

	/** Makes the owner when there is none, and signs in as the owner. */
	async signIn({ email, password, firstName = 'Demo', lastName = 'Owner' }) {
		if (!(await this.hasOwner())) {
			await this.call('POST', '/owner/setup', { email, password, firstName, lastName });
		}
		await this.call('POST', '/login', { emailOrLdapLoginId: email, password });
	}
}

import type { SimulatedAnswer, SimulatedRequest } from '../simulated-gateway';

type Fields = Readonly<Record<string, unknown>>;

export const qrBytes = Buffer.from('89504e470d0a1a0a', 'hex');

/** Kinds of records the documents name, and what may be done with them. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
	contact: ['POST', 'GET', 'PUT', 'DELETE'],
	contact_groups: ['POST', 'GET', 'PUT', 'DELETE'],
	intent: ['POST', 'GET', 'PUT', 'DELETE'],
	survey: ['POST', 'GET', 'PUT', 'DELETE'],
	attachment: ['GET', 'DELETE'],
	broadcast: ['POST', 'GET', 'DELETE'],
	'message-log': ['GET'],
};

/** Bots, their settings and the records of a bot. */
export class WaaBotAdministration {
	/** What was asked to change, in the words of the request, without the pair of the bot. */
	readonly changes: { readonly route: string; readonly fields: Fields }[] = [];

	readonly records: Record<string, Fields[]> = {
		contact: Array.from({ length: 70 }, (_, index) => ({ _id: `c${index}`, name: `Contact ${index}` })),
		'message-log': Array.from({ length: 250 }, (_, index) => ({ _id: `m${index}` })),
	};

	/** The form is shown nowhere. */
	qr: unknown = `data:image/png;base64,${qrBytes.toString('base64')}`;

	/** Undefined for what is not documented. */
	answer({ method, path, query, body }: SimulatedRequest): SimulatedAnswer | undefined {
		const route = `${method} ${path.replace(/^\/api\/v1/u, '')}`;
		const { session_id: _session, access_token: _token, ...fields } = (body ?? {}) as Record<string, unknown>;
		const known = this.#bots(route, query) ?? this.#recordsOf(route, query, fields);
		if (known && method !== 'GET') this.changes.push({ route, fields });
		return known;
	}

	#bots(route: string, query: Fields): SimulatedAnswer | undefined {
		switch (route) {
			case 'POST /whatsapp/createNewWhatsapp':
				return yes('Whatsapp created successfully!', bot);
			case 'GET /whatsapp':
				return yes('Whatsapp fetched successfully!', [bot, bot]);
			case 'POST /whatsapp/init':
			case 'GET /whatsapp/instance/logout/b1':
				return { status: 200 };
			case 'DELETE /whatsapp/b1':
				return yes('Deleted', { n: 1, ok: 1, deletedCount: 1 });
			case 'GET /whatsapp/scan':
				return query.format === 'base64text' ? yes('QR', this.qr) : undefined;
			case 'PUT /whatsapp/updateGeneral':
			case 'PUT /whatsapp/updateActiveDays':
			case 'PUT /whatsapp/updateActiveHours':
				return yes('Whatsapp settings updated successfully!', { acknowledged: true, matchedCount: 0 });
			default:
				return undefined;
		}
	}

	#recordsOf(route: string, query: Fields, fields: Fields): SimulatedAnswer | undefined {
		const [, method = '', kind = '', id] = /^(\w+) \/([\w-]+)(?:\/([\w-]+))?$/u.exec(route) ?? [];
		if (!KINDS[kind]?.includes(method)) return undefined;
		const all = (this.records[kind] ??= []);
		if (id === undefined) return this.#listOf(method, all, query, fields);
		const found = all.find((record) => record._id === id);
		if (!found) return { status: 404, body: { status: false, message: 'Not found' } };
		if (method === 'DELETE') return yes('Deleted', { n: 1, ok: 1, deletedCount: 1 });
		return yes('Done', { ...found, ...(method === 'PUT' && fields) });
	}

	#listOf(method: string, all: Fields[], query: Fields, fields: Fields): SimulatedAnswer | undefined {
		if (method === 'POST') {
			const made = { _id: 'new', ...fields, user: { email: 'a@example.com', password: '$2b$10$hash' } };
			return yes('Created', made);
		}
		if (method !== 'GET') return undefined;
		if (query.page === undefined) return yes('Fetched', all);
		const size = Number(query.limit);
		return yes('Fetched', all.slice((Number(query.page) - 1) * size, Number(query.page) * size));
	}
}

function yes(message: string, data: unknown): SimulatedAnswer {
	return { status: 200, body: { status: true, message, data } };
}

const bot = {
	settings: { bot_name: 'WhatsappClient', status: 'CONNECTED', access_token: '0184-28a5-439a-a1cd-fc6f' },
	_id: 'b1',
	session_id: '2ad8-07c9-447b-994d-eb8b',
};

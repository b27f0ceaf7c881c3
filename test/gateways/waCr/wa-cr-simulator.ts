import { SimulatedGateway, type SimulatedAnswer, type SimulatedRequest } from '../simulated-gateway';
import { page, type SimulatedRecord } from './record-page';
import { messageReaders, type SentMessage } from './sent-message';
import type { Fields } from './field-rules';
import { SimulatedCrm } from './simulated-crm';
import { SimulatedDesk } from './simulated-desk';
import { SimulatedOtp } from './simulated-otp';
import { notFound, type SimulatedRoute } from './simulated-route';
import { RefusedRequest, refusalAnswer, type RefusalLayout } from './wa-cr-refusal';

export interface WaCrAccount {
	readonly token: string;
}

const API = '/api/v2';
const MINUTE = 60_000;

/** WA.cr's API v2 as its documents describe it; what they leave open is chosen here and said so. */
export class WaCrSimulator extends SimulatedGateway {
	/** What the token may do. */
	scopes: ReadonlySet<string> = new Set(['account:read', 'messages:send', 'messages:read']);

	/** Where an answer that says no has its code: documented nowhere. */
	layout: RefusalLayout = 'nested';

	/** Requests of the token in any minute of the simulator's clock; 60 by default at WA.cr, no limit here until a test sets one. */
	ratePerMinute = Number.POSITIVE_INFINITY;

	whatsAppConfigured = true;

	/** Digits of people who opted out. */
	readonly optedOut = new Set<string>();

	readonly sent: SentMessage[] = [];

	/** What `GET /messages` lists. `_direction` says which way one went; the answer does not have it. */
	messages: readonly SimulatedRecord[] = [];

	readonly crm = new SimulatedCrm();

	readonly otp = new SimulatedOtp();

	readonly desk = new SimulatedDesk();

	readonly #account: WaCrAccount;

	#asked: readonly number[] = [];

	constructor(account: WaCrAccount) {
		super();
		this.#account = account;
	}

	protected handle(request: SimulatedRequest): SimulatedAnswer {
		try {
			this.#authorize(request);
			return this.#route({ ...request, path: this.#within(request.path) });
		} catch (error) {
			if (error instanceof RefusedRequest) return refusalAnswer(this.layout, error.refusal);
			throw error;
		}
	}

	#authorize({ headers }: SimulatedRequest): void {
		if (headers.authorization !== `Bearer ${this.#account.token}`)
			throw new RefusedRequest({
				status: 401,
				code: 'UNAUTHORIZED',
				message: 'Invalid or missing API token',
			});
		this.#asked = [...this.#asked.filter((at) => at > this.now - MINUTE), this.now];
		if (this.#asked.length <= this.ratePerMinute) return;
		throw new RefusedRequest({
			status: 429,
			code: 'RATE_LIMIT_EXCEEDED',
			message: 'Too many requests',
			details: { retry_after: Math.ceil(((this.#asked[0] ?? this.now) + MINUTE - this.now) / 1_000) },
		});
	}

	#within(path: string): string {
		if (path.startsWith(`${API}/`)) return path.slice(API.length);
		throw new RefusedRequest({ status: 404, code: 'NOT_FOUND', message: 'Not found' });
	}

	#route(request: SimulatedRequest): SimulatedAnswer {
		const { method, path } = request;
		if (method === 'GET' && path === '/account') {
			this.#need('account:read');
			return this.#data({
				id: 7,
				name: 'Shop',
				subdomain: 'shop',
				status: 'active',
				created_at: this.#iso(),
				subscription: { plan_name: 'Free', plan_id: 1, status: 'active', expires_at: null },
			});
		}
		const reader = method === 'POST' ? messageReaders[path] : undefined;
		if (reader) {
			this.#need('messages:send');
			return this.#take(reader(request));
		}
		for (const route of this.#routes()) {
			const match = route.method === method ? route.path.exec(path) : null;
			if (!match) continue;
			this.#need(route.scope);
			const fields = (request.body ?? {}) as Fields;
			const handled = route.handle({ request, fields, id: match[1] ?? '', now: this.now });
			return 'answer' in handled ? handled.answer : this.#data(handled.data);
		}
		throw new RefusedRequest({ status: 404, code: 'NOT_FOUND', message: 'Not found' });
	}

	#routes(): readonly SimulatedRoute[] {
		const scope = 'messages:read';
		return [
			{
				...{ method: 'GET', path: /^\/messages$/u, scope },
				handle: ({ request }) => ({
					answer: { status: 200, body: { success: true, ...page(this.messages, request.query) } },
				}),
			},
			{
				...{ method: 'GET', path: /^\/messages\/(\w+)$/u, scope },
				handle: ({ id }) => {
					const found = this.messages.find((message) => String(message.id) === id);
					if (!found) throw notFound('Message');
					return { data: found };
				},
			},
			...this.crm.routes(),
			...this.otp.routes(),
			...this.desk.routes(),
		];
	}

	#need(scope: string): void {
		if (this.scopes.has(scope)) return;
		throw new RefusedRequest({
			status: 403,
			code: 'INSUFFICIENT_SCOPE',
			message: `Token missing ${scope} scope`,
		});
	}

	#take(message: SentMessage): SimulatedAnswer {
		const phone = String(message.fields.phone).replace(/\D/gu, '');
		if (!this.whatsAppConfigured) {
			throw new RefusedRequest({
				status: 422,
				code: 'WHATSAPP_NOT_CONFIGURED',
				message: 'WhatsApp is not configured for this account',
			});
		}
		if (this.optedOut.has(phone)) {
			throw new RefusedRequest({
				status: 403,
				code: 'CONTACT_OPTED_OUT',
				message: 'Contact has opted out of receiving messages',
			});
		}
		this.sent.push(message);
		this.#makeContact(phone);
		const { type, media_type, caption, filename, template_name } = message.fields;
		return this.#data({
			message_id: `wamid.${String(this.sent.length).padStart(8, '0')}`,
			contact_id: 41,
			phone,
			...{ type, media_type, caption, filename, template_name, message: message.fields.message },
			status: 'sent',
			sent_at: this.#iso(),
			chat_id: 5,
			chat_message_id: this.sent.length,
		});
	}

	/** Whoever is written to becomes a contact, with the defaults of the account. */
	#makeContact(phone: string): void {
		const { contacts } = this.crm;
		const digits = (given: unknown) => String(given).replace(/\D/gu, '');
		if (contacts.records.some((contact) => digits(contact.phone) === phone)) return;
		const defaults = { firstname: phone, lastname: phone, type: 'lead', source_id: 1, status_id: 1 };
		contacts.create({ ...defaults, phone }, this.now);
	}

	#data(data: unknown): SimulatedAnswer {
		const meta = { request_id: '00000000-0000-4000-8000-000000000000', timestamp: this.#iso() };
		return { status: 200, body: { success: true, data, message: 'Success', meta } };
	}

	#iso(): string {
		return new Date(this.now).toISOString().replace('Z', '+00:00');
	}
}

import { SimulatedGateway, type SimulatedAnswer, type SimulatedRequest } from '../simulated-gateway';
import { SimulatedVerifications } from './simulated-verifications';
import { at } from '../../../engines/gateway/untrusted';
import { wawpAdministration, WawpHoldings } from './wawp-administration';

export interface WawpAccount {
	readonly instanceId: string;
	readonly accessToken: string;
}

type Handler = (fields: Readonly<Record<string, unknown>>) => SimulatedAnswer;

/** Wawp as its documents describe it; what they leave open is chosen here and said so. */
export class WawpSimulator extends SimulatedGateway {
	/** Of `session/info`. */
	status = 'WORKING';

	/** Which of the three documented shapes an answer to a send has. */
	sendAnswers: 'message' | 'job' | 'queued' = 'message';

	/** Only paying accounts have webhooks by API. */
	plan: 'free' | 'paid' = 'paid';

	/** Of the instance; a change replaces the whole list. */
	webhooks: readonly Readonly<Record<string, unknown>>[] = [];

	/** What the instance and its phone hold, beside messages. */
	readonly administration = new WawpHoldings();

	/** Set for worlds that live in real time. */
	clock: () => number = () => this.now;

	/** Codes and auth lists that Wawp keeps itself. */
	readonly verifications = new SimulatedVerifications(() => this.clock());

	readonly sent: { readonly path: string; readonly fields: Readonly<Record<string, unknown>> }[] = [];

	/** Ticks and typing, which are no messages. */
	readonly signs: { readonly path: string; readonly fields: Readonly<Record<string, unknown>> }[] = [];

	readonly #account: WawpAccount;

	#count = 0;

	constructor(account: WawpAccount) {
		super();
		this.#account = account;
	}

	/** Tells every webhook that wants it, as Wawp does; gives the statuses they answered with. */
	async deliver(event: string, payload: Readonly<Record<string, unknown>>, id: string): Promise<number[]> {
		const wanting = this.webhooks.filter(({ events }) => (events as string[]).includes(event));
		return await Promise.all(
			wanting.map(async ({ url }) => {
				const body = JSON.stringify(wawpDelivery(event, payload, id));
				const headers = { 'content-type': 'application/json' };
				return (await fetch(String(url), { method: 'POST', headers, body })).status;
			}),
		);
	}

	protected handle(request: SimulatedRequest): SimulatedAnswer {
		if (request.path === '/simulator/tap') return this.#tap(request.body);
		const refused = this.#refuse(request);
		if (refused) return refused;
		const {
			instance_id: _instance,
			access_token: _token,
			...fields
		} = {
			...request.query,
			...((request.body ?? {}) as Record<string, unknown>),
		};
		const route = `${request.method} ${request.path}`;
		const handler =
			this.verifications.handler(route) ??
			this.#routes()[route] ??
			wawpAdministration(route, this.administration);
		return (
			handler?.(fields) ?? { status: 404, body: { code: 'rest_no_route', message: 'No route was found' } }
		);
	}

	/** What the person does on the phone; no part of Wawp. */
	#tap(body: unknown): SimulatedAnswer {
		const row = at(body, 'row') === 1 ? 'approve' : 'reject';
		this.verifications.tap(String(at(body, 'auth_id')), row);
		return { status: 200, body: {} };
	}

	/** Credentials from the query, the body or the header, in one place only. */
	#refuse({ path, query, body, headers }: SimulatedRequest): SimulatedAnswer | undefined {
		const bearer = headers.authorization?.replace(/^Bearer /u, '');
		const tokens = [query.access_token, at(body, 'access_token'), bearer].filter(
			(token) => token !== undefined,
		);
		if (tokens.length === 0) return error(401, 'missing_token', 'Missing access_token');
		if (tokens.length > 1) return error(400, 'missing_param', 'Credentials were given twice');
		if (tokens[0] !== this.#account.accessToken)
			return error(401, 'invalid_access_token', 'Unauthorized - Invalid token');
		const instance = query.instance_id ?? at(body, 'instance_id');
		if (path === '/v2/session/create')
			return instance === undefined ? undefined : error(400, 'missing_param', 'instance_id is not expected');
		if (instance !== this.#account.instanceId) return error(404, 'invalid_instance', 'Instance not found');
		return undefined;
	}

	#routes(): Readonly<Record<string, Handler>> {
		return {
			'POST /v2/session/info': () => ({
				status: 200,
				body: {
					name: 'wawp-1',
					status: this.status,
					config: { webhooks: {}, proxy: null },
					me: { id: '15550001000@c.us', pushName: 'Shop' },
				},
			}),
			'GET /v2/session/webhook': () =>
				this.#forPaying(() => ({
					status: 200,
					body: { webhooks: this.webhooks, systemConfig: { url: 'https://wawp.example/system' } },
				})),
			'POST /v2/session/webhook': ({ webhooks }) => this.#forPaying(() => this.#replaceWebhooks(webhooks)),
			'GET /v2/contacts/check-exists': ({ phone }) => ({
				status: 200,
				body: { numberExists: phone !== '15550009999', chatId: `${String(phone)}@c.us` },
			}),
			'POST /v2/send/text': (fields) =>
				this.#take(
					'/send/text',
					fields,
					typeof fields.message === 'string' && fields.message.length <= 4_096,
				),
			'POST /v2/send/image': (fields) => this.#takeFile('/send/image', fields),
			'POST /v2/send/video': (fields) => this.#takeFile('/send/video', fields),
			'POST /v2/send/voice': (fields) => this.#takeFile('/send/voice', fields),
			'POST /v2/send/pdf': (fields) => this.#takeFile('/send/pdf', fields),
			'POST /v2/send/list': (fields) =>
				this.#take(
					'/send/list',
					fields,
					typeof at(fields.message, 'title') === 'string' &&
						typeof at(fields.message, 'button') === 'string' &&
						Array.isArray(at(fields.message, 'sections')),
				),
			'POST /v2/send/location': (fields) =>
				this.#take('/send/location', fields, allTexts(fields, ['latitude', 'longitude', 'title', 'message'])),
			'POST /v2/send/contact': (fields) => {
				const cards = Array.isArray(fields.contacts) ? (fields.contacts as unknown[]) : [];
				const fits = cards.length > 0 && cards.every((card) => isCard(card));
				return this.#take('/send/contact', fields, fits);
			},
			'POST /v2/send/seen': (fields) => this.#sign('/send/seen', fields, Array.isArray(fields.messageIds)),
			'POST /v2/send/start-typing': (fields) => this.#sign('/send/start-typing', fields),
			'POST /v2/send/stop-typing': (fields) => this.#sign('/send/stop-typing', fields),
			'POST /v2/send/poll': (fields) => {
				const options = at(fields.poll, 'options');
				const fits = Array.isArray(options) && options.length >= 2 && options.length <= 12;
				return this.#take('/send/poll', fields, fits && typeof at(fields.poll, 'name') === 'string');
			},
		};
	}

	#forPaying(answer: () => SimulatedAnswer): SimulatedAnswer {
		if (this.plan === 'paid') return answer();
		return error(403, 'subscription_required', 'An active subscription is required');
	}

	#replaceWebhooks(given: unknown): SimulatedAnswer {
		const fits =
			Array.isArray(given) &&
			given.every((entry) => typeof at(entry, 'url') === 'string' && Array.isArray(at(entry, 'events')));
		if (!fits) return error(400, 'missing_param', 'webhooks is not a list of url and events');
		this.webhooks = given as readonly Readonly<Record<string, unknown>>[];
		return { status: 200, body: { code: 'success', message: 'Webhooks updated' } };
	}

	/** The answer is shown nowhere. */
	#sign(path: string, fields: Readonly<Record<string, unknown>>, fits = true): SimulatedAnswer {
		if (this.status !== 'WORKING') return error(404, 'invalid_session', 'Session is not linked');
		if (!fits || typeof fields.chatId !== 'string')
			return error(400, 'missing_param', 'A parameter is missing');
		const { instance_id: _instance, access_token: _token, ...shown } = fields;
		this.signs.push({ path, fields: shown });
		return { status: 200, body: { success: true } };
	}

	#takeFile(path: string, fields: Readonly<Record<string, unknown>>): SimulatedAnswer {
		const data = at(fields.file, 'data');
		const fits = typeof data === 'string' && typeof at(fields.file, 'mimetype') === 'string';
		return this.#take(path, fields, fits);
	}

	#take(path: string, fields: Readonly<Record<string, unknown>>, fits: boolean): SimulatedAnswer {
		if (this.status !== 'WORKING') return error(404, 'invalid_session', 'Session is not linked');
		if (!fits || typeof fields.chatId !== 'string')
			return error(400, 'missing_param', 'A parameter is missing');
		this.sent.push({ path, fields });
		this.#count += 1;
		const id = `true_${fields.chatId}_3EB0${String(this.#count).padStart(8, '0')}`;
		if (this.sendAnswers === 'job')
			return { status: 200, body: { code: 'success', job_id: String(this.#count) } };
		if (this.sendAnswers === 'queued')
			return { status: 200, body: { status: 'queued', job_id: this.#count } };
		return {
			status: 200,
			body: { id: { _serialized: id, fromMe: true }, timestamp: Math.floor(this.now / 1_000) },
		};
	}
}

const allTexts = (value: unknown, names: readonly string[]): boolean =>
	names.every((name) => typeof at(value, name) === 'string');

const isCard = (card: unknown): boolean =>
	allTexts(card, ['fullName', 'phoneNumber', 'whatsappId']) &&
	/^\+\d+$/u.test(String(at(card, 'phoneNumber'))) &&
	/^\d+$/u.test(String(at(card, 'whatsappId')));

function error(status: number, code: string, message: string): SimulatedAnswer {
	return { status, body: { code, message } };
}

/** A delivery of the webhook, in the envelope of the documents. */
export function wawpDelivery(
	event: string,
	payload: Readonly<Record<string, unknown>>,
	id: string,
): Readonly<Record<string, unknown>> {
	return {
		id,
		timestamp: Date.UTC(2026, 0, 1),
		session: 'default',
		metadata: {},
		engine: 'WEBJS',
		event,
		payload,
		me: { id: '15550001000@c.us', pushName: 'Shop' },
	};
}

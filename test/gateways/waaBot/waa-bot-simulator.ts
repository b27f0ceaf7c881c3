import { at } from '../../../engines/gateway/untrusted';
import {
	SimulatedGateway,
	type SimulatedAnswer,
	type SimulatedForm,
	type SimulatedRequest,
} from '../simulated-gateway';
import { WaaBotAdministration } from './waa-bot-administration';
import { ofAccount, WaaBotUsers } from './waa-bot-users';

/** Everything that proves somebody at the simulated gateway. */
export const waaBotAccount = {
	sessionId: '8813-8991-4646-bae1-6bf1',
	accessToken: 'token-of-the-bot',
	email: 'shop@example.com',
	password: 'correct horse battery',
};

type Fields = Readonly<Record<string, unknown>>;

interface Route {
	readonly form?: true;
	/** What is missing or too much, in words; undefined when it fits. */
	readonly fault: (fields: Fields) => string | undefined;
	readonly answer: (fields: Fields) => unknown;
}

/** WaaBot as its documents describe it; what they leave open is chosen here and said so. */
export class WaaBotSimulator extends SimulatedGateway {
	/** Of the instance. */
	phoneConnected = true;

	/** Documents mark every call with a bearer token; other people's code sends without one. */
	bearerNeeded = true;

	/** How many logins there were. */
	logins = 0;

	readonly administration = new WaaBotAdministration();

	readonly users = new WaaBotUsers();

	/** Of the bot: one address, which a change replaces. */
	webhook: { readonly url: string | null; readonly events: readonly unknown[] } = { url: null, events: [] };

	/** What was switched, in the words of the request. */
	actions: Fields = {};

	/** The bot's switch; nothing is delivered without it. */
	sendsWebhook = false;

	readonly sent: { readonly path: string; readonly fields: Fields }[] = [];

	/** The access token that is accepted at the moment. */
	bearer = 'access-token-0000';

	readonly refreshToken = 'refresh-token-of-the-account';

	#count = 0;

	/** The tokens of the account are no longer accepted. */
	expire(): void {
		this.bearer = `access-token-${String(this.requests.length + 1).padStart(4, '0')}`;
	}

	protected handle(request: SimulatedRequest): SimulatedAnswer {
		const path = request.path.replace(/^\/api\/v1/u, '');
		if (path === request.path) return no(404, 'Not found');
		if (request.method === 'POST' && path === '/sessions') return this.#logIn(request);
		const refused = this.#refuse(request);
		if (refused) return refused;
		if (ofAccount.test(path)) return this.users.answer(request) ?? no(404, 'Not found');
		if (request.method === 'GET' && path === '/whatsapp/instance') return this.#instance();
		if (request.method === 'PUT' && path === '/whatsapp/setWebhook') return this.#setWebhook(request.body);
		if (request.method === 'PUT' && path === '/whatsapp/updateActions') return this.#setActions(request.body);
		const administered = this.administration.answer(request);
		if (administered) return administered;
		const route = request.method === 'POST' ? routes[path] : undefined;
		return route ? this.#take(path, route, request) : no(404, `Cannot ${request.method} ${path}`);
	}

	#logIn({ method, body, query }: SimulatedRequest): SimulatedAnswer {
		const { email, password } = waaBotAccount;
		if (method !== 'POST' || Object.keys(query).length > 0) return no(400, 'Bad request');
		if (at(body, 'email') !== email || at(body, 'password') !== password)
			return no(401, 'Invalid email or password');
		this.logins += 1;
		return { status: 200, body: { accessToken: this.bearer, refreshToken: this.refreshToken } };
	}

	/** The pair comes in the query or in a JSON body. */
	#refuse({ path, query, body, headers }: SimulatedRequest): SimulatedAnswer | undefined {
		const bearer = headers.authorization?.replace(/^Bearer /u, '');
		if (this.bearerNeeded && bearer !== this.bearer) return no(401, 'Unauthorized');
		// Who makes the first bot has none yet.
		if (path.endsWith('/createNewWhatsapp') || ofAccount.test(path.replace(/^\/api\/v1/u, '')))
			return undefined;
		const pair = { session: query.session_id, token: query.access_token };
		const session = pair.session ?? at(body, 'session_id');
		const token = pair.token ?? at(body, 'access_token');
		if (session !== waaBotAccount.sessionId || token !== waaBotAccount.accessToken)
			return no(401, `Unknown access_token ${String(token)}`);
		return undefined;
	}

	#instance(): SimulatedAnswer {
		const user = this.phoneConnected ? { id: '15550001000:8@s.whatsapp.net', name: 'Shop' } : {};
		return yes('Status checked successfully', {
			error: false,
			message: 'Instance fetched successfully',
			instance_data: {
				instance_key: 'a1c91084-fa2e-43b8-8d52-3d98f65a0495',
				phone_connected: this.phoneConnected,
				webhookUrl: this.webhook.url,
				user,
			},
		});
	}

	/** The answer is shown nowhere. */
	#setWebhook(body: unknown): SimulatedAnswer {
		const [url, events] = [at(body, 'webhook_url'), at(body, 'events')];
		const known = ['onMessage', 'onAnyMessage'];
		if (!isText(url) || !Array.isArray(events) || !events.every((event) => known.includes(String(event))))
			return no(400, 'webhook_url or events is missing');
		this.webhook = { url: url === '' ? null : url, events };
		return yes('Webhook set', {});
	}

	#setActions(body: unknown): SimulatedAnswer {
		const given = at(body, 'send_webhook');
		if (typeof given === 'boolean') this.sendsWebhook = given;
		this.actions = { ...this.actions, ...(body as Fields) };
		const nothing = {
			acknowledged: true,
			modifiedCount: 0,
			upsertedId: null,
			upsertedCount: 0,
			matchedCount: 0,
		};
		return yes('Whatsapp settings updated successfully!', nothing);
	}

	/** To the address of the bot, when it delivers at all; the status it was answered with. */
	async deliver(body: unknown): Promise<number | undefined> {
		const { url } = this.webhook;
		if (!this.sendsWebhook || url === null) return undefined;
		const headers = { 'content-type': 'application/json' };
		const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
		await answer.arrayBuffer();
		return answer.status;
	}

	#take(path: string, { form, fault, answer }: Route, { body }: SimulatedRequest): SimulatedAnswer {
		const fields = form ? formFields(body) : (body as Fields | undefined);
		if (fields === undefined || typeof fields !== 'object') return no(400, 'The body cannot be read');
		if (typeof fields.chatId !== 'string' || !/^\d{7,15}$|^\d{10,20}@g\.us$/u.test(fields.chatId))
			return no(400, 'chatId is missing or no number');
		const wrong = fault(fields);
		if (wrong !== undefined) return no(400, wrong);
		if (!this.phoneConnected) return no(400, 'The phone is not connected');
		this.sent.push({ path, fields });
		this.#count += 1;
		const id = `BAE5${String(this.#count).padStart(12, '0')}`;
		return yes('Message sent successfully', answer({ ...fields, id }));
	}
}

function yes(message: string, data: unknown): SimulatedAnswer {
	return { status: 200, body: { status: true, message, data } };
}

/** Errors are documented nowhere; the client of WaaBot reads `message`. */
function no(status: number, message: string): SimulatedAnswer {
	return { status, body: { status: false, message } };
}

/** A form arrives as one; its file counts as a field. */
function formFields(body: unknown): Fields | undefined {
	const form = body as Partial<SimulatedForm> | undefined;
	if (!form?.fields || !form.files) return undefined;
	return { ...form.fields, file: form.files.file };
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** The message object of the client library, as the documents show it for images. Others are taken to be like it. */
const messageObject = ({ chatId, id }: Fields): unknown => ({
	key: { remoteJid: `${String(chatId)}@s.whatsapp.net`, fromMe: true, id },
	status: 'PENDING',
	message: {},
	messageTimestamp: '1688996225',
});

const file = (...names: readonly string[]): Route => ({
	form: true,
	fault: (fields) => {
		if (at(fields.file, 'data') === undefined) return 'file is missing';
		const known = ['file', 'chatId', ...names];
		const strange = Object.keys(fields).find((name) => !known.includes(name));
		return strange === undefined ? undefined : `${strange} is not known`;
	},
	answer: messageObject,
});

function buttonsFault(btndata: unknown): string | undefined {
	const buttons = at(btndata, 'buttons');
	if (!isText(at(btndata, 'text')) || !Array.isArray(buttons)) return 'btndata is not whole';
	const payloads: Readonly<Record<string, RegExp>> = {
		urlButton: /^https?:\/\//u,
		callButton: /^\d{7,15}$/u,
	};
	const fits = buttons.every((button) => {
		const type = String(at(button, 'type'));
		if (!isText(at(button, 'title'))) return false;
		return type === 'replyButton' || payloads[type]?.test(String(at(button, 'payload'))) === true;
	});
	return fits ? undefined : 'A button is not whole';
}

const routes: Readonly<Record<string, Route>> = {
	'/whatsapp/message': {
		fault: ({ message, location, attachments, contactId }) => {
			if (!isText(message)) return 'message is missing';
			const ids = Array.isArray(attachments) ? (attachments as unknown[]) : [];
			if (attachments !== undefined && (ids.length === 0 || !ids.every(isText)))
				return 'attachments is no list of ids';
			if (contactId !== undefined && !isText(contactId)) return 'contactId is no id';
			if (location === undefined) return message === '' ? 'message is empty' : undefined;
			const { lat, lng, name } = location as Fields;
			return isText(lat) && isText(lng) && isText(name) ? undefined : 'location is not whole';
		},
		// No id in the sample.
		answer: ({ location }) => ({
			message: {},
			attachment: [],
			contact: {},
			image: {},
			buttons: {},
			location,
		}),
	},
	'/whatsapp/message/image': file('caption'),
	'/whatsapp/message/video': file('caption'),
	'/whatsapp/message/audio': file(),
	'/whatsapp/message/doc': file('filename'),
	'/whatsapp/message/contact': {
		fault: ({ vcard }) => {
			const names = ['fullName', 'displayName', 'organization', 'phoneNumber'];
			const missing = names.find((name) => !isText(at(vcard, name)));
			return missing === undefined ? undefined : `vcard.${missing} is missing`;
		},
		answer: messageObject,
	},
	'/whatsapp/message/button': { fault: ({ btndata }) => buttonsFault(btndata), answer: messageObject },
	'/whatsapp/message/MediaButton': {
		fault: ({ btndata }) => {
			const missing = ['image', 'mediaType', 'mimeType'].find((name) => !isText(at(btndata, name)));
			return missing === undefined ? buttonsFault(btndata) : `btndata.${missing} is missing`;
		},
		answer: messageObject,
	},
	'/whatsapp/message/list': {
		fault: ({ msgdata }) => {
			const missing = ['buttonText', 'text', 'title', 'description'].find(
				(name) => !isText(at(msgdata, name)),
			);
			if (missing !== undefined) return `msgdata.${missing} is missing`;
			const sections = at(msgdata, 'sections');
			if (!Array.isArray(sections) || at(msgdata, 'listType') !== 0) return 'msgdata is not whole';
			const rows = sections.flatMap((section) => at(section, 'rows') as unknown[]);
			return rows.every((row) => isText(at(row, 'title')) && isText(at(row, 'rowId')))
				? undefined
				: 'A row is not whole';
		},
		answer: messageObject,
	},
};

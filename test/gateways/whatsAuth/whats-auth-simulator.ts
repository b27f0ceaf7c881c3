import { randomBytes, randomUUID } from 'node:crypto';
import { SimulatedGateway, type SimulatedAnswer, type SimulatedRequest } from '../simulated-gateway';

export const whatsAuthAccount = {
	token: 'XbTZPAhBgGKQW2u4lT3wua7brqSrFhh9',
	callbackSecret: 'known-to-n8n-and-whatsauth',
} as const;

/** The number people send codes to. */
const NUMBER = '+56943426553';
const PER_VALIDATION = 3;
const PARAMETERS: readonly string[] = [
	'expires_at',
	'callback_url',
	'authorized_numbers',
	'link_message',
	'expiration_message',
	'failure_message',
	'response_message',
	'qr',
	'channel',
];

type Parameters = Readonly<Record<string, string>>;

/** A row of the list "Validations" in the console. */
export interface Validation {
	readonly id: string;
	readonly code: string;
	/** As asked for, the defaults of the application beneath. */
	readonly parameters: Parameters;
	readonly requestedAt: number;
	readonly expiresAt: number;
	status: 'requested' | 'validated' | 'expired' | 'failed';
	phone: string | null;
	profileName: string | null;
	validatedAt: number | null;
	error: string | null;
}

/** What came of a callback. */
export interface CalledBack {
	readonly status: number;
	readonly contentType: string | null;
	readonly body: string;
}

export interface Person {
	/** With plus. */
	readonly phone: string;
	readonly name: string;
}

/**
 * WhatsAuth as its documents describe it, for one application. What they leave open is chosen here: the statuses of
 * refusals, numbers separated by commas, five minutes where nobody says how long a code works, a text message as an
 * `sms:` address, a callback when a code ends and not when it is made.
 */
export class WhatsAuthSimulator extends SimulatedGateway {
	enabled = true;

	/** Nobody gets replies; validations change all the same. */
	sandbox = false;

	credits = 150;

	/** Of the application; what a request says goes before it. */
	defaults: Parameters = {};

	readonly validations: Validation[] = [];

	/** What people got as an answer. */
	readonly replies: { readonly to: string; readonly text: string }[] = [];

	readonly callbacks: CalledBack[] = [];

	constructor(private readonly token: string = whatsAuthAccount.token) {
		super();
	}

	find(code: string): Validation {
		const found = this.validations.find((one) => one.code === code);
		if (!found) throw new Error(`There is no code ${code}`);
		return found;
	}

	/** A person sends the message of the link. */
	async userSends(code: string, { phone, name }: Person): Promise<CalledBack | undefined> {
		const of = this.find(code);
		const { parameters } = of;
		if (of.status === 'expired' || this.now >= of.expiresAt) {
			this.#reply(phone, parameters.expiration_message);
			return of.status === 'expired' ? undefined : await this.expire(code);
		}
		if (of.status !== 'requested') return undefined;
		Object.assign(of, { phone, profileName: name });
		const allowed = (parameters.authorized_numbers ?? '').split(',').filter((one) => one !== '');
		if (allowed.length > 0 && !allowed.includes(phone)) {
			Object.assign(of, { status: 'failed', error: 'The number is not authorized' });
			return await this.callBack(of);
		}
		Object.assign(of, { status: 'validated', validatedAt: this.now });
		const told = await this.callBack(of);
		const taken = told === undefined || isTaken(told);
		if (!taken) Object.assign(of, { status: 'failed', error: 'The webhook failed' });
		else this.credits -= PER_VALIDATION;
		this.#reply(phone, taken ? parameters.response_message : parameters.failure_message);
		return told;
	}

	async expire(code: string): Promise<CalledBack | undefined> {
		const of = this.find(code);
		of.status = 'expired';
		return await this.callBack(of);
	}

	/** One POST, never repeated. Undefined where nobody is to be called. */
	async callBack(
		of: Validation,
		more: Readonly<Record<string, unknown>> = {},
		url = of.parameters.callback_url ?? '',
	) {
		if (url === '') return undefined;
		const response = await fetch(url, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				'user-agent': 'got (https://github.com/sindresorhus/got)',
			},
			body: JSON.stringify({ ...callbackOf(of), ...more }),
			redirect: 'manual',
		});
		const contentType = response.headers.get('content-type');
		const told: CalledBack = { status: response.status, contentType, body: await response.text() };
		this.callbacks.push(told);
		return told;
	}

	protected handle({ method, path, query, headers }: SimulatedRequest): SimulatedAnswer {
		if (path !== '/api/v1/verification_code') return { status: 404, body: { message: 'Not found' } };
		if (method !== 'GET') return { status: 405, body: { message: 'Method not allowed' } };
		if (headers.authorization !== `Bearer ${this.token}`)
			return { status: 401, body: { message: 'Unauthorized' } };
		if (!this.enabled) return { status: 403, body: { message: 'Application is disabled' } };
		if (this.credits < PER_VALIDATION) return { status: 402, body: { message: 'Not enough credits' } };
		const fault = faultIn(query);
		if (fault !== undefined) return { status: 422, body: { message: fault } };
		return { status: 200, body: this.#make({ ...this.defaults, ...query }) };
	}

	#make(parameters: Parameters) {
		const code = randomBytes(5).toString('hex');
		this.validations.push({
			id: randomUUID(),
			code,
			parameters,
			requestedAt: this.now,
			expiresAt: this.now + Number(parameters.expires_at ?? 5) * 60_000,
			status: 'requested',
			phone: null,
			profileName: null,
			validatedAt: null,
			error: null,
		});
		const text = encodeURIComponent(textOf(code, parameters.link_message ?? ''));
		const link =
			parameters.channel === 'sms' ? `sms:${NUMBER}?body=${text}` : `https://wa.me/${NUMBER}?text=${text}`;
		const picture = `https://api.qrserver.com/v1/create-qr-code/?data=${encodeURIComponent(link)}&size=200x200`;
		return {
			code,
			link,
			...(parameters.qr === '1' && { qr: picture }),
			deep_link: `whatsapp://send?text=${text}&phone=${NUMBER}`,
		};
	}

	#reply(to: string, text = ''): void {
		if (!this.sandbox && text !== '') this.replies.push({ to, text });
	}
}

/** As it was seen in a real delivery: with the id of the application, and without `error` where there is none. */
export function callbackOf(of: Validation): Readonly<Record<string, unknown>> {
	const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
	return {
		id: of.id,
		app_id: '5f0b1d6e9c1a4c0017a3b2c1',
		status: of.status,
		verification_code: of.code,
		phone_number: of.phone,
		profile_name: of.profileName,
		expires_at: iso(of.expiresAt),
		requested_at: iso(of.requestedAt),
		validated_at: iso(of.validatedAt),
		authorized_numbers: (of.parameters.authorized_numbers ?? '').split(',').filter((one) => one !== ''),
		...(of.error !== null && { error: of.error }),
	};
}

function faultIn(query: Parameters): string | undefined {
	const unknown = Object.keys(query).find((name) => !PARAMETERS.includes(name));
	if (unknown !== undefined) return `Unknown parameter ${unknown}`;
	const empty = Object.entries(query).find(([, value]) => value === '');
	if (empty) return `${empty[0]} is empty`;
	if (query.expires_at !== undefined && !/^[1-9]\d*$/u.test(query.expires_at))
		return 'expires_at must be at least 1';
	if (query.callback_url !== undefined && !isCallback(query.callback_url))
		return 'callback_url must be an HTTPS address';
	if (query.qr !== undefined && !['0', '1'].includes(query.qr)) return 'qr must be 0 or 1';
	if (query.channel !== undefined && !['whatsapp', 'sms'].includes(query.channel)) return 'Unknown channel';
	return undefined;
}

/** Loopback stands for the internet in tests. */
function isCallback(text: string): boolean {
	if (!URL.canParse(text)) return false;
	const { protocol, hostname } = new URL(text);
	return protocol === 'https:' || ['127.0.0.1', 'localhost'].includes(hostname);
}

function isTaken({ status, contentType }: CalledBack): boolean {
	return status === 204 || (status === 200 && (contentType ?? '').startsWith('application/json'));
}

function textOf(code: string, linkMessage: string): string {
	if (linkMessage === '') return `>>${code}<<\nJust tap the "send" button.`;
	return `${linkMessage}\n\n\`\`\`--------------\n| ${code} |\n--------------\`\`\``;
}

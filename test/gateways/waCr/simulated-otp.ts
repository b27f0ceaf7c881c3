import { checkFields, optional, phone, required, text } from './field-rules';
import type { RouteCall, SimulatedRoute } from './simulated-route';
import { RefusedRequest } from './wa-cr-refusal';

interface LiveCode {
	readonly code: string;
	readonly expiresAt: number;
	tries: number;
}

const MOST_TRIES = 5;
const MINUTE = 60_000;
/** Checks of a number in a minute, cleared by a right one; resends of a number in five. */
const CHECKS = { limit: 10, windowMs: MINUTE } as const;
const RESENDS = { limit: 3, windowMs: 5 * MINUTE } as const;
const scope = 'messages:send';

const askedRules = { phone: phone(20), purpose: optional(text(50)) };
const templateRules = { ...askedRules, template_name: required('Template name is required', text(255)) };

/** One code per number and purpose, as the documents of WA.cr say. */
export class SimulatedOtp {
	/** Names of approved templates for codes. */
	templates: readonly string[] = ['login_code'];

	readonly #codes = new Map<string, LiveCode>();

	/** What left, in the words of the request. */
	readonly sent: { readonly path: string; readonly fields: RouteCall['fields'] }[] = [];

	readonly #counted = new Map<string, readonly number[]>();

	#made = 100_000;

	/** The live code, as the phone would show it. */
	codeOf(digits: string, purpose = 'authentication'): string | undefined {
		return this.#codes.get(`${digits}:${purpose}`)?.code;
	}

	routes(): readonly SimulatedRoute[] {
		return [
			{ method: 'POST', path: /^\/auth\/send-otp$/u, scope, handle: (call) => this.#send(call) },
			{ method: 'POST', path: /^\/auth\/resend$/u, scope, handle: (call) => this.#resend(call) },
			{ method: 'POST', path: /^\/auth\/verify$/u, scope, handle: (call) => this.#verify(call) },
			{ method: 'POST', path: /^\/auth\/status$/u, scope, handle: (call) => this.#status(call) },
			{
				...{ method: 'GET', path: /^\/auth\/templates$/u, scope: 'templates:read' },
				handle: () => ({
					data: this.templates.map((name, index) => ({ id: index + 1, template_name: name, language: 'en' })),
				}),
			},
		];
	}

	#send(call: RouteCall): { readonly data: unknown } {
		checkFields(call.fields, { ...templateRules, code: required('Code is required') });
		this.#template(call);
		this.sent.push({ path: '/auth/send-otp', fields: call.fields });
		return this.#start(call, String(call.fields.code));
	}

	#resend(call: RouteCall): { readonly data: unknown } {
		checkFields(call.fields, templateRules);
		this.#template(call);
		this.#count(`resend:${digitsOf(call.fields)}`, RESENDS, call.now);
		this.#made += 1;
		this.sent.push({ path: '/auth/resend', fields: call.fields });
		return this.#start(call, String(this.#made));
	}

	#start({ fields, now }: RouteCall, code: string): { readonly data: unknown } {
		const minutes = Number(fields.expiry_minutes ?? 10);
		const expiresAt = now + minutes * 60_000;
		this.#codes.set(keyOf(fields), { code, expiresAt, tries: 0 });
		return {
			data: {
				message_id: 'wamid.otp',
				phone: digitsOf(fields),
				template_name: fields.template_name,
				code_sent: true,
				expiry_minutes: minutes,
				expires_at: new Date(expiresAt).toISOString(),
				status: 'sent',
			},
		};
	}

	#verify({ fields, now }: RouteCall): { readonly data: unknown } {
		checkFields(fields, { ...askedRules, code: required('Verification code is required') });
		const stream = `verify:${digitsOf(fields)}`;
		this.#count(stream, CHECKS, now);
		const live = this.#codes.get(keyOf(fields));
		if (!live) throw refused('OTP_NOT_FOUND', 'No active OTP found');
		if (now >= live.expiresAt) throw refused('OTP_EXPIRED', 'OTP has expired');
		if (live.tries >= MOST_TRIES) throw refused('MAX_ATTEMPTS_EXCEEDED', 'Too many attempts');
		if (live.code !== fields.code) {
			live.tries += 1;
			throw refused('INVALID_CODE', 'Invalid code', { attempts_remaining: MOST_TRIES - live.tries });
		}
		this.#codes.delete(keyOf(fields));
		this.#counted.delete(stream);
		const purpose = fields.purpose ?? 'authentication';
		return { data: { phone: digitsOf(fields), purpose, verified_at: new Date(now).toISOString() } };
	}

	/** What one that is not approved is answered with is documented nowhere. */
	#template({ fields }: RouteCall): void {
		if (!this.templates.includes(String(fields.template_name)))
			throw refused('VALIDATION_ERROR', 'The template is not approved for authentication');
	}

	#count(
		stream: string,
		{ limit, windowMs }: { readonly limit: number; readonly windowMs: number },
		now: number,
	) {
		const counted = (this.#counted.get(stream) ?? []).filter((at) => at > now - windowMs);
		if (counted.length >= limit) {
			const seconds = Math.ceil(((counted[0] ?? now) + windowMs - now) / 1_000);
			throw new RefusedRequest({
				status: 429,
				code: 'RATE_LIMIT_EXCEEDED',
				message: 'Too many attempts',
				details: { retry_after: seconds },
			});
		}
		this.#counted.set(stream, [...counted, now]);
	}

	#status({ fields, now }: RouteCall): { readonly data: unknown } {
		checkFields(fields, askedRules);
		const live = this.#codes.get(keyOf(fields));
		if (!live) return { data: { has_active_otp: false, message: 'No active OTP found' } };
		return {
			data: {
				has_active_otp: true,
				expires_at: new Date(live.expiresAt).toISOString(),
				verification_attempts: live.tries,
				max_attempts: MOST_TRIES,
				expires_in_seconds: (live.expiresAt - now) / 1_000,
				is_expired: now >= live.expiresAt,
				attempts_remaining: MOST_TRIES - live.tries,
			},
		};
	}
}

function refused(code: string, message: string, details?: Readonly<Record<string, unknown>>): RefusedRequest {
	return new RefusedRequest({ status: 422, code, message, ...(details && { details }) });
}

function digitsOf({ phone: given }: RouteCall['fields']): string {
	return String(given).replace(/\D/gu, '');
}

function keyOf(fields: RouteCall['fields']): string {
	return `${digitsOf(fields)}:${String(fields.purpose ?? 'authentication')}`;
}

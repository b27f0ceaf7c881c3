import { proto } from '@whiskeysockets/baileys';
import type { Group } from './groups';
import type { Phone } from './phone';
import type { Received } from './received';
import type { LoopbackWhatsApp } from './server';

/** A request to the control API, taken apart. */
export interface ControlRequest {
	readonly server: LoopbackWhatsApp;
	/** Values of the `:name` parts of the path. */
	readonly path: Readonly<Record<string, string>>;
	readonly query: URLSearchParams;
	readonly body: Body;
}

/** What the caller did wrong: answered with this status and sentence. */
export class ControlError extends Error {
	readonly status: number;

	constructor(status: number, message: string) {
		super(message);
		this.status = status;
	}
}

/** A JSON object from outside, with checks at every reading. */
export class Body {
	readonly #fields: Readonly<Record<string, unknown>>;

	constructor(parsed: unknown) {
		if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
			throw new ControlError(400, 'The body must be a JSON object');
		}
		this.#fields = parsed as Readonly<Record<string, unknown>>;
	}

	has(name: string): boolean {
		return this.#fields[name] !== undefined;
	}

	string(name: string): string {
		return this.optionalString(name) ?? missing(name, 'a text');
	}

	optionalString(name: string): string | undefined {
		return this.#typed<string>(name, 'string');
	}

	number(name: string): number {
		return this.optionalNumber(name) ?? missing(name, 'a number');
	}

	optionalNumber(name: string): number | undefined {
		return this.#typed<number>(name, 'number');
	}

	optionalBoolean(name: string): boolean | undefined {
		return this.#typed<boolean>(name, 'boolean');
	}

	strings(name: string): string[] {
		const value = this.#fields[name];
		if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
		return missing(name, 'a list of texts');
	}

	object(name: string): Record<string, unknown> {
		const value = this.#typed<object>(name, 'object');
		return (value as Record<string, unknown> | undefined) ?? missing(name, 'an object');
	}

	/** One of a few words. */
	choice<T extends string>(name: string, allowed: readonly T[]): T | undefined {
		const value = this.optionalString(name);
		if (value === undefined || allowed.includes(value as T)) return value as T | undefined;
		throw new ControlError(400, `"${name}" must be one of ${allowed.join(', ')}, not "${value}"`);
	}

	#typed<T>(name: string, type: string): T | undefined {
		const value = this.#fields[name];
		if (value === undefined || value === null) return undefined;
		if (typeof value !== type)
			throw new ControlError(400, `"${name}" must be a ${type}, not a ${typeof value}`);
		return value as T;
	}
}

const missing = (name: string, what: string): never => {
	throw new ControlError(400, `"${name}" is missing; it must be ${what}`);
};

export function phoneOf(server: LoopbackWhatsApp, digits: string | undefined): Phone {
	const account = server.directory.byDigits((digits ?? '').replace(/\D/g, ''));
	if (!account) throw new ControlError(404, `${digits} is not on this WhatsApp`);
	return account.phone;
}

/** A group JID, a phone number on this server, or any JID as it is. */
export function recipientOf(server: LoopbackWhatsApp, to: string): Phone | Group | string {
	const group = server.groups.find(to);
	if (group) return group;
	return to.includes('@') ? to : phoneOf(server, to);
}

export function shownOn(phone: Phone, id: string): Received {
	const message = phone.inbox.all.find((shown) => shown.id === id);
	if (!message) throw new ControlError(404, `There is no message ${id} on this phone`);
	return message;
}

/** A message as JSON: bytes as base64, the raw stanza left out. */
export function asJson({ raw: _raw, message, ...rest }: Received): Record<string, unknown> {
	return { ...rest, message: proto.Message.fromObject(message).toJSON() };
}

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Name of the query parameter that carries it. */
const PARAMETER = 'secret';

/** One that nobody guesses, fit for an address. */
export function makeSecret(): string {
	return randomBytes(24).toString('base64url');
}

/** The address to give to whoever delivers. */
export function withSecret(url: string, secret: string): string {
	const address = new URL(url);
	address.searchParams.set(PARAMETER, secret);
	return address.href;
}

/** Takes as long for a wrong secret as for the right one. */
export function hasSecret(query: unknown, secret: string): boolean {
	const given = (query as Readonly<Record<string, unknown>> | undefined)?.[PARAMETER];
	return typeof given === 'string' && equalInSecret(given, secret);
}

/** Compares in a time that says nothing about where two texts differ. */
export function equalInSecret(one: string, other: string): boolean {
	return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}

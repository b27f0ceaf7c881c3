import { isKitError } from '../../messages/kit-error';

/** Nobody was there, or it was not who the name says: not one byte of the request left. */
const BEFORE_SENDING: ReadonlySet<string> = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'EADDRNOTAVAIL',
	'CERT_HAS_EXPIRED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_GET_ISSUER_CERT',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'ERR_FR_MAX_BODY_LENGTH_EXCEEDED',
	'ERR_INVALID_URL',
	'ERR_INVALID_CHAR',
	'ERR_UNESCAPED_CHARACTERS',
]);

/** True when it is certain that the other side has nothing of the request. In doubt false. */
export function nothingLeft(error: unknown): boolean {
	// By shape: errors of the system come from outside our realm in some hosts.
	let one = error as { readonly code?: unknown; readonly cause?: unknown } | null | undefined;
	for (let depth = 0; typeof one === 'object' && one !== null && depth < 5; depth += 1) {
		if (isKitError(one)) return true;
		const { code } = one;
		one = one.cause as typeof one;
		if (typeof code === 'string' && BEFORE_SENDING.has(code)) return true;
	}
	return false;
}

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
]);

/** True when it is certain that the other side has nothing of the request. In doubt false. */
export function nothingLeft(error: unknown): boolean {
	for (let one: unknown = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth += 1) {
		if (isKitError(one)) return true;
		const { code } = one as { code?: unknown };
		if (typeof code === 'string' && BEFORE_SENDING.has(code)) return true;
	}
	return false;
}

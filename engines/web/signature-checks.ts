import { AsyncLocalStorage } from 'node:async_hooks';
import type { Baileys } from './load-baileys';
import { verifyXeddsa } from './xeddsa';

/**
 * Version 7.0.0-rc14 of the client library ignores the answer of every signature check (its `Curve.verify`
 * always returns true), so the server's certificate chain and the account signature at linking prove
 * nothing. Here the answer counts again.
 *
 * A failed check is always reported. It is refused only in strict mode, because WhatsApp's real chain could
 * not be tried here and TLS still authenticates the server: a wrong guess would lock everybody out.
 */
export interface SignatureWatch {
	readonly strict: boolean;
	/** Called for each failed check, before it is refused or let pass. */
	onFailedCheck(): void;
}

interface Repair {
	readonly watches: AsyncLocalStorage<SignatureWatch>;
}

/** On the library's own object, so that two copies of this package in one process repair it once. */
const REPAIR = Symbol.for('n8n-nodes-whatsapp-kit/signature-checks/1');

/** Makes `Curve.verify` tell the truth; idempotent. */
export function repairSignatureChecks(baileys: Baileys): Repair {
	const curve = baileys.Curve as typeof baileys.Curve & { [REPAIR]?: Repair };
	const existing = curve[REPAIR];
	if (existing) return existing;
	const repair: Repair = { watches: new AsyncLocalStorage() };
	curve[REPAIR] = repair;
	curve.verify = (publicKey, message, signature) => {
		if (verifyXeddsa(publicKey, message, signature)) return true;
		const watch = repair.watches.getStore();
		watch?.onFailedCheck();
		// Nobody watching means nobody could be told: then only a refusal is honest.
		return watch ? !watch.strict : false;
	};
	return repair;
}

/** Root key the server's chain must lead to, and whether that is a must. */
export interface ServerTrust {
	readonly strict: boolean;
	/** 32 bytes; undefined keeps WhatsApp's own. */
	readonly rootKey?: Buffer;
}

/** `WHATSAPP_KIT_SERVER_ROOT_KEY` (64 hex digits) names the root and makes the check a must. */
export function serverTrust(
	environment: Readonly<Record<string, string | undefined>>,
	strictOption: boolean,
): ServerTrust {
	const hex = environment.WHATSAPP_KIT_SERVER_ROOT_KEY?.trim();
	if (!hex) return { strict: strictOption };
	if (!/^[0-9a-f]{64}$/i.test(hex)) {
		throw new RangeError(
			`WHATSAPP_KIT_SERVER_ROOT_KEY must be 64 hexadecimal digits (32 bytes), it has ${hex.length} characters`,
		);
	}
	return { strict: true, rootKey: Buffer.from(hex, 'hex') };
}

import { Curve, proto } from '@whiskeysockets/baileys';
import type { KeyPair } from '@whiskeysockets/baileys';

/** How the next handshakes present themselves; everything but `valid` must be refused by a strict client. */
export type CertificateFault = 'valid' | 'untrustedRoot' | 'badLeafSignature' | 'wrongIssuer';

/** The keys behind a server's Noise certificates, as WhatsApp has them: root signs intermediate signs leaf. */
export interface CertificateKeys {
	readonly root: KeyPair;
	readonly intermediate: KeyPair;
	/** The static key of the Noise handshake; the leaf certificate is about this key. */
	readonly server: KeyPair;
}

const ROOT_SERIAL = 0;
const INTERMEDIATE_SERIAL = 1;
const LEAF_SERIAL = 2;
const TEN_YEARS_SECONDS = 10 * 365 * 24 * 3600;

export const makeCertificateKeys = (): CertificateKeys => ({
	root: Curve.generateKeyPair(),
	intermediate: Curve.generateKeyPair(),
	server: Curve.generateKeyPair(),
});

/** The encoded chain a client checks in the handshake. `nowSeconds`: epoch seconds the validity starts around. */
export function certificateChain(
	keys: CertificateKeys,
	nowSeconds: number,
	fault: CertificateFault,
): Uint8Array {
	const { Details } = proto.CertChain.NoiseCertificate;
	const validity = { notBefore: nowSeconds - 3600, notAfter: nowSeconds + TEN_YEARS_SECONDS };
	const root = fault === 'untrustedRoot' ? Curve.generateKeyPair() : keys.root;
	const intermediate = Details.encode({
		serial: INTERMEDIATE_SERIAL,
		issuerSerial: fault === 'wrongIssuer' ? ROOT_SERIAL + 7 : ROOT_SERIAL,
		key: keys.intermediate.public,
		...validity,
	}).finish();
	const leaf = Details.encode({
		serial: LEAF_SERIAL,
		issuerSerial: INTERMEDIATE_SERIAL,
		key: keys.server.public,
		...validity,
	}).finish();
	const leafSigner = fault === 'badLeafSignature' ? Curve.generateKeyPair() : keys.intermediate;
	return proto.CertChain.encode({
		intermediate: { details: intermediate, signature: Curve.sign(root.private, intermediate) },
		leaf: { details: leaf, signature: Curve.sign(leafSigner.private, leaf) },
	}).finish();
}

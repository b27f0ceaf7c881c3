import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Clock, Random } from './ports';

/** A certificate authority of one's own and one host certificate it has signed, all PEM. */
export interface TlsIdentity {
	readonly caPem: string;
	readonly certPem: string;
	readonly keyPem: string;
}

export interface TlsWishes {
	/** Two authorities that are trusted at a time need two names. */
	readonly authorityName?: string;
	/** The host also shows its certificate where it calls others. */
	readonly client?: boolean;
}

const DAY_MS = 86_400_000;
const LIFETIME_MS = 3650 * DAY_MS;

/** A minimal X.509 writer: Node makes keys and signatures but no certificates. */
export function makeTlsIdentity(clock: Clock, random: Random, wishes: TlsWishes = {}): TlsIdentity {
	const { authorityName = 'Loopback WhatsApp CA', client = false } = wishes;
	const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const host = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const issuer = commonName(authorityName);
	const basics = { issuer, signer: authority.privateKey, clock, random };
	const ca = certificate({
		...basics,
		subject: issuer,
		publicKey: authority.publicKey,
		extensions: [extension([85, 29, 19], true, sequence(boolean(true))), keyUsage(0x06, 1)],
	});
	const leaf = certificate({
		...basics,
		subject: commonName('localhost'),
		publicKey: host.publicKey,
		extensions: [extension([85, 29, 19], true, sequence()), keyUsage(0x80, 7), hostNames(), purposes(client)],
	});
	const keyPem = createPrivateKey({
		key: host.privateKey.export({ type: 'pkcs8', format: 'der' }),
		format: 'der',
		type: 'pkcs8',
	})
		.export({ type: 'pkcs8', format: 'pem' })
		.toString();
	return { caPem: pem(ca), certPem: pem(leaf), keyPem };
}

interface CertificateParts {
	readonly subject: Buffer;
	readonly issuer: Buffer;
	readonly publicKey: KeyObject;
	readonly signer: KeyObject;
	readonly extensions: readonly Buffer[];
	readonly clock: Clock;
	readonly random: Random;
}

function certificate(parts: CertificateParts): Buffer {
	const ecdsaWithSha256 = sequence(oid([42, 134, 72, 206, 61, 4, 3, 2]));
	const serial = Buffer.concat([Buffer.from([1]), parts.random.bytes(15)]);
	const now = parts.clock.now();
	const body = sequence(
		tagged(0xa0, integer(Buffer.from([2]))),
		integer(serial),
		ecdsaWithSha256,
		parts.issuer,
		sequence(time(now - DAY_MS), time(now + LIFETIME_MS)),
		parts.subject,
		parts.publicKey.export({ type: 'spki', format: 'der' }),
		tagged(0xa3, sequence(...parts.extensions)),
	);
	return sequence(body, ecdsaWithSha256, bitString(sign('sha256', body, parts.signer)));
}

const tagged = (tag: number, ...content: readonly Uint8Array[]): Buffer => {
	const body = Buffer.concat(content);
	return Buffer.concat([Buffer.from([tag]), length(body.length), body]);
};

function length(bytes: number): Buffer {
	if (bytes < 0x80) return Buffer.from([bytes]);
	const wide = Buffer.alloc(2);
	wide.writeUInt16BE(bytes);
	return Buffer.concat([Buffer.from([0x82]), wide]);
}

const sequence = (...content: readonly Uint8Array[]): Buffer => tagged(0x30, ...content);
const integer = (bytes: Uint8Array): Buffer => tagged(0x02, bytes);
const boolean = (value: boolean): Buffer => tagged(0x01, Buffer.from([value ? 0xff : 0]));
const octets = (bytes: Uint8Array): Buffer => tagged(0x04, bytes);
const bitString = (bytes: Uint8Array, unused = 0): Buffer => tagged(0x03, Buffer.from([unused]), bytes);
/** Arcs already in their encoded form. */
const oid = (encoded: readonly number[]): Buffer => tagged(0x06, Buffer.from(encoded));

function time(ms: number): Buffer {
	const digits = new Date(ms).toISOString().replace(/[-:T]/g, '').slice(0, 14);
	return tagged(0x18, Buffer.from(`${digits}Z`));
}

const commonName = (name: string): Buffer =>
	sequence(tagged(0x31, sequence(oid([85, 4, 3]), tagged(0x0c, Buffer.from(name)))));

const extension = (id: readonly number[], critical: boolean, value: Uint8Array): Buffer =>
	sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));

const keyUsage = (bits: number, unused: number): Buffer =>
	extension([85, 29, 15], true, bitString(Buffer.from([bits]), unused));

const hostNames = (): Buffer =>
	extension(
		[85, 29, 17],
		false,
		sequence(tagged(0x82, Buffer.from('localhost')), tagged(0x87, Buffer.from([127, 0, 0, 1]))),
	);

/** Server, and client where wanted. */
const purposes = (client: boolean): Buffer =>
	extension(
		[85, 29, 37],
		false,
		sequence(...[1, ...(client ? [2] : [])].map((purpose) => oid([43, 6, 1, 5, 5, 7, 3, purpose]))),
	);

const pem = (der: Buffer): string =>
	`-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n').trimEnd()}\n-----END CERTIFICATE-----\n`;

import type { AuthenticationCreds, SocketConfig } from '@whiskeysockets/baileys';
import { KitError } from '../../messages/kit-error';
import type { EngineAccount, EngineEventEnvelope, EnginePorts } from '../engine';
import { sharedAddressLock } from './address-lock';
import { createWebCaches, type WebCaches } from './caches';
import { IncomingPipeline } from './incoming-pipeline';
import { createKeyCodec, type KeyCodec } from './key-codec';
import { createWebKeyStore, type WebKeyStore } from './key-store';
import type { Baileys } from './load-baileys';
import { createMessageLookups } from './message-lookups';
import { createPeople, type People } from './people';
import { ReceivedStanzas } from './received-stanzas';
import { SessionRenewals } from './session-renewals';
import { createRepositoryFactory } from './signal-repository';
import { serverTrust, type SignatureWatch } from './signature-checks';
import { nameStanza } from './stanza-name';
import type { WebOptions } from './web-options';
import { verifyXeddsa } from './xeddsa';

/** What outlives the sockets of one connection, wired together. Nothing in here holds a timer or handle. */
export interface WebParts {
	readonly codec: KeyCodec;
	readonly keys: WebKeyStore;
	readonly caches: WebCaches;
	readonly people: People;
	readonly stanzas: ReceivedStanzas;
	readonly renewals: SessionRenewals;
	readonly incoming: IncomingPipeline;
	readonly watch: SignatureWatch;
	readonly rootKey?: Buffer;
	readonly makeSignalRepository: SocketConfig['makeSignalRepository'];
}

export interface WebPartsOptions {
	readonly account: EngineAccount<WebOptions>;
	readonly ports: EnginePorts;
	readonly baileys: Baileys;
	readonly rows: ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>;
	/** The identity of now: linking replaces it. */
	creds(): AuthenticationCreds;
	emit(envelope: EngineEventEnvelope): void;
	/** Whether anybody hears of own sends now. */
	hearsOwnSends(): boolean;
	warn(text: string): void;
	onStoreFailure(error: unknown): void;
}

export function createWebParts(options: WebPartsOptions): WebParts {
	const { ports, baileys, account } = options;
	const codec = createKeyCodec(baileys);
	const caches = createWebCaches(() => ports.clock.now());
	const stanzas = new ReceivedStanzas();
	const me = (): { id: string; lid: string } => ({
		id: options.creds().me?.id ?? '',
		lid: options.creds().me?.lid ?? '',
	});
	const keys = createWebKeyStore({
		store: ports.store,
		codec,
		rows: options.rows,
		onRecorded: (eventId, seq) => incoming.recorded(eventId, seq),
		onFailure: options.onStoreFailure,
	});
	const people = createPeople(baileys, () => keys);
	const renewals = new SessionRenewals(baileys, people, ports.clock);
	const incoming = new IncomingPipeline({
		baileys,
		store: ports.store,
		clock: ports.clock,
		logger: ports.logger,
		lookups: createMessageLookups({ baileys, people, caches, store: ports.store, me }),
		emit: options.emit,
		hearsOwnSends: options.hearsOwnSends,
		onFailure: options.onStoreFailure,
	});
	const trust = serverTrust(ports.environment, account.options.strictServerCheck);
	const watch: SignatureWatch = { strict: trust.strict, onFailedCheck: () => options.warn(FAILED_CHECK) };
	return {
		codec,
		keys,
		caches,
		people,
		stanzas,
		renewals,
		incoming,
		watch,
		rootKey: trust.rootKey,
		makeSignalRepository: createRepositoryFactory({
			baileys,
			store: ports.store,
			keys,
			renewals,
			clock: ports.clock,
			stanzas,
			addresses: sharedAddressLock(),
			eventIdOf: ({ node }) => nameStanza(node, baileys, me()),
			checkBundle: createBundleCheck(baileys, watch),
		}),
	};
}

const FAILED_CHECK =
	'A signature of the WhatsApp server or of a contact did not verify. The connection goes on because the strict ' +
	'check is off; if you did not change anything, look for a program that intercepts TLS on this machine.';

/** A contact's signed prekey has to be signed by its identity; the Signal library skips that check too. */
function createBundleCheck(baileys: Baileys, watch: SignatureWatch) {
	return (session: {
		identityKey: Uint8Array;
		signedPreKey: { publicKey: Uint8Array; signature: Uint8Array };
	}): void => {
		const { publicKey, signature } = session.signedPreKey;
		if (verifyXeddsa(session.identityKey, baileys.generateSignalPubKey(publicKey), signature)) return;
		watch.onFailedCheck();
		if (!watch.strict) return;
		throw new KitError({
			code: 'refused',
			what: "A contact's encryption keys are not signed by that contact.",
			why: 'The strict server check is on, so nothing is encrypted with them.',
			next: 'Try again later; if it stays, ask the contact to reinstall WhatsApp.',
		});
	};
}

import type {
	AuthenticationCreds,
	SignalDataSet,
	SignalKeyStore,
	SignalRepositoryWithLIDStore,
	SocketConfig,
} from '@whiskeysockets/baileys';
import type { Baileys } from '../../../engines/web/load-baileys';

/** Somebody with real Signal keys in memory, on the client library's own repository. */
export interface SignalParty {
	readonly jid: string;
	readonly creds: AuthenticationCreds;
	readonly repository: SignalRepositoryWithLIDStore;
	/** What others need to write to this party first. */
	bundle(): Promise<Parameters<SignalRepositoryWithLIDStore['injectE2ESession']>[0]['session']>;
	/** A message as bytes, encrypted for `to`, padded as on the wire. */
	encryptFor(to: string, plaintext: Uint8Array): Promise<{ type: string; ciphertext: Uint8Array }>;
}

const silent = (): void => undefined;
export const silentLogger: SocketConfig['logger'] = {
	level: 'silent',
	child: () => silentLogger,
	trace: silent,
	debug: silent,
	info: silent,
	warn: silent,
	error: silent,
};

export function createParty(baileys: Baileys, jid: string): SignalParty {
	const creds = baileys.initAuthCreds();
	const store = baileys.addTransactionCapability(memoryKeys(), silentLogger, {
		maxCommitRetries: 1,
		delayBetweenTriesMs: 1,
	});
	const auth = { creds, keys: store };
	const nobody = async (): Promise<undefined> => await Promise.resolve(undefined);
	const repository = baileys.DEFAULT_CONNECTION_CONFIG.makeSignalRepository(auth, silentLogger, nobody);
	let nextPreKey = 1;
	return {
		jid,
		creds,
		repository,
		async bundle() {
			const preKey = baileys.Curve.generateKeyPair();
			const keyId = nextPreKey++;
			await store.set({ 'pre-key': { [keyId]: preKey } });
			const { signedPreKey } = creds;
			return {
				registrationId: creds.registrationId,
				identityKey: baileys.generateSignalPubKey(creds.signedIdentityKey.public) as Uint8Array,
				signedPreKey: {
					keyId: signedPreKey.keyId,
					publicKey: baileys.generateSignalPubKey(signedPreKey.keyPair.public) as Uint8Array,
					signature: signedPreKey.signature,
				},
				preKey: { keyId, publicKey: baileys.generateSignalPubKey(preKey.public) as Uint8Array },
			};
		},
		encryptFor: async (to, plaintext) =>
			await repository.encryptMessage({ jid: to, data: baileys.writeRandomPadMax16(plaintext) }),
	};
}

/** Gives `from` a fresh session to `to`, as a prekey query does. */
export async function introduce(from: SignalParty, to: SignalParty): Promise<void> {
	await from.repository.injectE2ESession({ jid: to.jid, session: await to.bundle() });
}

function memoryKeys(): SignalKeyStore {
	const all = new Map<string, unknown>();
	return {
		get: (type, ids) => {
			const found: Record<string, never> = {};
			for (const id of ids) if (all.has(`${type}/${id}`)) found[id] = all.get(`${type}/${id}`) as never;
			return found;
		},
		set: (data: SignalDataSet) => {
			for (const [type, values] of Object.entries(data)) {
				for (const [id, value] of Object.entries(values as Record<string, unknown>)) {
					if (value === null) all.delete(`${type}/${id}`);
					else all.set(`${type}/${id}`, value);
				}
			}
		},
	};
}

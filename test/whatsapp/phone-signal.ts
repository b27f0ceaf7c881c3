import {
	Curve,
	encodeWAMessage,
	initAuthCreds,
	proto,
	signedKeyPair,
	unpadRandomMax16,
} from '@whiskeysockets/baileys';
import type { KeyPair, SignalDataTypeMap, SignalKeyStoreWithTransaction } from '@whiskeysockets/baileys';
import { makeLibSignalRepository } from '@whiskeysockets/baileys/lib/Signal/libsignal.js';
import { repairSessionTrials } from '../../engines/web/session-trials';
import { parseJid } from './jids';
import type { KeyBundle } from './key-bundle';
import { toSession } from './key-bundle';
import { silentLogger } from './ports';

type Kind = keyof SignalDataTypeMap;

/** Everything a phone must keep to read its chats tomorrow; JSON with `BufferJSON`. */
export interface PhoneSignalState {
	readonly identity: KeyPair;
	readonly registrationId: number;
	readonly signedPreKey: ReturnType<typeof signedKeyPair>;
	readonly nextPreKey: number;
	readonly store: Record<string, Record<string, unknown>>;
}

export interface Encrypted {
	readonly type: 'pkmsg' | 'msg';
	readonly ciphertext: Uint8Array;
}

/**
 * A phone's own Signal identity and sessions. Peers are named by one key per device (`digits:device@…`)
 * however a stanza addressed them, as a phone knows that a number and a LID are one person.
 */
export class PhoneSignal {
	readonly identity: KeyPair;
	readonly registrationId: number;
	readonly #signedPreKey: PhoneSignalState['signedPreKey'];
	readonly #store: Record<string, Record<string, unknown>>;
	readonly #repository: ReturnType<typeof makeLibSignalRepository>;
	#nextPreKey: number;

	constructor(state: PhoneSignalState = freshState()) {
		// Real phones do not turn the ratchet of a session that does not fit; the library at hand does.
		repairSessionTrials();
		this.identity = state.identity;
		this.registrationId = state.registrationId;
		this.#signedPreKey = state.signedPreKey;
		this.#nextPreKey = state.nextPreKey;
		this.#store = state.store;
		const creds = {
			...initAuthCreds(),
			signedIdentityKey: this.identity,
			registrationId: this.registrationId,
			signedPreKey: this.#signedPreKey,
		};
		this.#repository = makeLibSignalRepository({ creds, keys: this.#keyStore() }, silentLogger);
	}

	get state(): PhoneSignalState {
		return {
			identity: this.identity,
			registrationId: this.registrationId,
			signedPreKey: this.#signedPreKey,
			nextPreKey: this.#nextPreKey,
			store: this.#store,
		};
	}

	/** A bundle with a one-time prekey nobody else gets. */
	issueBundle(): KeyBundle {
		const id = this.#nextPreKey++;
		const preKey = Curve.generateKeyPair();
		(this.#store['pre-key'] ??= {})[id] = preKey;
		return {
			registrationId: this.registrationId,
			identityKey: Buffer.from(this.identity.public),
			signedPreKey: {
				id: this.#signedPreKey.keyId,
				key: Buffer.from(this.#signedPreKey.keyPair.public),
				signature: Buffer.from(this.#signedPreKey.signature),
			},
			preKey: { id, key: Buffer.from(preKey.public) },
		};
	}

	async hasSession(peer: string): Promise<boolean> {
		return (await this.#repository.validateSession(peer)).exists;
	}

	async beginSession(peer: string, bundle: KeyBundle): Promise<void> {
		await this.#repository.injectE2ESession({ jid: peer, session: toSession(bundle) });
	}

	/** The next message from this device can only be read after a new session; for tests of retries. */
	forgetSession(peer: string): Promise<void> {
		return this.#repository.deleteSession([peer]);
	}

	encrypt(peer: string, message: proto.IMessage): Promise<Encrypted> {
		return this.#repository.encryptMessage({ jid: peer, data: encodeWAMessage(message) });
	}

	async decrypt(peer: string, type: 'pkmsg' | 'msg', ciphertext: Uint8Array): Promise<proto.Message> {
		return unpad(await this.#repository.decryptMessage({ jid: peer, type, ciphertext }));
	}

	async encryptForGroup(group: string, me: string, message: proto.IMessage) {
		return this.#repository.encryptGroupMessage({ group, meId: me, data: encodeWAMessage(message) });
	}

	/** The key that lets others read what this phone writes into the group. */
	senderKey(group: string, me: string): Promise<Uint8Array> {
		return this.#repository.getSenderKeyDistributionMessage({ group, meId: me });
	}

	/** Drops the key of one author, or of all of them: what they write next cannot be read. */
	forgetSenderKeys(group: string, author?: string): void {
		const keys = this.#store['sender-key'] ?? {};
		const whose = author === undefined ? undefined : parseJid(author);
		const matches = (name: string): boolean =>
			whose ? name === `${group}::${whose.user}::${whose.device}` : name.startsWith(`${group}::`);
		for (const name of Object.keys(keys)) if (matches(name)) Reflect.deleteProperty(keys, name);
	}

	async decryptFromGroup(group: string, author: string, ciphertext: Uint8Array): Promise<proto.Message> {
		return unpad(await this.#repository.decryptGroupMessage({ group, authorJid: author, msg: ciphertext }));
	}

	acceptSenderKey(author: string, item: proto.Message.ISenderKeyDistributionMessage): Promise<void> {
		return this.#repository.processSenderKeyDistributionMessage({ authorJid: author, item });
	}

	#keyStore(): SignalKeyStoreWithTransaction {
		const store = this.#store;
		return {
			get: (kind: Kind, ids: string[]) => {
				const found: Record<string, never> = {};
				for (const id of ids) {
					const value = store[kind]?.[id];
					// The library's store is typed by kind; one record holds all kinds here.
					if (value !== undefined) found[id] = value as never;
				}
				return found;
			},
			set: (data) => {
				for (const [kind, entries] of Object.entries(data)) {
					const table = (store[kind] ??= {});
					for (const [id, value] of Object.entries(entries)) {
						if (value === null) Reflect.deleteProperty(table, id);
						else table[id] = value;
					}
				}
			},
			isInTransaction: () => false,
			// A phone does one thing at a time (see Phone), and this store answers at once.
			transaction: (work) => work(),
		};
	}
}

const unpad = (padded: Uint8Array): proto.Message => proto.Message.decode(unpadRandomMax16(padded));

function freshState(): PhoneSignalState {
	const creds = initAuthCreds();
	const { signedIdentityKey, registrationId } = creds;
	return {
		identity: signedIdentityKey,
		registrationId,
		signedPreKey: signedKeyPair(signedIdentityKey, 1),
		nextPreKey: 1,
		store: {},
	};
}

import { BufferJSON, initAuthCreds, proto } from '@whiskeysockets/baileys';
import type { AuthenticationCreds, AuthenticationState, SignalDataTypeMap } from '@whiskeysockets/baileys';

/** A session of the client library in plain memory, as a newcomer writes it. */
export interface BareSession {
	readonly creds: AuthenticationCreds;
	readonly keys: Map<string, unknown>;
}

export const newSession = (): BareSession => ({ creds: initAuthCreds(), keys: new Map() });

export function toText(sessions: readonly BareSession[]): string {
	const plain = sessions.map(({ creds, keys }) => ({ creds, keys: [...keys] }));
	return JSON.stringify(plain, BufferJSON.replacer);
}

export function fromText(text: string): BareSession[] {
	const plain = JSON.parse(text, BufferJSON.reviver) as {
		creds: AuthenticationCreds;
		keys: [string, unknown][];
	}[];
	return plain.map(({ creds, keys }) => ({ creds, keys: new Map(keys) }));
}

export function authOf({ creds, keys }: BareSession): AuthenticationState {
	return {
		creds,
		keys: {
			get: async <T extends keyof SignalDataTypeMap>(type: T, ids: string[]) => {
				const found: { [id: string]: SignalDataTypeMap[T] } = {};
				for (const id of ids) {
					let value = keys.get(`${type}-${id}`);
					if (value && type === 'app-state-sync-key')
						value = proto.Message.AppStateSyncKeyData.fromObject(value);
					if (value) found[id] = value as SignalDataTypeMap[T];
				}
				return found;
			},
			set: async (data) => {
				for (const [type, values] of Object.entries(data)) {
					for (const [id, value] of Object.entries(values)) {
						if (value) keys.set(`${type}-${id}`, value);
						else keys.delete(`${type}-${id}`);
					}
				}
			},
		},
	};
}

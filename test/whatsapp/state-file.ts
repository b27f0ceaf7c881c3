import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { BufferJSON } from '@whiskeysockets/baileys';
import type { BinaryNode } from './binary-node';
import type { CertificateKeys } from './certificate-chain';
import type { Account } from './directory';
import { Group } from './groups';
import type { GroupRole } from './groups';
import type { AddressingMode } from './jids';
import type { PublicPreKey, SignedPreKey } from './key-bundle';
import { LinkedDevice } from './linked-device';
import { PhoneSignal } from './phone-signal';
import type { PhoneSignalState } from './phone-signal';
import type { LoopbackWhatsApp } from './server';
import type { TlsIdentity } from './tls-certificate';
import { UploadedKeys } from './uploaded-keys';

interface DeviceState {
	readonly id: number;
	readonly keyIndex: number;
	readonly noiseKey: Buffer;
	readonly platform: string;
	readonly introduced: boolean;
	readonly identityKey: Buffer;
	readonly registrationId: number;
	readonly signedPreKey: SignedPreKey;
	readonly oneTime: readonly PublicPreKey[];
	readonly taken: readonly number[];
	readonly queue: readonly BinaryNode[];
}

interface PhoneState {
	readonly phone: string;
	readonly name: string;
	readonly lid: string;
	readonly hidesNumber: boolean;
	readonly nextDevice: number;
	readonly signal: PhoneSignalState;
	readonly devices: readonly DeviceState[];
}

interface GroupState {
	readonly jid: string;
	readonly subject: string;
	readonly addressing: AddressingMode;
	readonly creation: string;
	readonly inviteCode: string;
	readonly members: readonly (readonly [string, GroupRole])[];
}

/**
 * A server's memory between two runs: its own keys, the phones and their sessions, linked devices with what
 * waits for them, groups. What stood on the phones' screens and the stored files are not kept.
 */
export interface ServerState {
	readonly version: 1;
	readonly certificates: CertificateKeys;
	readonly tls: TlsIdentity;
	readonly phones: readonly PhoneState[];
	readonly groups: readonly GroupState[];
}

/** Undefined when there is no file yet; a file that cannot be read throws. */
export async function readState(file: string): Promise<ServerState | undefined> {
	if (!existsSync(file)) return undefined;
	const state = JSON.parse(await readFile(file, 'utf8'), BufferJSON.reviver) as ServerState;
	if (state.version !== 1) throw new Error(`${file} is of another version`);
	return state;
}

export async function writeState(server: LoopbackWhatsApp, file: string): Promise<void> {
	const draft = `${file}.new`;
	await writeFile(draft, JSON.stringify(stateOf(server), BufferJSON.replacer), { mode: 0o600 });
	await rename(draft, file);
}

export const stateOf = (server: LoopbackWhatsApp): ServerState => ({
	version: 1,
	certificates: server.certificates,
	tls: server.media.tls,
	phones: server.directory.accounts.map(phoneState),
	groups: server.groups.all.map((group) => ({
		jid: group.jid,
		subject: group.subject,
		addressing: group.addressing,
		creation: group.creation,
		inviteCode: group.inviteCode,
		members: [...group.members].map(([account, role]) => [account.digits, role]),
	})),
});

const phoneState = (account: Account): PhoneState => ({
	phone: account.digits,
	name: account.phone.name,
	lid: account.lid,
	hidesNumber: account.phone.hidesNumber,
	nextDevice: account.nextDevice,
	signal: account.phone.signal.state,
	devices: [...account.devices.values()].map(deviceState),
});

const deviceState = (device: LinkedDevice): DeviceState => ({
	id: device.id,
	keyIndex: device.keyIndex,
	noiseKey: device.noiseKey,
	platform: device.platform,
	introduced: device.introduced,
	identityKey: device.keys.identityKey,
	registrationId: device.keys.registrationId,
	signedPreKey: device.keys.signedPreKey,
	oneTime: device.keys.oneTime,
	taken: [...device.keys.taken],
	queue: device.queue.entries,
});

/** Fills a fresh server, which must have been started with the state's certificates. */
export function restoreState(server: LoopbackWhatsApp, state: ServerState): void {
	for (const kept of state.phones) {
		const phone = server.addPhone({ ...kept, signal: new PhoneSignal(kept.signal) });
		phone.account.nextDevice = kept.nextDevice;
		for (const device of kept.devices) phone.account.devices.set(device.id, restoreDevice(device));
	}
	for (const kept of state.groups) {
		const participants = kept.members.flatMap(([digits]) => server.directory.byDigits(digits) ?? []);
		const options = { ...kept, participants: participants.map((account) => ({ account })) };
		const group = new Group(kept.jid, options, kept.creation, kept.inviteCode);
		for (const [digits, role] of kept.members) {
			const account = server.directory.byDigits(digits);
			if (account) group.members.set(account, role);
		}
		server.groups.restore(group);
	}
}

function restoreDevice(kept: DeviceState): LinkedDevice {
	const keys = new UploadedKeys(kept.identityKey, kept.registrationId, kept.signedPreKey);
	keys.add(kept.oneTime);
	for (const id of kept.taken) keys.taken.add(id);
	const device = new LinkedDevice({ ...kept, keys });
	device.introduced = kept.introduced;
	device.queue.restore(kept.queue);
	return device;
}

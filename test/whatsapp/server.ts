import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { Arrivals } from './arrivals';
import type { WaitOptions } from './arrivals';
import { node, SERVER } from './binary-node';
import type { BinaryNode } from './binary-node';
import { makeCertificateKeys } from './certificate-chain';
import type { CertificateKeys } from './certificate-chain';
import { takeStanza } from './client-stanzas';
import { Connection } from './connection';
import { Account, Directory } from './directory';
import type { DeviceAddress } from './directory';
import { Faults } from './faults';
import { Groups } from './groups';
import type { Group, GroupOptions } from './groups';
import { digitsOnly } from './jids';
import type { AddressingMode } from './jids';
import { acceptLogin } from './login';
import { startMediaHost } from './media-host';
import type { MediaHost } from './media-host';
import type { CodeRequest } from './pairing-code';
import { abandonPairing } from './pairing-qr';
import type { PairingCandidate } from './pairing-qr';
import { Phone } from './phone';
import { PhoneSignal } from './phone-signal';
import { hexId, systemClock, systemRandom, unixSeconds } from './ports';
import type { Clock, Random } from './ports';
import { deliver } from './relay';
import { StanzaLog } from './stanza-log';
import type { TlsIdentity } from './tls-certificate';

export interface LoopbackOptions {
	/** @default the machine's clock */
	readonly clock?: Clock;
	/** @default the machine's random source; a seeded one makes `faults.dropAtRandom` repeatable */
	readonly random?: Random;
	/** Port of the WebSocket on 127.0.0.1. @default a free one */
	readonly port?: number;
	/** Port of the media host on 127.0.0.1. @default a free one */
	readonly mediaPort?: number;
	/** Stanzas kept in `log`. @default 20000 */
	readonly logLimit?: number;
	/** Keys behind the Noise certificates. @default made anew, so every server has its own root */
	readonly certificates?: CertificateKeys;
	/** Keys and certificates of the media host. @default made anew */
	readonly tls?: TlsIdentity;
}

export interface PhoneOptions {
	/** Digits with country code; anything else in it is ignored. */
	readonly phone: string;
	/** Push name. */
	readonly name: string;
	/** User part of the LID. @default derived from random digits */
	readonly lid?: string;
	/** Others see only the LID. @default false */
	readonly hidesNumber?: boolean;
	/** The phone's keys from an earlier run. @default a new identity */
	readonly signal?: PhoneSignal;
}

/** A message the server took from a client. */
export interface TakenMessage {
	readonly from: string;
	readonly to: string;
	readonly id: string;
	readonly stanza: BinaryNode;
}

export interface LoginSeen {
	readonly account: string;
	readonly device: number;
}

const LOW_KEYS = 5;

/** WhatsApp on 127.0.0.1: speaks the real multi-device protocol to an unmodified client library. */
export class LoopbackWhatsApp {
	readonly clock: Clock;
	readonly random: Random;
	readonly certificates: CertificateKeys;
	readonly directory = new Directory();
	readonly groups = new Groups(this);
	readonly faults: Faults;
	readonly log: StanzaLog;
	readonly media: MediaHost;
	/** Clients showing a QR code, by connection. */
	readonly candidates = new Map<Connection, PairingCandidate>();
	readonly codeRequests = new Map<Connection, CodeRequest>();
	/** How often a device logged in while its connection of before was still open: two sockets of one number. */
	overlaps = 0;
	/** Every successful login. */
	readonly logins: Arrivals<LoginSeen>;
	/** Every login that got as far as asking for its messages. */
	readonly activations: Arrivals<LoginSeen>;
	readonly codesShown: Arrivals<CodeRequest>;
	readonly taken: Arrivals<TakenMessage>;
	readonly presences: Arrivals<{ account: string; type: string; name: string | undefined }>;
	/** What clients (or the simulation) did that WhatsApp would not have taken. Empty in a good run. */
	readonly protocolErrors: Error[] = [];
	/** Parts of messages for devices that do not exist. */
	readonly undeliverable: BinaryNode[] = [];
	/** Answers to the queries about restrictions. */
	readonly limits = {
		reachoutTimelock: { is_active: false, time_enforcement_ends: '0', enforcement_type: 'DEFAULT' },
		newChatCap: { total_quota: '1000', used_quota: '0', capping_status: 'NONE' },
	};
	/** Scanning a code is answered with a demand for a passkey instead of a link. */
	demandPasskeyOnLink = false;
	readonly #sockets: WebSocketServer;
	readonly #connections = new Set<Connection>();
	readonly #closing = new AbortController();

	constructor(sockets: WebSocketServer, media: MediaHost, options: LoopbackOptions) {
		this.clock = options.clock ?? systemClock;
		this.random = options.random ?? systemRandom;
		this.certificates = options.certificates ?? makeCertificateKeys();
		this.faults = new Faults(this.random);
		this.log = new StanzaLog(this.clock, options.logLimit ?? 20_000);
		this.media = media;
		this.logins = new Arrivals('login', this.clock);
		this.activations = new Arrivals('ready client', this.clock);
		this.codesShown = new Arrivals('pairing code', this.clock);
		this.taken = new Arrivals('message taken', this.clock);
		this.presences = new Arrivals('presence', this.clock);
		this.#sockets = sockets;
		sockets.on('connection', (socket) => this.#connections.add(new Connection(this, socket, this.#handlers)));
	}

	/** What a client's `waWebSocketUrl` must be. */
	get url(): string {
		return `ws://127.0.0.1:${(this.#sockets.address() as AddressInfo).port}/ws/chat`;
	}

	/** Public key of the root certificate: what a strict client must hold as WA_CERT_DETAILS.PUBLIC_KEY. */
	get rootKeyHex(): string {
		return Buffer.from(this.certificates.root.public).toString('hex');
	}

	/** Aborts when the server closes. */
	get closing(): AbortSignal {
		return this.#closing.signal;
	}

	get connections(): readonly Connection[] {
		return [...this.#connections];
	}

	/** Puts a number on WhatsApp. */
	addPhone(options: PhoneOptions): Phone {
		const phone = new Phone(this, options.name, options.signal ?? new PhoneSignal());
		const lid =
			options.lid ??
			`1${BigInt(`0x${hexId(this.random, 6)}`)
				.toString()
				.padStart(14, '0')
				.slice(-14)}`;
		phone.account = new Account(digitsOnly(options.phone), lid, phone);
		phone.hidesNumber = options.hidesNumber ?? false;
		this.directory.add(phone.account);
		return phone;
	}

	/** `asked` is how people write the number, `canonical` what WhatsApp answers (Brazil's ninth digit, …). */
	alias(asked: string, canonical: string): void {
		this.directory.alias(digitsOnly(asked), digitsOnly(canonical));
	}

	addGroup(options: { subject: string; participants: readonly Phone[]; addressing?: AddressingMode }): Group {
		return this.groups.create(options as GroupOptions);
	}

	/** The next login of this account, or the latest one when it is connected now. */
	async waitForLogin(of: Phone | string, options?: WaitOptions): Promise<void> {
		const account = this.#account(of);
		const online = [...account.devices.values()].some(
			({ active, connection }) => active && connection?.silent === false,
		);
		if (online) return;
		const seen = this.activations.all.length;
		await this.activations.waitFor(
			(login) => login.account === account.digits && this.activations.all.indexOf(login) >= seen,
			options,
		);
	}

	/** Pulls the cable of every device of the account. Returns how many were connected. */
	dropSocket(of: Phone | string): number {
		const open = this.#online(of);
		for (const connection of open) connection.drop();
		return open.length;
	}

	/** Takes everything from the account's devices and answers nothing, with the sockets left open. */
	goSilent(of: Phone | string): void {
		for (const connection of this.#online(of)) connection.silent = true;
	}

	/** `<stream:error code>` and goodbye: 515 restart, 503 busy, 500 unknown. */
	streamError(of: Phone | string, code: number): void {
		for (const connection of this.#online(of)) {
			connection.end(node('stream:error', { code: code.toString() }));
		}
	}

	/** Another client has taken over: `<conflict type="replaced"/>`. */
	replace(of: Phone | string): void {
		for (const connection of this.#online(of)) {
			connection.end(node('stream:error', {}, [node('conflict', { type: 'replaced' })]));
		}
	}

	/** The server ends the stream without a reason. */
	endStream(of: Phone | string): void {
		for (const connection of this.#online(of)) connection.end(node('xmlstreamend'));
	}

	/** `<failure reason>` to connected devices: 401, 403, 405, 411, … */
	fail(of: Phone | string, reason: number): void {
		for (const connection of this.#online(of)) {
			connection.end(node('failure', { reason: reason.toString() }));
		}
	}

	/** The account must join multi-device first (close code 411). */
	downgrade(of: Phone | string): void {
		for (const connection of this.#online(of)) connection.end(node('ib', {}, [node('downgrade_webclient')]));
	}

	/** Removes a linked device; its client learns that it was logged out. */
	unlink(account: Account, id: number): void {
		const device = account.devices.get(id);
		if (!device) return;
		account.devices.delete(id);
		const conflict = node('conflict', { type: 'device_removed' });
		device.connection?.end(node('stream:error', { code: '401' }, [conflict]));
		this.announceDevices(account);
	}

	/** Sends messages a second time that were delivered before, acknowledged or not. @default the last one */
	redeliver(of: Phone | string, matches: (message: BinaryNode) => boolean = () => true, limit = 1): number {
		let count = 0;
		for (const device of this.#account(of).devices.values()) {
			for (const message of device.delivered.filter(matches).slice(-limit)) {
				count++;
				device.queue.add(message);
				device.connection?.send(message);
			}
		}
		return count;
	}

	/**
	 * The account may not start new chats until `untilSeconds` (epoch seconds), or may again without it: answers
	 * queries so, and tells the devices. Refusing messages with 463 is a fault of its own (`faults`).
	 */
	restrict(of: Phone | string, untilSeconds?: number): void {
		const timelock = {
			is_active: untilSeconds !== undefined,
			time_enforcement_ends: (untilSeconds ?? 0).toString(),
			enforcement_type: 'DEFAULT',
		};
		this.limits.reachoutTimelock = timelock;
		const data = JSON.stringify({ data: { xwa2_notify_account_reachout_timelock: timelock } });
		const update = node('update', { op_name: 'NotificationUserReachoutTimelockUpdate' }, Buffer.from(data));
		const attrs = { from: SERVER, type: 'mex', t: unixSeconds(this.clock) };
		for (const device of this.#account(of).devices.values()) {
			device.deliver(node('notification', { ...attrs, id: hexId(this.random, 5) }, [update]));
		}
	}

	/** Any stanza, to every connected device of the account. */
	sendRaw(of: Phone | string, stanza: BinaryNode): void {
		for (const connection of this.#online(of)) connection.send(stanza);
	}

	/** Bytes where an encoded stanza should be; with `undecryptable` not even encrypted. */
	sendBytes(of: Phone | string, bytes: Uint8Array, { undecryptable = false } = {}): void {
		for (const connection of this.#online(of)) {
			if (undecryptable) connection.sendUndecryptable(bytes);
			else connection.sendBytes(bytes);
		}
	}

	/** The account's device list has changed; everybody else who is online hears of it. */
	announceDevices(account: Account): void {
		const attrs = { from: account.jid('pn'), type: 'devices', t: unixSeconds(this.clock) };
		for (const other of this.directory.accounts) {
			for (const device of other.devices.values()) {
				const id = hexId(this.random, 5);
				const update = node('update', { device_hash: '2:loop' }, [
					node('device', { jid: account.jid('pn') }),
				]);
				if (device.active) device.deliver(node('notification', { ...attrs, id }, [update]));
			}
		}
	}

	/** Tells a device that few of its one-time prekeys are left. */
	warnWhenKeysRunLow({ account, device }: DeviceAddress): void {
		const linked = account.devices.get(device);
		if (!linked || linked.keys.count !== LOW_KEYS - 1) return;
		const attrs = { from: SERVER, type: 'encrypt', id: hexId(this.random, 5), t: unixSeconds(this.clock) };
		const count = node('count', { value: linked.keys.count.toString() });
		deliver(this, { account, device }, node('notification', attrs, [count]));
	}

	/** Ends every connection, timer and wait. */
	async close(): Promise<void> {
		const reason = 'The loopback WhatsApp was closed';
		this.#closing.abort(new Error(reason));
		for (const arrivals of [this.logins, this.activations, this.codesShown, this.taken, this.presences]) {
			arrivals.end(reason);
		}
		this.log.end(reason);
		for (const { phone } of this.directory.accounts) phone.end(reason);
		for (const connection of this.#connections) connection.drop();
		const closed = new Promise((resolve) => this.#sockets.close(resolve));
		await Promise.all([closed, this.media.close()]);
	}

	get #handlers() {
		return {
			onLogin: acceptLogin.bind(undefined, this),
			onStanza: takeStanza.bind(undefined, this),
			onLeft: (connection: Connection) => {
				this.codeRequests.delete(connection);
				abandonPairing(this, connection);
				const { who } = connection;
				who?.account.devices.get(who.device)?.detach(connection);
			},
			onClosed: (connection: Connection) => void this.#connections.delete(connection),
		};
	}

	#account(of: Phone | string): Account {
		const digits = typeof of === 'string' ? digitsOnly(of) : of.digits;
		const account = this.directory.byDigits(digits);
		if (!account) throw new Error(`+${digits} is not on WhatsApp`);
		return account;
	}

	#online(of: Phone | string): Connection[] {
		const connections = [...this.#account(of).devices.values()].map(({ connection }) => connection);
		return connections.filter((connection) => connection?.isOpen === true) as Connection[];
	}
}

/** Starts a WhatsApp of its own on free ports of 127.0.0.1. The caller closes it. */
export async function startLoopbackWhatsApp(options: LoopbackOptions = {}): Promise<LoopbackWhatsApp> {
	const media = await startMediaHost({
		clock: options.clock ?? systemClock,
		random: options.random ?? systemRandom,
		port: options.mediaPort ?? 0,
		tls: options.tls,
	});
	const sockets = new WebSocketServer({ host: '127.0.0.1', port: options.port ?? 0 });
	await once(sockets, 'listening');
	return new LoopbackWhatsApp(sockets, media, options);
}

import type { BinaryNode } from './binary-node';
import { offlineDone, OfflineQueue } from './offline-queue';
import type { Connection } from './connection';
import type { UploadedKeys } from './uploaded-keys';

/** How many stanzas delivered to a device are kept for `redeliver`. */
const REMEMBERED = 200;

export interface LinkedDeviceIdentity {
	/** Device number, 1 or higher. */
	readonly id: number;
	readonly keyIndex: number;
	readonly noiseKey: Buffer;
	readonly keys: UploadedKeys;
	/** "Chrome", "Desktop": what the phone lists under linked devices. */
	readonly platform: string;
}

/** A client linked to an account: its keys, its connection while it has one, and what waits for it. */
export class LinkedDevice {
	readonly id: number;
	readonly keyIndex: number;
	readonly noiseKey: Buffer;
	readonly keys: UploadedKeys;
	readonly platform: string;
	readonly queue = new OfflineQueue();
	/** Messages delivered lately, oldest first, acknowledged or not. */
	readonly delivered: BinaryNode[] = [];
	connection: Connection | undefined;
	/** Live stanzas wait until the client has said that it is ready for them. */
	active = false;
	/** The owner's phone sends keys and history once, at the first login. */
	introduced = false;
	logins = 0;

	constructor(identity: LinkedDeviceIdentity) {
		this.id = identity.id;
		this.keyIndex = identity.keyIndex;
		this.noiseKey = identity.noiseKey;
		this.keys = identity.keys;
		this.platform = identity.platform;
	}

	/** Hands over now, or at the next login. */
	deliver(stanza: BinaryNode): void {
		this.queue.add(stanza);
		if (stanza.tag === 'message') {
			this.delivered.push(stanza);
			if (this.delivered.length > REMEMBERED) this.delivered.shift();
		}
		if (this.active) this.connection?.send(stanza);
	}

	/** For what is worth nothing later: typing, presence. */
	deliverIfOnline(stanza: BinaryNode): void {
		if (this.active) this.connection?.send(stanza);
	}

	/** The client is ready: everything it missed, then the end mark, then live. */
	activate(): void {
		if (this.active) return;
		this.active = true;
		const missed = this.queue.pending();
		for (const stanza of missed) this.connection?.send(stanza);
		this.connection?.send(offlineDone(missed.length));
	}

	detach(connection: Connection): void {
		if (this.connection !== connection) return;
		this.connection = undefined;
		this.active = false;
	}
}

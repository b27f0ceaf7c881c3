import { decodeBinaryNode, encodeBinaryNode } from '@whiskeysockets/baileys';
import type { WebSocket } from 'ws';
import { certificateChain } from './certificate-chain';
import type { BinaryNode } from './binary-node';
import { node } from './binary-node';
import { frame, FrameReader } from './frames';
import type { ClientLogin } from './login';
import { NoiseResponder } from './noise-responder';
import { unixSeconds } from './ports';
import type { LoopbackWhatsApp } from './server';
import type { DeviceAddress } from './directory';

type Stage = 'hello' | 'finish' | 'open';

export interface ConnectionHandlers {
	readonly onLogin: (connection: Connection, login: ClientLogin) => void;
	readonly onStanza: (connection: Connection, stanza: BinaryNode) => void;
	/** The server is done with it, or it is gone: from now on its device counts as away. */
	readonly onLeft: (connection: Connection) => void;
	/** The socket is closed. */
	readonly onClosed: (connection: Connection) => void;
}

/** One WebSocket: handshake first, then encrypted stanzas both ways, in order. */
export class Connection {
	/** Set once the client has logged in. */
	who: DeviceAddress | undefined;
	/** Takes everything and answers nothing, as a dead network does. */
	silent = false;
	readonly #server: LoopbackWhatsApp;
	readonly #socket: WebSocket;
	readonly #handlers: ConnectionHandlers;
	readonly #noise: NoiseResponder;
	readonly #reader = new FrameReader();
	#stage: Stage = 'hello';
	#ended = false;
	#incoming: Promise<void> = Promise.resolve();
	#outgoing: Promise<void> | undefined;

	constructor(server: LoopbackWhatsApp, socket: WebSocket, handlers: ConnectionHandlers) {
		this.#server = server;
		this.#socket = socket;
		this.#handlers = handlers;
		this.#noise = new NoiseResponder(server.certificates.server);
		socket.on('message', (data: Buffer) => {
			this.#incoming = this.#incoming.then(() => this.#take(data)).catch((error) => this.#break(error));
		});
		socket.on('close', () => {
			// What the client said before it hung up may still be on its way through the decoder.
			void this.#incoming.then(() => this.#leave());
			handlers.onClosed(this);
		});
		socket.on('error', () => socket.terminate());
	}

	get isOpen(): boolean {
		return this.#socket.readyState === this.#socket.OPEN;
	}

	/** Encrypts and writes; late by `delayMs` and the configured latency, but never out of order. */
	send(stanza: BinaryNode, delayMs = 0): void {
		this.#later(() => {
			this.#server.log.write('out', this.who, stanza);
			this.#write(this.#noise.encrypt(encodeBinaryNode(stanza)));
		}, delayMs);
	}

	/** Bytes in place of an encoded stanza, properly encrypted: what a defective server would send. */
	sendBytes(bytes: Uint8Array): void {
		this.#later(() => this.#write(this.#noise.encrypt(bytes)));
	}

	/** Bytes in place of a whole frame's ciphertext: the client cannot decrypt them. */
	sendUndecryptable(bytes: Uint8Array): void {
		this.#later(() => this.#write(bytes));
	}

	/** Says goodbye with this stanza, then closes. */
	end(stanza?: BinaryNode): void {
		if (stanza) this.send(stanza);
		this.#leave();
		this.#later(() => this.#socket.close());
	}

	/** As a cable pulled out: no close frame. */
	drop(): void {
		this.#leave();
		this.#socket.terminate();
	}

	#leave(): void {
		if (this.#ended) return;
		this.#ended = true;
		this.#handlers.onLeft(this);
	}

	async #take(data: Uint8Array): Promise<void> {
		for (const bytes of this.#reader.read(data)) {
			if (this.#stage === 'hello') this.#hello(bytes);
			else if (this.#stage === 'finish') this.#finish(bytes);
			else await this.#stanza(bytes);
		}
	}

	#hello(bytes: Uint8Array): void {
		const { clock, faults, certificates } = this.#server;
		const chain = certificateChain(certificates, Number(unixSeconds(clock)), faults.certificate);
		this.#stage = 'finish';
		const answer = this.#noise.hello(bytes, chain);
		this.#later(() => this.#write(answer));
	}

	#finish(bytes: Uint8Array): void {
		const login = this.#noise.finish(bytes);
		this.#stage = 'open';
		this.#handlers.onLogin(this, login);
	}

	async #stanza(bytes: Uint8Array): Promise<void> {
		if (this.silent) return;
		const plain = this.#noise.decrypt(bytes);
		const stanza = await decodeBinaryNode(plain);
		this.#server.log.write('in', this.who, stanza);
		if (this.#server.faults.dropsNow()) return this.drop();
		// A client that says something and hangs up has still said it; one that was thrown out has not.
		if (!this.#ended) this.#handlers.onStanza(this, stanza);
	}

	#write(bytes: Uint8Array): void {
		if (this.isOpen && !this.silent) this.#socket.send(frame(bytes));
	}

	/** Without latency this is a plain call; with it, a queue that keeps the order. */
	#later(act: () => void, delayMs = 0): void {
		const waitMs = delayMs + this.#server.faults.latencyMs;
		if (waitMs === 0 && !this.#outgoing) return act();
		const due = this.#server.clock.sleep(waitMs, this.#server.closing).catch(() => undefined);
		const turn = Promise.all([this.#outgoing, due]).then(() => {
			act();
			if (this.#outgoing === turn) this.#outgoing = undefined;
		});
		this.#outgoing = turn;
	}

	/** A client that breaks the protocol is thrown out, and the test can read why. */
	#break(error: unknown): void {
		this.#server.protocolErrors.push(error instanceof Error ? error : new Error(String(error)));
		if (this.#stage === 'open') this.end(node('stream:error', {}, [node('bad-format')]));
		else this.drop();
	}
}

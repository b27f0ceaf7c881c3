import type { CertificateFault } from './certificate-chain';
import type { Random } from './ports';

export interface MessageRefusal {
	/** 463 (restricted), 479 (malformed), 429 (too fast): put into the ack's `error`. */
	readonly error: number;
	/** How many messages. @default 1 */
	readonly times?: number;
	/** Only messages to this account (digits). @default any */
	readonly to?: string;
}

export interface AckFault {
	/** How many messages. @default 1 */
	readonly times?: number;
}

/** Trouble on demand. Everything is off until asked for; `calm` turns all of it off again. */
export class Faults {
	/** Delay of everything the server writes, in ms. @default 0 */
	latencyMs = 0;
	/** How the server's certificates look from the next handshake on. @default 'valid' */
	certificate: CertificateFault = 'valid';
	readonly #random: Random;
	#dropProbability = 0;
	#refusals: { error: number; left: number; to: string | undefined }[] = [];
	#lostAcks = 0;
	#delayedAcks: { ms: number; left: number } | undefined;
	#loginFailures: { reason: number; left: number } | undefined;

	constructor(random: Random) {
		this.#random = random;
	}

	/** The server takes the message but answers with an error; it is not relayed. */
	refuseMessages({ error, times = 1, to }: MessageRefusal): void {
		this.#refusals.push({ error, left: times, to });
	}

	/** The message is taken and relayed, its ack is never sent and the socket drops. */
	loseAcks({ times = 1 }: AckFault = {}): void {
		this.#lostAcks += times;
	}

	/** The ack comes late, and with it everything the server would have written after it. */
	delayAcks(ms: number, { times = 1 }: AckFault = {}): void {
		this.#delayedAcks = { ms, left: times };
	}

	/** `<failure reason="…">` in place of the login: 401, 403, 405, 411, 500, 503. */
	failLogins(reason: number, { times = 1 }: AckFault = {}): void {
		this.#loginFailures = { reason, left: times };
	}

	/** Every incoming stanza may end its connection. 0 to 1 per stanza; uses the server's `random`. */
	dropAtRandom(probability: number): void {
		this.#dropProbability = probability;
	}

	calm(): void {
		this.latencyMs = 0;
		this.certificate = 'valid';
		this.#dropProbability = 0;
		this.#refusals = [];
		this.#lostAcks = 0;
		this.#delayedAcks = undefined;
		this.#loginFailures = undefined;
	}

	dropsNow(): boolean {
		return this.#dropProbability > 0 && this.#random.unit() < this.#dropProbability;
	}

	/** The error for a message to this account, using up one refusal. */
	takeRefusal(to: string | undefined): number | undefined {
		const refusal = this.#refusals.find((candidate) => candidate.left > 0 && (candidate.to ?? to) === to);
		if (!refusal) return undefined;
		refusal.left--;
		return refusal.error;
	}

	takeLostAck(): boolean {
		return this.#lostAcks > 0 && this.#lostAcks-- > 0;
	}

	takeAckDelay(): number {
		if (!this.#delayedAcks || this.#delayedAcks.left-- <= 0) return 0;
		return this.#delayedAcks.ms;
	}

	takeLoginFailure(): number | undefined {
		if (!this.#loginFailures || this.#loginFailures.left-- <= 0) return undefined;
		return this.#loginFailures.reason;
	}
}

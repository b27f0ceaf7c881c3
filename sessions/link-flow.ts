import type { Connection, ConnectionState } from '../engines/engine';
import { isKitError } from '../messages/kit-error';
import type { Clock } from '../messages/ports';
import { timeLimit } from './abort';
import type { LinkProgress, LinkSessionRequest } from './session';
import { describeState } from './status-text';

/** WhatsApp hands out codes for 160 s; a little more lets the last one be scanned at its end. */
const LINK_LIMIT_MS = 180_000;
/** Longest wait for the first code, ms: connecting and one round trip, on a slow line. */
const FIRST_CODE_MS = 30_000;

interface Attempt {
	readonly phoneDigits: string | undefined;
	readonly abort: AbortController;
	readonly ended: Promise<void>;
	over: boolean;
}

/** Linking in the background, so that a node can show the QR and end while the person takes out the phone. */
export class LinkFlow {
	readonly #clock: Clock;

	#attempt: Attempt | undefined;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	get active(): boolean {
		return this.#attempt !== undefined && !this.#attempt.over;
	}

	async run(connection: Connection, request: LinkSessionRequest): Promise<LinkProgress> {
		const phoneDigits = request.phone?.replace(/\D/g, '') || undefined;
		if (connection.state.kind !== 'open') await this.#startOrJoin(connection, phoneDigits);
		const showing = timeLimit(this.#clock, FIRST_CODE_MS, request.signal);
		await this.#until(connection, showing.signal, (state) => hasSomethingToShow(state));
		showing.dispose();
		if (request.waitMs > 0) {
			const waiting = timeLimit(this.#clock, request.waitMs, request.signal);
			await this.#until(connection, waiting.signal, (state) => state.kind === 'open');
			waiting.dispose();
		}
		return progress(connection.state);
	}

	/** Ends a running attempt; the connection falls back to "not linked". */
	async stop(): Promise<void> {
		this.#attempt?.abort.abort();
		await this.#attempt?.ended;
	}

	/** Resolves when the attempt of before, if it had to give way, is out of the way: its code must not be shown. */
	async #startOrJoin(connection: Connection, phoneDigits: string | undefined): Promise<void> {
		const running = this.#attempt;
		if (running && !running.over && running.phoneDigits === phoneDigits) return;
		// A QR cannot become a pairing code: the other kind needs a new attempt.
		running?.abort.abort();
		const before = running?.ended ?? Promise.resolve();
		const abort = new AbortController();
		const limit = timeLimit(this.#clock, LINK_LIMIT_MS, abort.signal);
		const attempt: Attempt = {
			phoneDigits,
			abort,
			over: false,
			ended: before
				.then(async () => await connection.link({ phoneDigits, signal: limit.signal }))
				.catch((error: unknown) => {
					// The state says why; an error that is not ours would be a defect and must not be lost.
					if (!isKitError(error)) throw error;
				})
				.finally(() => {
					attempt.over = true;
					limit.dispose();
				}),
		};
		this.#attempt = attempt;
		await before;
	}

	/** Ends with the state wanted, the end of linking, or the signal; never rejects. */
	async #until(
		connection: Connection,
		signal: AbortSignal,
		wanted: (state: ConnectionState) => boolean,
	): Promise<void> {
		await new Promise<void>((resolve) => {
			const done = (): void => {
				stop();
				signal.removeEventListener('abort', done);
				resolve();
			};
			const stop = connection.onState((state) => {
				if (wanted(state)) done();
			});
			signal.addEventListener('abort', done, { once: true });
			void this.#attempt?.ended.then(done, done);
			if (signal.aborted || wanted(connection.state)) done();
		});
	}
}

function hasSomethingToShow(state: ConnectionState): boolean {
	if (state.kind === 'needsLink') return state.qr !== undefined || state.pairingCode !== undefined;
	return state.kind !== 'connecting' && state.kind !== 'backingOff' && state.kind !== 'loggedOut';
}

function progress(state: ConnectionState): LinkProgress {
	const { text, next } = describeState(state, null);
	const linked = state.kind === 'open';
	if (state.kind !== 'needsLink') {
		return { linked, state, ...(linked ? { phone: state.phone } : {}), next: next ?? text };
	}
	return {
		linked,
		state,
		...(state.qr ? { qr: state.qr } : {}),
		...(state.pairingCode ? { pairingCode: state.pairingCode } : {}),
		...(state.expiresAt ? { expiresAt: new Date(state.expiresAt).toISOString() } : {}),
		next: next ?? text,
	};
}

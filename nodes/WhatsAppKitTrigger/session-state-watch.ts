import type { ConnectionState } from '../../engines/engine';
import type { Clock } from '../../messages/ports';
import { describeState } from '../../sessions/status-text';

/** `linked`: open for the first time after the number had to be linked. */
export type ToldState =
	| 'linked'
	| Exclude<ConnectionState['kind'], 'connecting' | 'needsLink' | 'closed' | 'needsPasskey'>
	| 'needsPasskey';

/** A change a workflow may act on; everything in it is for people to read. */
export interface SessionStateChange {
	readonly state: ToldState;
	/** What was told before; null when this is the first. */
	readonly previous: ToldState | null;
	/** Why, in words of WhatsApp or ours; null when there is no why. */
	readonly reason: string | null;
	/** The state in one sentence. */
	readonly text: string;
	readonly next: string | null;
	/** Epoch ms at which it began. */
	readonly since: number;
}

export interface SessionStateWatchOptions {
	readonly clock: Clock;
	/** A connection that is back before this is not told as lost, ms. */
	readonly patienceMs: number;
	tell(change: SessionStateChange): void;
}

/**
 * From the states of a connection to what people want to be woken for: each state once, a lost connection
 * only when it stays away, and that it is there again only when its loss was told. `close` ends its one timer.
 */
export class SessionStateWatch {
	readonly #options: SessionStateWatchOptions;

	#told: ToldState | null = null;

	#waitsForLink = false;

	/** Epoch ms at which the connection was lost; undefined while it is there. */
	#lostSince: number | undefined;

	#patience: AbortController | undefined;

	/** Newest state while the connection is lost: its reason is the one to tell. */
	#lost: Extract<ConnectionState, { kind: 'backingOff' }> | undefined;

	#phone: string | null = null;

	constructor(options: SessionStateWatchOptions) {
		this.#options = options;
	}

	see(state: ConnectionState): void {
		switch (state.kind) {
			case 'connecting':
			case 'closed':
				return;
			case 'needsLink':
				this.#waitsForLink = true;
				this.#found();
				return;
			case 'backingOff':
				this.#lostNow(state);
				return;
			case 'open':
				this.#phone = state.phone;
				this.#opened(state);
				return;
			default:
				this.#waitsForLink ||= state.kind === 'loggedOut';
				this.#tell(state.kind, state, this.#lostSince);
				this.#found();
		}
	}

	close(): void {
		this.#found();
	}

	#opened(state: Extract<ConnectionState, { kind: 'open' }>): void {
		this.#found();
		// A start that goes well and a short interruption are no news.
		if (this.#waitsForLink) this.#tell('linked', state);
		else if (this.#told !== null) this.#tell('open', state);
		this.#waitsForLink = false;
	}

	#lostNow(state: Extract<ConnectionState, { kind: 'backingOff' }>): void {
		this.#lost = state;
		if (this.#lostSince !== undefined) return;
		this.#lostSince = this.#options.clock.now();
		const patience = (this.#patience = new AbortController());
		this.#options.clock.sleep(this.#options.patienceMs, patience.signal).then(
			() => {
				if (this.#patience === patience && this.#lost) this.#tell('backingOff', this.#lost, this.#lostSince);
			},
			() => undefined,
		);
	}

	#found(): void {
		this.#patience?.abort();
		this.#patience = undefined;
		this.#lost = undefined;
		this.#lostSince = undefined;
	}

	#tell(told: ToldState, state: ConnectionState, since = this.#options.clock.now()): void {
		const previous = this.#told;
		if (told === previous || (told === 'open' && previous === 'linked')) return;
		this.#told = told;
		const reason = 'reason' in state ? (state.reason ?? null) : null;
		this.#options.tell({ state: told, previous, reason, ...describeState(state, this.#phone), since });
	}
}

import type { BinaryNode } from './binary-node';
import type { DeviceAddress } from './directory';
import type { Clock } from './ports';
import { Arrivals } from './arrivals';
import type { WaitOptions } from './arrivals';

export interface LoggedStanza {
	/** Epoch ms. */
	readonly at: number;
	/** Seen from the server: `in` came from a client. */
	readonly direction: 'in' | 'out';
	/** Digits of the account, undefined before login. */
	readonly account: string | undefined;
	readonly device: number | undefined;
	readonly stanza: BinaryNode;
}

export interface StanzaFilter {
	readonly direction?: 'in' | 'out';
	readonly account?: string;
	readonly tag?: string;
	/** Attributes that must have exactly these values. */
	readonly attrs?: Readonly<Record<string, string>>;
	/** Tag of any direct child. */
	readonly child?: string;
}

/** Every stanza that crossed a socket. Bounded: the oldest half goes when it is full. */
export class StanzaLog {
	readonly #arrivals: Arrivals<LoggedStanza>;
	readonly #clock: Clock;
	readonly #limit: number;

	constructor(clock: Clock, limit: number) {
		this.#clock = clock;
		this.#limit = limit;
		this.#arrivals = new Arrivals('logged stanza', clock);
	}

	write(direction: 'in' | 'out', who: DeviceAddress | undefined, stanza: BinaryNode): void {
		if (this.#arrivals.all.length >= this.#limit) this.#arrivals.all.splice(0, this.#limit / 2);
		const [account, device] = [who?.account.digits, who?.device];
		this.#arrivals.push({ at: this.#clock.now(), direction, account, device, stanza });
	}

	get all(): readonly LoggedStanza[] {
		return this.#arrivals.all;
	}

	filter(filter: StanzaFilter): LoggedStanza[] {
		return this.#arrivals.all.filter((entry) => matches(entry, filter));
	}

	count(filter: StanzaFilter): number {
		return this.filter(filter).length;
	}

	/** The first matching stanza, past or to come. */
	waitFor(filter: StanzaFilter, options?: WaitOptions): Promise<LoggedStanza> {
		return this.#arrivals.waitFor((entry) => matches(entry, filter), options);
	}

	clear(): void {
		this.#arrivals.all.length = 0;
	}

	end(reason: string): void {
		this.#arrivals.end(reason);
	}
}

function matches({ direction, account, stanza }: LoggedStanza, filter: StanzaFilter): boolean {
	if (filter.direction && filter.direction !== direction) return false;
	if (filter.account && filter.account !== account) return false;
	if (filter.tag && filter.tag !== stanza.tag) return false;
	if (
		filter.child &&
		!(Array.isArray(stanza.content) && stanza.content.some((c) => c.tag === filter.child))
	) {
		return false;
	}
	return Object.entries(filter.attrs ?? {}).every(([name, value]) => stanza.attrs[name] === value);
}

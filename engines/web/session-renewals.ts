import type { BinaryNode } from '@whiskeysockets/baileys';
import type { Clock } from '../../messages/ports';
import { BoundedCache } from './bounded-cache';
import type { Baileys } from './load-baileys';
import type { People } from './people';

/** The part of the client library's socket this file needs. */
interface ReceiptSource {
	prependListener(event: 'CB:receipt', listener: (node: BinaryNode) => void): unknown;
}

/** How long after a retry receipt its sender's session may be replaced, ms: one fetch of keys and a resend. */
const ASKED_FOR_MS = 60_000;
/**
 * How long a new session is given to show itself, ms. What was under way on the old one is asked for again in
 * the meantime, message by message, and goes out on the new one; replacing that for each of them would push
 * sessions out of the record that other messages still need, and never settle.
 */
const SETTLING_MS = 2_000;
/** A message asked for this often was sent on the new session as well: that one is no good either. */
const STUBBORN_RETRIES = 3;
const STUBBORN_SETTLING_MS = 250;

interface Ask {
	readonly retries: number;
}

/**
 * Which devices asked for a new Signal session, by a retry receipt: they could not read what we sent.
 *
 * For everybody else an open session stays. The library replaces the sessions of a contact whenever its device
 * cache does not know the contact, which is so after every start; what is on its way at that moment can then
 * not be read any more. Measured: 124 of 500 messages lost over five restarts, none with the sessions kept.
 */
export class SessionRenewals {
	readonly #asks: BoundedCache<Ask>;

	readonly #renewed: BoundedCache<number>;

	readonly #baileys: Baileys;

	readonly #people: People;

	readonly #clock: Clock;

	constructor(baileys: Baileys, people: People, clock: Clock) {
		this.#baileys = baileys;
		this.#people = people;
		this.#clock = clock;
		const now = (): number => clock.now();
		this.#asks = new BoundedCache(now, { maxEntries: 5_000, maxAgeMs: ASKED_FOR_MS });
		this.#renewed = new BoundedCache(now, { maxEntries: 5_000, maxAgeMs: SETTLING_MS });
	}

	/** Must see a receipt before the library acts on it, hence in front of its own listener. */
	watch(source: ReceiptSource): void {
		source.prependListener('CB:receipt', (node) => {
			const sender = node.attrs.participant ?? node.attrs.from;
			if (node.attrs.type !== 'retry' || !sender) return;
			this.#asks.set(this.#nameOf(sender), { retries: retriesIn(node) });
		});
	}

	/** Whether the open session of this device may be replaced now; true uses the permission up. */
	take(jid: string): boolean {
		const name = this.#nameOf(jid);
		const ask = this.#asks.get(name);
		if (!ask) return false;
		const now = this.#clock.now();
		const age = now - (this.#renewed.get(name) ?? 0);
		if (age < (ask.retries >= STUBBORN_RETRIES ? STUBBORN_SETTLING_MS : SETTLING_MS)) return false;
		this.#renewed.set(name, now);
		this.#asks.delete(name);
		return true;
	}

	/** One name for a device, whether it is called by number or by LID. */
	#nameOf(jid: string): string {
		const user = this.#people.lidOf(jid) ?? this.#baileys.jidNormalizedUser(jid);
		return `${user}:${this.#baileys.jidDecode(jid)?.device ?? 0}`;
	}
}

function retriesIn({ content }: BinaryNode): number {
	const retry = Array.isArray(content) ? content.find(({ tag }) => tag === 'retry') : undefined;
	return Number(retry?.attrs.count ?? 1) || 1;
}

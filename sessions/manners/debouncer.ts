import type { EngineEventEnvelope } from '../../engines/engine';
import { KitError } from '../../messages/kit-error';
import type { Clock, Logger } from '../../messages/ports';
import type { Spoken } from './auto-reply';
import { mergeBurst } from './burst-text';
import type { ChatChange } from './chat-changes';
import type { BurstRows, ChatStore } from './chat-store';
import type { DebounceManner } from './manners';

export interface DebouncerPorts {
	readonly accountId: string;
	readonly subscriberId: string;
	readonly chats: Pick<ChatStore, 'readBursts'>;
	readonly clock: Clock;
	readonly logger: Logger;
	change(change: ChatChange): Promise<boolean>;
	/** Resolves when the workflow is done with it. */
	deliver(envelope: EngineEventEnvelope): Promise<void>;
}

/** A burst that grows without end goes out at this size: somebody forwards a whole chat. */
const MOST_IN_BURST = 100;
/** By then the store knows that the rows are settled, ms; forgotten earlier, a crash could merge them anew. */
const FORGET_AFTER_MS = 10_000;

interface Member {
	readonly envelope: Spoken;
	resolve(): void;
	reject(error: unknown): void;
}

interface Burst {
	readonly members: Member[];
	/** Epoch ms of the first member. */
	readonly since: number;
	/** Rows that were bound before a crash; nothing else may join them. */
	readonly bound: { readonly name: string; readonly size: number } | undefined;
	timer: AbortController;
}

/**
 * Holds what one person writes in one chat until they pause, then hands it on as one.
 *
 * What goes together is written down before it goes out, and every row stays pending until that has ended:
 * after a crash the same rows go out again under the same id, and n8n knows that one. `close` gives everything
 * back unfinished.
 */
export class Debouncer {
	readonly #manner: DebounceManner;

	readonly #ports: DebouncerPorts;

	readonly #bursts = new Map<string, Burst>();

	readonly #closed = new AbortController();

	#bound: Promise<Map<number, string>> | undefined;

	constructor(manner: DebounceManner, ports: DebouncerPorts) {
		this.#manner = manner;
		this.#ports = ports;
	}

	/** Resolves when the burst it went into has ended; rejects when that was not taken, or on `close`. */
	async take(envelope: Spoken): Promise<void> {
		const bound = await (this.#bound ??= this.#readBound());
		if (this.#closed.signal.aborted) throw handedBack();
		const name = bound.get(envelope.inboxSeq ?? -1);
		await new Promise<void>((resolve, reject) => {
			const member = { envelope, resolve, reject };
			if (name === undefined) this.#join(senderKey(envelope), member, undefined);
			else this.#join(`bound ${name}`, member, { name, size: countOf(bound, name) });
		});
	}

	/** What this person wrote so far goes out now: what comes next is no part of it. */
	flush(envelope: Spoken): void {
		const key = senderKey(envelope);
		const burst = this.#bursts.get(key);
		if (burst) this.#end(key, burst);
	}

	close(): void {
		this.#closed.abort();
		for (const { members, timer } of this.#bursts.values()) {
			timer.abort();
			for (const { reject } of members) reject(handedBack());
		}
		this.#bursts.clear();
	}

	#join(key: string, member: Member, bound: Burst['bound']): void {
		const { clock } = this.#ports;
		const { quietMs, longestMs } = this.#manner;
		const burst: Burst = this.#bursts.get(key) ?? {
			members: [],
			since: clock.now(),
			bound,
			timer: new AbortController(),
		};
		this.#bursts.set(key, burst);
		burst.members.push(member);
		burst.timer.abort();
		if (burst.members.length >= (bound?.size ?? MOST_IN_BURST)) return this.#end(key, burst);
		const timer = (burst.timer = new AbortController());
		const ms = Math.max(0, Math.min(quietMs, burst.since + longestMs - clock.now()));
		clock.sleep(ms, timer.signal).then(
			() => this.#end(key, burst),
			() => undefined,
		);
	}

	#end(key: string, burst: Burst): void {
		burst.timer.abort();
		if (this.#bursts.get(key) === burst) this.#bursts.delete(key);
		void this.#handOn(burst);
	}

	async #handOn({ members, bound }: Burst): Promise<void> {
		members.sort((a, b) => (a.envelope.inboxSeq ?? 0) - (b.envelope.inboxSeq ?? 0));
		try {
			const envelopes = members.map(({ envelope }) => envelope);
			const name = bound?.name ?? burstName(envelopes);
			const rows = this.#rowsOf(envelopes, name);
			if (!bound) await this.#bind(rows);
			await this.#ports.deliver({ ...mergeBurst(envelopes, name), id: name });
			for (const { resolve } of members) resolve();
			void this.#forgetLater(rows);
		} catch (error) {
			for (const { reject } of members) reject(error);
		}
	}

	#rowsOf(envelopes: readonly Spoken[], burst: string): BurstRows {
		const seqs = envelopes.flatMap(({ inboxSeq }) => (inboxSeq === null ? [] : [inboxSeq]));
		return { subscriberId: this.#ports.subscriberId, burst, seqs };
	}

	async #bind(rows: BurstRows): Promise<void> {
		await this.#ports.change({ kind: 'bindBurst', ...rows, seqs: [...rows.seqs] });
		const bound = await this.#bound;
		for (const seq of rows.seqs) bound?.set(seq, rows.burst);
	}

	async #forgetLater(rows: BurstRows): Promise<void> {
		const { change, clock, logger } = this.#ports;
		try {
			await clock.sleep(FORGET_AFTER_MS, this.#closed.signal);
			await change({ kind: 'forgetBurst', ...rows, seqs: [...rows.seqs] });
			const bound = await this.#bound;
			for (const seq of rows.seqs) bound?.delete(seq);
		} catch (error) {
			// They stay until the next pruning; rows of messages that are settled are never asked for.
			if (!this.#closed.signal.aborted) {
				logger.debug('Merged WhatsApp messages stay remembered', { error: String(error) });
			}
		}
	}

	async #readBound(): Promise<Map<number, string>> {
		const { chats, accountId, subscriberId } = this.#ports;
		try {
			return new Map(await chats.readBursts(accountId, subscriberId));
		} catch (error) {
			// Asked again with the next message.
			this.#bound = undefined;
			throw error;
		}
	}
}

/** People in one group are merged each for themselves: an item has one sender. */
function senderKey({ event: { chat, from } }: Spoken): string {
	return JSON.stringify([chat.id, from.lid ?? from.phone]);
}

/** One message keeps its own id. */
function burstName(envelopes: readonly Spoken[]): string {
	const first = envelopes[0]?.id ?? '';
	return envelopes.length === 1 ? first : `burst:${first}`;
}

function countOf(bound: ReadonlyMap<number, string>, name: string): number {
	return [...bound.values()].filter((one) => one === name).length;
}

/** Not a failure: the row stays pending and comes again. */
function handedBack(): KitError {
	return new KitError({ code: 'cancelled', what: 'The trigger was closed before the messages were merged.' });
}

import { KitError } from '../../messages/kit-error';
import type { Clock } from '../../messages/ports';
import type { Recipient } from '../../messages/recipient';
import { BoundedCache } from './bounded-cache';
import { endedByTime } from './ended-by-time';
import { bareJid, splitJid } from './jid';
import { normaliseError } from './error-normalising';

export interface NumberAnswer {
	/** The digits that were asked about, when the answer tells. */
	readonly digits?: string;
	readonly jid: string;
	readonly exists: boolean;
	readonly lid?: string | null;
}

/** One query for all of them. Numbers that do not exist may be missing from the answer. */
export type AskNumbers = (digits: readonly string[], signal: AbortSignal) => Promise<readonly NumberAnswer[]>;

export interface FoundNumber {
	/** `…@s.whatsapp.net`, as WhatsApp knows the number; may differ from the digits that were typed. */
	readonly jid: string;
	readonly lid: string | null;
}

export interface NumberCheckOptions {
	readonly ask: AskNumbers;
	readonly clock: Pick<Clock, 'now'>;
	/** Numbers remembered. Default 10 000; the one asked about longest ago goes first. */
	readonly maxEntries?: number;
}

/** Numbers rarely leave WhatsApp. */
const FOUND_MS = 24 * 3_600_000;
/** Somebody who reads "not on WhatsApp" corrects it soon. */
const MISSING_MS = 10 * 60_000;

type PhoneRecipient = Extract<Recipient, { kind: 'phone' }>;

interface Query {
	readonly answer: Promise<FoundNumber | null>;
	/** Aborted when nobody waits for the answer any more. */
	readonly abort: AbortController;
	waiting: number;
}

/**
 * Who is behind a phone number. Asked before the first message, because WhatsApp takes a message to nobody
 * without a word (baileys.md §5). Belongs to one account: forget it with the identity.
 */
export class NumberCheck {
	readonly #known: BoundedCache<{ readonly found: FoundNumber | null }>;

	readonly #queries = new Map<string, Query>();

	readonly #ask: AskNumbers;

	constructor(options: NumberCheckOptions) {
		const maxEntries = options.maxEntries ?? 10_000;
		this.#known = new BoundedCache(() => options.clock.now(), { maxEntries, maxAgeMs: FOUND_MS });
		this.#ask = options.ask;
	}

	/**
	 * @throws KitError `notOnWhatsApp` naming the number; `cancelled` or `timedOut` by the signal; whatever
	 * asking failed with, which is not remembered.
	 */
	async resolve(recipient: PhoneRecipient, signal: AbortSignal): Promise<FoundNumber> {
		const found = await this.find(recipient, signal);
		if (found) return found;
		throw new KitError({
			code: 'notOnWhatsApp',
			what: `${recipient.e164} is not on WhatsApp.`,
			why: `WhatsApp was asked about ${recipient.candidates.join(', ')} and knows nobody there.`,
			next: 'Check the number and its country code. A number that joined just now is found after 10 minutes at the latest.',
		});
	}

	/** As `resolve`, with null for nobody. */
	async find(recipient: PhoneRecipient, signal: AbortSignal): Promise<FoundNumber | null> {
		throwIfEnded(signal, recipient);
		const known = this.#known.get(recipient.e164);
		if (known) return known.found;
		const query = this.#queries.get(recipient.e164) ?? this.#begin(recipient);
		query.waiting += 1;
		try {
			return await untilEnded(query.answer, signal, recipient);
		} finally {
			query.waiting -= 1;
			if (query.waiting === 0) query.abort.abort();
		}
	}

	/** Forgets every answer: another account is linked now. Queries on their way still answer their callers. */
	clear(): void {
		this.#known.clear();
		this.#queries.clear();
	}

	#begin(recipient: PhoneRecipient): Query {
		const abort = new AbortController();
		const query: Query = { answer: this.#query(recipient, abort.signal), abort, waiting: 0 };
		this.#queries.set(recipient.e164, query);
		// A query that was given up or cleared belongs to the past: nobody joins it, and its late answer must not
		// fill the memory of now.
		const isCurrent = (): boolean => this.#queries.get(recipient.e164) === query;
		const done = (): void => {
			if (isCurrent()) this.#queries.delete(recipient.e164);
		};
		query.answer
			.then((found) => {
				if (isCurrent()) this.#known.set(recipient.e164, { found }, found ? FOUND_MS : MISSING_MS);
			})
			.then(done, done);
		abort.signal.addEventListener('abort', done, { once: true });
		return query;
	}

	async #query(recipient: PhoneRecipient, signal: AbortSignal): Promise<FoundNumber | null> {
		let answers: readonly NumberAnswer[];
		try {
			answers = await this.#ask(recipient.candidates, signal);
		} catch (error) {
			throw normaliseError(error, { what: `WhatsApp could not be asked about ${recipient.e164}.` });
		}
		return choose(recipient.candidates, answers);
	}
}

/** The likeliest candidate that exists; else whatever exists, for WhatsApp may answer in a third form. */
function choose(candidates: readonly string[], answers: readonly NumberAnswer[]): FoundNumber | null {
	const existing = answers.filter((answer) => answer.exists && bareJid(answer.jid) !== '');
	const byCandidate = candidates
		.map((digits) => existing.find((answer) => (answer.digits ?? splitJid(answer.jid)?.user) === digits))
		.find((answer) => answer !== undefined);
	const chosen = byCandidate ?? existing[0];
	return chosen ? { jid: bareJid(chosen.jid), lid: bareJid(chosen.lid) || null } : null;
}

async function untilEnded<T>(work: Promise<T>, signal: AbortSignal, recipient: PhoneRecipient): Promise<T> {
	return await new Promise<T>((resolve, reject) => {
		const ended = (): void => reject(endedError(signal, recipient));
		signal.addEventListener('abort', ended, { once: true });
		work.then(resolve, reject).finally(() => signal.removeEventListener('abort', ended));
	});
}

function throwIfEnded(signal: AbortSignal, recipient: PhoneRecipient): void {
	if (signal.aborted) throw endedError(signal, recipient);
}

function endedError(signal: AbortSignal, recipient: PhoneRecipient): KitError {
	const timedOut = endedByTime(signal.reason);
	return new KitError({
		code: timedOut ? 'timedOut' : 'cancelled',
		what: `Asking WhatsApp about ${recipient.e164} ${timedOut ? 'took longer than allowed' : 'was cancelled'}.`,
		next: timedOut ? 'Try again, or allow more time.' : undefined,
		cause: signal.reason,
	});
}

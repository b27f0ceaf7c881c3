import type { RealN8n } from '../../real-n8n';
import { waitUntil } from '../../wait-until';
import type { GatewayAccount } from './gateway-account';

/** What a gateway took, as its simulator keeps it. */
export interface TakenMessage {
	readonly path: string;
	readonly fields: Readonly<Record<string, unknown>>;
}

/** A row somebody taps in the list that went out under `messageId`. */
export interface Tap {
	readonly messageId: unknown;
	readonly rowId: string;
	readonly title: string;
}

/** Somebody with a phone. */
export interface Writer {
	readonly digits: string;
	readonly name: string;
}

/**
 * A number at a simulated gateway in the real n8n, and what people with phones do to it. The same for every gateway,
 * so that one test goes through all of them. Closed by whoever opened it.
 */
export abstract class GatewayLine {
	abstract readonly account: GatewayAccount;

	/** Publishes what lets the number hear: the gateway's own trigger, which needs nothing behind it. */
	abstract hear(): Promise<void>;

	/** Undoes `hear`. */
	abstract deafen(): Promise<void>;

	abstract writes(who: Writer, text: string): Promise<void>;

	abstract taps(who: Writer, tap: Tap): Promise<void>;

	/** The phone of the number itself writes to somebody. */
	abstract writesItself(to: Writer, text: string): Promise<void>;

	/** Everything the gateway took so far, the oldest first. */
	abstract readonly taken: readonly TakenMessage[];

	abstract open(): Promise<void>;

	abstract close(): Promise<void>;

	constructor(protected readonly n8n: RealN8n) {}

	/** The first message with these words in it, once the gateway took it. */
	async took(words: string | RegExp): Promise<TakenMessage> {
		const says = (one: TakenMessage) => {
			const text = wordsOf(one);
			return typeof words === 'string' ? text.includes(words) : words.test(text);
		};
		return await waitUntil(`the gateway takes ${String(words)}`, () => this.taken.find(says));
	}
}

/** Every text in it, one below the other. */
export function wordsOf({ fields }: TakenMessage): string {
	return textsIn(fields).join('\n');
}

function textsIn(value: unknown): readonly string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
	return Object.values(value).flatMap(textsIn);
}

import { z } from 'zod';
import { KitError } from '../../messages/kit-error';
import type { Unsubscribe } from '../../messages/ports';
import type { CallTaker, OutgoingCall, OwnerLink, Serving } from './owner-link';

/** Seals what travels, with a key made of the account's storage key. `place` is bound to it. */
export interface Sealer {
	seal(place: string, text: string): string;
	/** Throws when it was sealed with another key, for another place, or changed on the way. */
	open(place: string, sealed: string): string;
}

/** Takes a tenth of a second, for the key is made hard to guess. */
export type MakeSealer = (accountId: string, storageKey: string) => Promise<Sealer>;

export interface SealedLinkPorts {
	readonly link: OwnerLink;
	readonly makeSealer: MakeSealer;
	readonly account: { readonly id: string; readonly name: string };
	/** Of the credential as it is now. */
	storageKey(): string | undefined;
}

const sealedSchema = z.object({ sealed: z.base64() });
/** Instead of an answer: who took the call has another storage key, or only one of the two has one. */
const OTHER_KEY = { otherKey: true } as const;
const otherKeySchema = z.object({ otherKey: z.literal(true) });

/**
 * The way to the other processes for one account: where its credential has a storage key nothing of it passes
 * Redis in clear. With a key only what was sealed with it is taken, without one only what is not sealed.
 */
export class SealedLink implements OwnerLink {
	readonly #ports: SealedLinkPorts;

	#made: { readonly storageKey: string; readonly sealer: Promise<Sealer> } | undefined;

	constructor(ports: SealedLinkPorts) {
		this.#ports = ports;
	}

	async call(call: OutgoingCall, signal: AbortSignal): Promise<unknown> {
		const sealer = await this.#sealer();
		const freight = close(sealer, `call ${call.id}`, call.freight);
		const answer = await this.#ports.link.call({ ...call, freight }, signal);
		const opened = otherKeySchema.safeParse(answer).success
			? undefined
			: open(sealer, `answer ${call.id}`, answer);
		if (opened === undefined) throw otherKey(this.#ports.account.name);
		return opened.value;
	}

	serve(accountId: string, take: CallTaker): Serving {
		return this.#ports.link.serve(accountId, async (call, signal) => {
			const sealer = await this.#sealer();
			const opened = open(sealer, `call ${call.id}`, call.freight);
			if (opened === undefined) return { answer: OTHER_KEY };
			const taken = await take({ ...call, freight: opened.value }, signal);
			return taken === 'leave' ? taken : { answer: close(sealer, `answer ${call.id}`, taken.answer) };
		});
	}

	async tell(accountId: string, notice: unknown): Promise<number | null> {
		const sealer = await this.#sealer();
		return await this.#ports.link.tell(accountId, close(sealer, 'notice', notice));
	}

	hear(accountId: string, listener: (notice: unknown) => void): Unsubscribe {
		return this.#ports.link.hear(accountId, (notice) => {
			// Each waits for the same promise, so they stay in order.
			void this.#sealer().then((sealer) => {
				const opened = open(sealer, 'notice', notice);
				if (opened) listener(opened.value);
			});
		});
	}

	/** The link is shared by all accounts and closed by whoever made it. */
	async close(): Promise<void> {
		await Promise.resolve();
	}

	async #sealer(): Promise<Sealer | undefined> {
		const { account, makeSealer } = this.#ports;
		const storageKey = this.#ports.storageKey();
		if (storageKey === undefined) return undefined;
		if (this.#made?.storageKey !== storageKey)
			this.#made = { storageKey, sealer: makeSealer(account.id, storageKey) };
		return await this.#made.sealer;
	}
}

function close(sealer: Sealer | undefined, place: string, value: unknown): unknown {
	return sealer ? { sealed: sealer.seal(place, JSON.stringify(value)) } : value;
}

/** Undefined when it is not sealed as it should be. */
function open(
	sealer: Sealer | undefined,
	place: string,
	value: unknown,
): { readonly value: unknown } | undefined {
	const read = sealedSchema.safeParse(value);
	if (!sealer) return read.success ? undefined : { value };
	if (!read.success) return undefined;
	try {
		return { value: JSON.parse(sealer.open(place, read.data.sealed)) as unknown };
	} catch {
		return undefined;
	}
}

function otherKey(name: string): KitError {
	return new KitError({
		code: 'storage',
		what: `The process that holds the connection of "${name}" has another storage key than this one. Nothing was done.`,
		why: 'The field Storage Key of the credential was edited, and not every process has noticed yet.',
		next: 'Try again in a minute; if it stays so, publish the workflow with the trigger of this number again or restart n8n.',
	});
}

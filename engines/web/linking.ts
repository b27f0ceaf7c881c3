import type { AuthenticationCreds } from '@whiskeysockets/baileys';
import { KitError } from '../../messages/kit-error';
import type { Clock } from '../../messages/ports';
import type { LinkRequest } from '../engine';
import { decideClose } from './close-codes';
import type { Baileys } from './load-baileys';
import { PASSKEY_REASON } from './passkey-demand';
import type { SocketLife } from './socket-life';
import type { StateHolder } from '../connection/state-holder';

/** How long WhatsApp lets the first code stand, and each one after it, ms (baileys.md §3). */
const FIRST_QR_MS = 60_000;
const NEXT_QR_MS = 20_000;
/** A pairing code dies with the socket that asked for it, at the latest when its QR codes run out. */
const PAIRING_CODE_MS = 160_000;

export interface LinkingOptions {
	readonly baileys: Baileys;
	readonly clock: Clock;
	readonly states: StateHolder;
	readonly accountName: string;
	/** A new, unlinked identity: what an earlier attempt left in it (a phone number, a code) would be refused. */
	freshCreds(): AuthenticationCreds;
	open(hooks: {
		onQr(qr: string): void;
		onPaired(): void;
		onOpen(): void;
		onPasskeyDemand(): void;
	}): SocketLife;
}

/** One attempt to link: from the first QR until a phone accepted, the codes ran out, or the caller gave up. */
export class Linking {
	readonly #options: LinkingOptions;

	#running: Promise<void> | undefined;

	constructor(options: LinkingOptions) {
		this.#options = options;
	}

	/** Resolves when a phone accepted; the connection then logs in. A second caller joins the first. */
	async run(request: LinkRequest): Promise<void> {
		this.#running ??= this.#attempt(request);
		await this.#running;
	}

	async #attempt(request: LinkRequest): Promise<void> {
		const { clock, states } = this.#options;
		let paired = false;
		let shown = 0;
		states.set({ kind: 'connecting' });
		const creds = this.#options.freshCreds();
		const life = this.#options.open({
			onQr: (qr) => {
				shown += 1;
				if (request.phoneDigits) {
					if (shown === 1) void this.#askForCode(life, request.phoneDigits);
					return;
				}
				const lifetime = shown === 1 ? FIRST_QR_MS : NEXT_QR_MS;
				states.set({ kind: 'needsLink', qr, expiresAt: clock.now() + lifetime });
			},
			onPaired: () => (paired = true),
			onOpen: () => (paired = true),
			onPasskeyDemand: () => void life.end(),
		});
		const giveUp = (): void => void life.end();
		request.signal.addEventListener('abort', giveUp, { once: true });
		// Given up while an earlier attempt was still ending: no event comes any more.
		if (request.signal.aborted) giveUp();
		const error = await life.ended;
		request.signal.removeEventListener('abort', giveUp);
		if (paired && creds.account) return;
		throw this.#failure(error, request);
	}

	async #askForCode(life: SocketLife, digits: string): Promise<void> {
		const { clock, states } = this.#options;
		try {
			const code = await life.socket.requestPairingCode(digits);
			states.set({ kind: 'needsLink', pairingCode: code, expiresAt: clock.now() + PAIRING_CODE_MS });
		} catch {
			// The socket broke; its end says why.
			await life.end();
		}
	}

	#failure(error: unknown, request: LinkRequest): KitError {
		const { states, accountName } = this.#options;
		if (states.current.kind === 'needsPasskey') {
			return new KitError({
				code: 'notLinked',
				what: `"${accountName}" could not be linked.`,
				why: PASSKEY_REASON,
				next: 'Try again in a few days, or use a number that is not asked for a passkey.',
			});
		}
		const decision = decideClose(error, { linking: true, linked: false, attempt: 1 });
		if (decision.kind === 'stop' && !decision.forgetKeys) states.set(decision.state);
		else
			states.set({
				kind: 'needsLink',
				reason: request.signal.aborted ? 'Linking was ended.' : decision.reason,
			});
		return new KitError({
			code: request.signal.aborted ? 'cancelled' : 'notLinked',
			what: `"${accountName}" was not linked.`,
			why: request.signal.aborted ? 'No phone scanned the code in the time given.' : decision.reason,
			next: 'Run Session → Link again and scan the new code within a minute.',
			cause: error,
		});
	}
}

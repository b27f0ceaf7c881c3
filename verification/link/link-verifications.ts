import { randomUUID } from 'node:crypto';
import { KitError } from '../../messages/kit-error';
import { checked } from '../code/code-request';
import { generateCode } from '../code/code-words';
import { iso } from '../code/judge-check';
import { cancelById, statusOf, type WaitingFor } from '../by-id';
import { recipientPhone } from '../recipient-phone';
import { answersTo, bindToBrowser } from '../browser-binding';
import { admit, callerWindows, refuseCountry } from '../send-rules';
import type { KeyRing, VerifyingAccount } from '../verifier';
import type { Verification } from '../verification';
import type { VerificationItem } from '../verification-item';
import type { VerificationStore } from '../store';
import type { Clock } from '../../messages/ports';
import { createSchema, linkSettings } from './link-request';
import { LINK_CODE_LENGTH, linksTo, prefilledText } from './link-words';
import { madeBefore, newLink } from './new-link';

export interface LinkPorts {
	readonly store: VerificationStore;
	readonly clock: Clock;
	readonly keys: KeyRing;
	/** The account's own number, E.164; null while it is not linked. */
	ownNumber(): Promise<string | null>;
	/** From now on somebody must hear what comes in, until no link is live any more. */
	watch(): void;
}

export interface LinkCreateInput {
	/** Fields of the node, unchecked: `link-request.ts`. */
	readonly fields: object;
	readonly defaultCountry?: string;
	/** The item this is for: run again, it is refused instead of making a second one. */
	readonly requestKey: string;
	/** Ends the wait for the other side, where it keeps the link. */
	readonly signal?: AbortSignal;
}

/** The item of a link; the person taps it, and sends what it puts into the message field. */
export interface LinkCreated {
	readonly verificationId: string;
	readonly status: Verification['status'];
	readonly code: string;
	readonly link: string;
	/** Null where the other side gave none. */
	readonly deep_link: string | null;
	/** Null where the other side decides, and does not say. */
	readonly expiresAt: string | null;
}

/** One that this n8n keeps: everything of it is known. */
export interface OwnLink extends LinkCreated {
	readonly deep_link: string;
	readonly expiresAt: string;
}

/** Links of one account: the person sends us a code, so that WhatsApp itself says who it is. */
export class LinkVerifications {
	readonly #account: VerifyingAccount;

	readonly #ports: LinkPorts;

	constructor(account: VerifyingAccount, ports: LinkPorts) {
		this.#account = account;
		this.#ports = ports;
	}

	/** Rejects with `notLinked` while the account has no number, and with `invalidInput`. */
	async create({ fields, defaultCountry, requestKey }: LinkCreateInput): Promise<OwnLink> {
		const request = checked(createSchema, fields);
		const authorizedNumbers = request.authorizedNumbers.map((one) => recipientPhone(one, defaultCountry));
		for (const phone of authorizedNumbers) refuseCountry(phone, this.#account);
		if (request.callbackUrl !== '' && this.#account.policy.callbackSecret === '') throw noSecret();
		const own = await this.#ports.ownNumber();
		if (own === null) throw notLinked(this.#account.name);
		const { store, clock } = this.#ports;
		const keys = await this.#ports.keys.of(this.#account);
		const now = clock.now();
		const code = generateCode(LINK_CODE_LENGTH, 'lettersAndDigits');
		const id = randomUUID();
		const made = newLink({
			id,
			accountId: this.#account.id,
			keptBy: 'kit',
			purpose: request.purpose,
			requestedAt: now,
			expiresAt: now + request.expiryMinutes * 60_000,
			authorizedNumbers,
			codeHash: keys.hashLink(code),
			requestKey,
			settings: bindToBrowser(linkSettings(request), id, request.browserSecret, keys),
		});
		const windows = callerWindows(request.callerKey, this.#account, keys);
		await store.decide({ accountId: made.accountId, now, requestKey, windows }, (facts) => {
			if (facts.byRequestKey !== null) throw madeBefore(facts.byRequestKey);
			return { answer: undefined, put: [made], mark: admit(windows, facts, now, id) };
		});
		this.#ports.watch();
		const { link, deepLink } = linksTo(own, prefilledText(code, request.linkMessage));
		return {
			verificationId: made.id,
			status: made.status,
			code,
			link,
			deep_link: deepLink,
			expiresAt: iso(made.expiresAt),
		};
	}

	/** What is known; consumes nothing. Null when there is none, or it is bound to another browser. */
	async getStatus(verificationId: string, browserSecret?: string): Promise<VerificationItem | null> {
		return await statusOf(verificationId, await this.#waiting(browserSecret));
	}

	/** It stops working. `cancelled` is false when it had ended before, or there is none. */
	async cancel(
		verificationId: string,
		browserSecret?: string,
	): Promise<{ status: VerificationItem | null; cancelled: boolean }> {
		return await cancelById(verificationId, await this.#waiting(browserSecret));
	}

	async #waiting(browserSecret: string | undefined): Promise<WaitingFor> {
		const { store, clock } = this.#ports;
		const keys = await this.#ports.keys.of(this.#account);
		return {
			account: this.#account,
			method: 'link',
			store,
			clock,
			isTheirs: (found) => answersTo(found, browserSecret, keys),
			watch: () => this.#ports.watch(),
		};
	}
}

function notLinked(account: string): KitError {
	return new KitError({
		code: 'notLinked',
		what: `"${account}" is not linked to a phone, so there is no number to send the code to.`,
		next: 'Run "Session: Link" of the node WhatsApp Kit and scan the QR code.',
	});
}

function noSecret(): KitError {
	return new KitError({
		code: 'invalidInput',
		what: 'A callback needs a secret to be signed with, and the credential has none.',
		why: 'Without a signature anybody could tell that server that a number was proven.',
		next: 'Set "Callback Secret" under "Verification" in the credential, and check the signature on the server.',
	});
}

import { randomUUID } from 'node:crypto';
import type { ManagedLink, OpenedManaged } from '../../engines/managed';
import { KitError } from '../../messages/kit-error';
import type { Clock } from '../../messages/ports';
import { answersTo, bindToBrowser } from '../browser-binding';
import { cancelById, statusOf, type WaitingFor } from '../by-id';
import { checked } from '../code/code-request';
import { iso } from '../code/judge-check';
import { linkSettings } from '../link/link-request';
import type { LinkCreated, LinkCreateInput } from '../link/link-verifications';
import { madeBefore, newLink } from '../link/new-link';
import { recipientPhone } from '../recipient-phone';
import { admit, callerWindows, refuseCountry } from '../send-rules';
import type { Mark, VerificationStore } from '../store';
import { transition } from '../transitions';
import type { VerificationItem } from '../verification-item';
import { verificationItem } from '../verification-item';
import type { KeyRing, VerifyingAccount } from '../verifier';
import { managedLinkSchema, UNTOLD_EXPIRY_MINUTES } from './managed-link-request';
import { eventOf, isAgreed, type SettledLink, type ToldLink } from './told-link';

export interface ManagedLinkPorts {
	readonly store: VerificationStore;
	readonly clock: Clock;
	readonly keys: KeyRing;
	/** The other side; closed after each request. */
	open(): OpenedManaged;
}

/** Longest wait for the other side, ms. */
const LIMIT_MS = 30_000;
/** So long it is known what a hearer was told, ms. */
const TOLD_MS = 24 * 60 * 60_000;

/** Links of one account that the other side keeps: the person sends the code there, and we are told who it was. */
export class ManagedLinkVerifications {
	readonly #account: VerifyingAccount;

	readonly #ports: ManagedLinkPorts;

	constructor(account: VerifyingAccount, ports: ManagedLinkPorts) {
		this.#account = account;
		this.#ports = ports;
	}

	/** Rejects with `invalidInput`, `limited` and what the other side says no with. */
	async create({ fields, defaultCountry, requestKey, signal }: LinkCreateInput): Promise<LinkCreated> {
		const request = checked(managedLinkSchema, fields);
		const authorizedNumbers = request.authorizedNumbers.map((one) => recipientPhone(one, defaultCountry));
		for (const phone of authorizedNumbers) refuseCountry(phone, this.#account);
		const { store, clock } = this.#ports;
		const keys = await this.#ports.keys.of(this.#account);
		const accountId = this.#account.id;
		const id = randomUUID();
		const windows = callerWindows(request.callerKey, this.#account, keys);
		// Counted before it is asked for: many at once must not all be let through.
		const marks = await store.decide({ accountId, now: clock.now(), requestKey, windows }, (facts) => {
			if (facts.byRequestKey !== null) throw madeBefore(facts.byRequestKey);
			const mark = admit(windows, facts, clock.now(), id);
			return { answer: mark, mark };
		});
		const there = await this.#ask({ ...request, authorizedNumbers }, { marks, signal });
		const now = clock.now();
		const made = newLink({
			id,
			accountId,
			keptBy: 'gateway',
			purpose: request.purpose,
			requestedAt: now,
			expiresAt: now + (request.expiryMinutes ?? UNTOLD_EXPIRY_MINUTES) * 60_000,
			authorizedNumbers,
			codeHash: keys.hashLink(there.code),
			requestKey,
			settings: bindToBrowser(linkSettings({}), id, request.browserSecret, keys),
		});
		await store.decide({ accountId, now, requestKey, windows: [] }, ({ byRequestKey }) => {
			if (byRequestKey !== null) throw madeBefore(byRequestKey);
			return { answer: undefined, put: [made] };
		});
		return {
			verificationId: id,
			status: made.status,
			code: there.code,
			link: there.link,
			deep_link: there.deepLink,
			expiresAt: request.expiryMinutes === undefined ? null : iso(made.expiresAt),
		};
	}

	/** What is known here; asks nobody, for the other side cannot be asked. Null when there is none. */
	async getStatus(verificationId: string, browserSecret?: string): Promise<VerificationItem | null> {
		return await statusOf(verificationId, await this.#waiting(browserSecret));
	}

	/** It counts no more, whatever the other side says of it later. */
	async cancel(
		verificationId: string,
		browserSecret?: string,
	): Promise<{ status: VerificationItem | null; cancelled: boolean }> {
		return await cancelById(verificationId, await this.#waiting(browserSecret));
	}

	/**
	 * Takes the other side's word, once for each hearer. A number counts as proven only while the link is live, for
	 * who may prove it. Links that were not made here stay unknown. Rejects when the store is away.
	 *
	 * @param hearer Several may be told the same, each at an address of its own
	 */
	async settle(told: ToldLink, hearer: string): Promise<SettledLink> {
		const { store, clock } = this.#ports;
		const keys = await this.#ports.keys.of(this.#account);
		const accountId = this.#account.id;
		const found = await store.findByCode(accountId, [keys.hashLink(told.code)]);
		const now = clock.now();
		const name = (what: string): string => `told:${keys.nameCaller(`${hearer}\0${what}`)}`;
		// Which status it has afterwards is known here only once it has been read: each has a window of its own.
		const about = found?.id ?? told.id ?? told.code;
		const statuses = ['requested', 'validated', 'rejected', 'expired', 'failed'] as const;
		const windows = statuses.map((status) => ({
			stream: name(`${about}\0${status}`),
			limit: 1,
			windowMs: TOLD_MS,
		}));
		const question = { accountId, now, windows, ...(found && { id: found.id }) };
		const { settled, marks } = await store.decide(question, ({ byId, turns }) => {
			const event = byId && eventOf(told, byId);
			const after = byId && transition(byId, event ?? { type: 'time' }, now);
			const window = statuses.indexOf(after?.status ?? told.status);
			const fresh = (turns[window] ?? null) === null || (turns[window] ?? 0) + TOLD_MS <= now;
			const mark = fresh ? [{ stream: windows[window]?.stream ?? '', at: now, id: randomUUID() }] : [];
			const item = after && verificationItem(after);
			const settled = { item, agreed: after === null || isAgreed(told, after), fresh };
			return { answer: { settled, marks: mark }, put: after === byId || after === null ? [] : [after], mark };
		});
		return { ...settled, giveBack: async () => await this.#giveBack(marks) };
	}

	/** When the other side made none, what was counted for it is given back. */
	async #ask(
		request: ReturnType<typeof managedLinkSchema.parse>,
		{ marks, signal }: { readonly marks: readonly Mark[]; readonly signal: AbortSignal | undefined },
	): Promise<ManagedLink> {
		const opened = this.#ports.open();
		try {
			if (!opened.links) throw keepsNone(this.#account.name);
			const limit = AbortSignal.timeout(LIMIT_MS);
			const ends = signal === undefined ? limit : AbortSignal.any([signal, limit]);
			const { expiryMinutes, addCallbackSecret, ...asked } = request;
			return await opened.links.create(
				{ ...asked, expiresInMinutes: expiryMinutes, callbackProof: addCallbackSecret },
				ends,
			);
		} catch (error) {
			// The reason is what to tell, also when the store is away by now.
			await this.#giveBack(marks).catch(() => undefined);
			throw error;
		} finally {
			opened.close();
		}
	}

	async #giveBack(unmark: readonly Mark[]): Promise<void> {
		if (unmark.length === 0) return;
		const question = { accountId: this.#account.id, now: this.#ports.clock.now(), windows: [] };
		await this.#ports.store.decide(question, () => ({ answer: undefined, unmark }));
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
			// It is told by webhook: nobody has to listen.
			watch: () => undefined,
		};
	}
}

function keepsNone(account: string): KitError {
	return new KitError({
		code: 'notSupported',
		what: `What "${account}" is connected through keeps no links.`,
		next: "Choose another way in 'Connect Through'.",
	});
}

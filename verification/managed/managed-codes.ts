import { randomUUID } from 'node:crypto';
import type { ManagedCodes, ManagedVerdict } from '../../engines/managed';
import { isKitError, KitError, toKitError } from '../../messages/kit-error';
import { bindToBrowser } from '../browser-binding';
import { beginCode, codeSent, freshCode, refuseEnded, takePlace, type CodeSent } from '../code/code-life';
import { checked } from '../code/code-request';
import { CODE_LENGTH, generateCode, normaliseCode } from '../code/code-words';
import { attemptsRemaining, checkWindow, type CheckResult } from '../code/judge-check';
import { findCode, questionOf, theirs, type NumberInput, type WhichInput } from '../code/which-code';
import { leave, type SendPatience, type Sent } from '../leave';
import { recipientPhone } from '../recipient-phone';
import { admit, refuseCountry, sendWindows } from '../send-rules';
import type { Mark, Slot } from '../store';
import { transition } from '../transitions';
import type { Verification } from '../verification';
import type { VerifierPorts, VerifyingAccount } from '../verifier';
import {
	managedSendSchema,
	readManagedSettings,
	refusePurpose,
	wordingOf,
	type ManagedSendRequest,
	type ManagedWording,
} from './managed-request';
import { settle, takeTurn, type Turn } from './judge-managed';

/** As engines with managed codes have them; `MAX_ATTEMPTS` and the lock of both are the same. */
const MOST_TRIES = 5;
const LOCK_MS = 15 * 60_000;

/** How often it is looked whether the one who asks has ended, and how long, ms. */
const BUSY_LOOK_MS = 100;
const BUSY_MS = 10_000;
/** Longest the gateway is asked, ms. */
const ASK_MS = 60_000;

/** Longest code anybody would type. */
const LONGEST_CODE = 20;

export interface ManagedCodePorts extends VerifierPorts {
	/** The gateway, for one piece of work. */
	withCodes<T>(work: (codes: ManagedCodes) => Promise<T>): Promise<T>;
}

export interface ManagedSendInput extends NumberInput, SendPatience {
	/** Fields of the node, unchecked: `managed-request.ts`. */
	readonly fields: object;
	/** The item this is for: run again, it makes no second verification. */
	readonly requestKey: string;
}

export interface ManagedCheckInput extends WhichInput {
	readonly code: string;
	/** A list of contacts at the gateway for whoever is proven. */
	readonly listId?: number;
	readonly signal?: AbortSignal;
}

/** Codes of one account that its gateway makes or compares. What becomes of them stands in our own store. */
export class ManagedCodeVerifications {
	readonly #account: VerifyingAccount;

	readonly #ports: ManagedCodePorts;

	constructor(account: VerifyingAccount, ports: ManagedCodePorts) {
		this.#account = account;
		this.#ports = ports;
	}

	/** As `CodeVerifications.send`. The code is known to the gateway and to the person, and nothing of it is kept. */
	async send({ fields, requestKey, ...to }: ManagedSendInput): Promise<CodeSent> {
		const request = checked(managedSendSchema, fields);
		const phone = recipientPhone(to.recipient, to.defaultCountry);
		refuseCountry(phone, this.#account);
		const { takesCode } = await this.#fitting(request);
		const { id: accountId, cooldownMs } = this.#account;
		const keys = await this.#ports.keys.of(this.#account);
		const slot: Slot = { method: 'code', phone, purpose: request.purpose };
		const windows = sendWindows(phone, request.callerKey, this.#account, keys);
		const begun = await beginCode({ accountId, latest: slot, requestKey, windows }, this.#ports);
		if (begun.known !== null) return codeSent(begun.known, cooldownMs, undefined);
		const own = request.code || generateCode(CODE_LENGTH.default, 'digits');
		const { parameters } = request;
		const message = messageOf(request, request.purpose, takesCode ? { code: own, parameters } : {});
		const sent = await this.#leave(phone, message, begun.marks, to);
		const id = randomUUID();
		const made: Verification = {
			...freshCode,
			...timesOf(sent, request),
			id,
			accountId,
			keptBy: 'gateway',
			purpose: request.purpose,
			phone,
			authorizedNumbers: [phone],
			requestedAt: sent.at,
			maxTries: MOST_TRIES,
			lockMs: LOCK_MS,
			codeHash: null,
			sealedCode: null,
			requestKey,
			settings: bindToBrowser(wordingOf(request), id, request.browserSecret, keys),
		};
		await this.#ports.store.decide({ accountId, now: sent.at, latest: slot, windows: [] }, (facts) =>
			takePlace(made, facts),
		);
		return codeSent(made, cooldownMs, undefined);
	}

	/** As `CodeVerifications.resend`; the code is another one where the gateway makes it so. */
	async resend(which: WhichInput & SendPatience): Promise<CodeSent> {
		const { id: accountId, cooldownMs } = this.#account;
		const { store, clock } = this.#ports;
		const found = await findCode(which, this.#account, this.#ports);
		const keys = await this.#ports.keys.of(this.#account);
		const phone = found?.phone ?? '';
		const windows = found === null ? [] : sendWindows(phone, '', this.#account, keys);
		const now = clock.now();
		const markId = randomUUID();
		const begun = await store.decide({ accountId, now, id: found?.id ?? '', windows }, (facts) => {
			const live = refuseEnded(facts.byId, now);
			const marks = admit(windows, facts, now, markId);
			return { answer: { live, marks }, mark: marks };
		});
		const wording = readManagedSettings(begun.live.settings);
		const sent = await this.#leave(phone, messageOf(wording, begun.live.purpose, {}), begun.marks, which);
		const event = {
			type: 'resent' as const,
			codeHash: null,
			sealedCode: null,
			...timesOf(sent, wording),
		};
		const after = await store.decide({ accountId, now: sent.at, id: begun.live.id, windows: [] }, (facts) => {
			const next = transition(facts.byId ?? begun.live, event, sent.at);
			return { answer: next, put: [next] };
		});
		return codeSent(after, cooldownMs, undefined);
	}

	/**
	 * Validated only when the gateway says so of this number. A wrong code is data. Rejects with `outcomeUnknown` when
	 * nobody can say what the gateway found (the try is used up then), and with what it says of the account.
	 */
	async check({ code, listId, signal, ...which }: ManagedCheckInput): Promise<CheckResult> {
		const given = normaliseCode(code);
		const plausible = /^[\p{L}\p{N}]+$/u.test(given) && given.length <= LONGEST_CODE;
		const turn = await this.#turn(which, plausible, signal);
		if (turn.kind !== 'ask') return turn.result;
		const { id, phone, purpose } = turn.of;
		const verdict = await this.#ask({ phone: phone ?? '', purpose, code: given, listId }, signal);
		const now = this.#ports.clock.now();
		const question = { accountId: this.#account.id, now, id, windows: [] };
		const { of, result } = await this.#ports.store.decide(question, ({ byId }) =>
			settle(byId, { verdict, until: turn.until }, now),
		);
		if (result !== null) return result;
		if (verdict.kind === 'notCompared') throw verdict.error;
		throw unclear(verdict.kind === 'unknown' ? verdict.why : '', of);
	}

	/** Waits while somebody else asks about the same one. */
	async #turn(which: WhichInput, plausible: boolean, signal: AbortSignal | undefined): Promise<Turn> {
		const { store, clock } = this.#ports;
		const keys = await this.#ports.keys.of(this.#account);
		const { question, phone } = await questionOf(which, this.#account, this.#ports);
		const window = phone === '' ? null : checkWindow(phone);
		for (const begun = clock.now(); ; ) {
			const now = clock.now();
			// Counted once, however long it waits.
			const isFirst = now === begun;
			const mark = window && isFirst ? { stream: window.stream, at: now, id: randomUUID() } : null;
			const windows = window && isFirst ? [window] : [];
			const turn = await store.decide({ ...question, now, windows }, (facts) =>
				takeTurn(facts, managed(theirs(facts.byId ?? facts.latest, which, keys)), {
					now,
					mark,
					plausible,
				}),
			);
			if (turn.kind !== 'busy' || now - begun >= BUSY_MS) return turn;
			await clock.sleep(BUSY_LOOK_MS, signal);
		}
	}

	/** Never throws: whatever happens, the try has to be settled. */
	async #ask(
		check: Parameters<ManagedCodes['check']>[0],
		signal: AbortSignal | undefined,
	): Promise<ManagedVerdict> {
		const limit = AbortSignal.any([AbortSignal.timeout(ASK_MS), ...(signal ? [signal] : [])]);
		try {
			return await this.#ports.withCodes(async (codes) => await codes.check(check, limit));
		} catch (error) {
			if (isKitError(error)) return { kind: 'notCompared', error };
			return { kind: 'unknown', why: toKitError(error, { what: 'Asking failed.' }).what };
		}
	}

	/** What the gateway takes; refuses what it has no place for. */
	async #fitting({ purpose, code, template }: ManagedSendRequest): Promise<{ takesCode: boolean }> {
		return await this.#ports.withCodes(async ({ takesCode, knowsPurposes, needsTemplate }) => {
			refusePurpose(purpose, knowsPurposes);
			if (!takesCode && code !== '') throw cannotChoose();
			if (needsTemplate && template === '') throw noTemplate();
			return await Promise.resolve({ takesCode });
		});
	}

	async #leave(
		phone: string,
		message: object,
		marks: readonly Mark[],
		patience: SendPatience,
	): Promise<Sent> {
		const accountId = this.#account.id;
		return await leave({ ...patience, accountId, phone, message, secret: true, marks }, this.#ports);
	}
}

/** One of ours is nothing the gateway could be asked about. */
function managed(found: Verification | null): Verification | null {
	return found?.keptBy === 'gateway' ? found : null;
}

function messageOf(
	{ language, footer, template, expiryMinutes }: ManagedWording,
	purpose: string,
	more: object,
): object {
	return { kind: 'managedCode', language, footer, template, expiryMinutes, purpose, ...more };
}

function timesOf({ at, outcome }: Sent, { expiryMinutes }: ManagedWording) {
	return { sentAt: at, outcome, expiresAt: at + expiryMinutes * 60_000 };
}

function unclear(why: string, of: Verification | null): KitError {
	const left = of === null ? 0 : attemptsRemaining(of);
	return new KitError({
		code: 'outcomeUnknown',
		what: 'Nobody can say whether the code is right: the answer of the gateway cannot be understood, or did not come.',
		why,
		next: `Nobody was let in. It counts as a try; ${left === 0 ? 'none is' : `${left} ${left === 1 ? 'is' : 'are'}`} left. Send a new code should it happen again.`,
	});
}

function cannotChoose(): KitError {
	return new KitError({
		code: 'invalidInput',
		what: 'This gateway makes its codes itself and takes none. Nothing was sent.',
		next: 'Remove the option "Own Code", or let this n8n manage the code.',
	});
}

function noTemplate(): KitError {
	return new KitError({
		code: 'invalidInput',
		what: 'The field "Template" is empty. Nothing was sent.',
		why: 'This gateway sends codes by an approved template of the category "Authentication".',
		next: 'Choose one of the templates of the account.',
	});
}

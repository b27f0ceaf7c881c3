import { randomUUID } from 'node:crypto';
import { KitError } from '../../messages/kit-error';
import type { AccountKeys } from '../account-keys';
import { answersTo, bindToBrowser } from '../browser-binding';
import { leave, type SendPatience, type Sent } from '../leave';
import { lockedRefusal } from '../limit-refusals';
import { recipientPhone } from '../recipient-phone';
import { admit, refuseCountry, sendWindows } from '../send-rules';
import type { Decision, Facts, Mark, Slot } from '../store';
import { transition } from '../transitions';
import type { VerifierPorts, VerifyingAccount } from '../verifier';
import { isLive, type Verification } from '../verification';
import { verificationItem, type VerificationItem } from '../verification-item';
import {
	checked,
	purposeSchema,
	readSettings,
	sendSchema,
	settingsOf,
	type CodeSettings,
} from './code-request';
import { generateCode, normaliseCode } from './code-words';
import { attemptsRemaining, checkWindow, iso, judgeCheck, lockOf, type CheckResult } from './judge-check';
import { codeText } from './texts/code-text';

export interface NumberInput {
	readonly recipient: string;
	readonly defaultCountry?: string;
}

/** Which verification: by its id, or the latest of a number and purpose. With both, both must fit. */
export interface WhichInput extends Partial<NumberInput> {
	readonly verificationId?: string;
	readonly purpose?: string;
	/** Of the one that asked for it; to all others there is none. */
	readonly browserSecret?: string;
}

/** The item of a send. */
export interface CodeSent {
	readonly verificationId: string;
	readonly status: Verification['status'];
	readonly expiresAt: string;
	/** When it may be sent again at the earliest. */
	readonly resendAt: string;
	readonly outcome: Verification['outcome'];
	/** Only when asked for. */
	readonly code?: string;
}

export interface CodeSendInput extends NumberInput, SendPatience {
	/** Fields of the node, unchecked: `code-request.ts`. */
	readonly fields: object;
	/** The item this is for: run again, it makes no second verification. */
	readonly requestKey: string;
	readonly includeCode?: boolean;
}

export interface CodeStatus extends VerificationItem {
	readonly attemptsRemaining: number;
	readonly lockedUntil: string | null;
	readonly resendAt: string | null;
}

/** Codes of one account. Checking needs the store alone; sending also the account's session. */
export class CodeVerifications {
	readonly #account: VerifyingAccount;

	readonly #ports: VerifierPorts;

	constructor(account: VerifyingAccount, ports: VerifierPorts) {
		this.#account = account;
		this.#ports = ports;
	}

	/**
	 * Sends a code and makes it the one live for number and purpose. The one before stays good until this one
	 * has left. Rejects with `limited` (rule and time) when it may not go, and with what the session says.
	 */
	async send({ fields, requestKey, includeCode, ...to }: CodeSendInput): Promise<CodeSent> {
		const request = checked(sendSchema, fields);
		const phone = recipientPhone(to.recipient, to.defaultCountry);
		const fixed = this.#account.policy.testNumbers.get(phone);
		if (fixed === undefined) refuseCountry(phone, this.#account);
		const { id: accountId } = this.#account;
		const { clock, store } = this.#ports;
		const keys = await this.#ports.keys.of(this.#account);
		const slot: Slot = { method: 'code', phone, purpose: request.purpose };
		const windows = fixed === undefined ? sendWindows(phone, request.callerKey, this.#account, keys) : [];
		const now = clock.now();
		const markId = randomUUID();
		const begun = await store.decide<Begun>(
			{ accountId, now, latest: slot, requestKey, windows },
			(facts) => {
				if (facts.byRequestKey !== null) return { answer: { known: facts.byRequestKey, marks: [] } };
				if (fixed === undefined) refuseLocked(facts.latest, now);
				const marks = admit(windows, facts, now, markId);
				return { answer: { known: null, marks }, mark: marks };
			},
		);
		if (begun.known !== null) return this.#told(begun.known, undefined);

		const id = randomUUID();
		const settings = settingsOf(request);
		const code = fixed ?? (request.code || generateCode(request.length, request.alphabet));
		const sent = await this.#leave({ phone, code, settings }, begun.marks, to, fixed !== undefined);
		const made: Verification = {
			...blank,
			id,
			accountId,
			purpose: request.purpose,
			phone,
			authorizedNumbers: [phone],
			requestedAt: sent.at,
			maxTries: request.maxTries,
			lockMs: request.lockMinutes * 60_000,
			requestKey,
			settings: bindToBrowser(settings, id, request.browserSecret, keys),
			...secrets(id, code, settings, keys),
			...timesOf(sent, settings),
		};
		await store.decide({ accountId, now: sent.at, latest: slot, windows: [] }, (facts) =>
			takePlace(made, facts),
		);
		return this.#told(made, includeCode === true ? code : undefined);
	}

	/** Sends the live code of a number and purpose again, another one or the same; wrong tries stay counted. */
	async resend(which: WhichInput & SendPatience & { readonly includeCode?: boolean }): Promise<CodeSent> {
		const { clock, store } = this.#ports;
		const { id: accountId, policy } = this.#account;
		const found = await this.#find(which);
		const keys = await this.#ports.keys.of(this.#account);
		const phone = found?.phone ?? '';
		const fixed = policy.testNumbers.get(phone);
		const windows = found === null || fixed !== undefined ? [] : sendWindows(phone, '', this.#account, keys);
		const now = clock.now();
		const markId = randomUUID();
		const question = { accountId, now, id: found?.id ?? '', windows };
		const begun = await store.decide(question, (facts) => {
			const live = refuseEnded(facts.byId, now);
			const marks = admit(windows, facts, now, markId);
			return { answer: { live, marks }, mark: marks };
		});

		const settings = readSettings(begun.live.settings);
		const code = fixed ?? this.#nextCode(begun.live, settings, keys);
		const sent = await this.#leave({ phone, code, settings }, begun.marks, which, fixed !== undefined);
		const event = {
			type: 'resent' as const,
			...secrets(begun.live.id, code, settings, keys),
			...timesOf(sent, settings),
		};
		const after = await store.decide({ accountId, now: sent.at, id: begun.live.id, windows: [] }, (facts) => {
			const next = transition(facts.byId ?? begun.live, event, sent.at);
			return { answer: next, put: [next] };
		});
		return this.#told(after, which.includeCode === true && isLive(after) ? code : undefined);
	}

	/** A wrong code is data. However many ask at the same time, no more than the tries left are compared. */
	async check({ code, ...which }: WhichInput & { readonly code: string }): Promise<CheckResult> {
		const keys = await this.#ports.keys.of(this.#account);
		const given = normaliseCode(code);
		const { question, phone } = await this.#question(which);
		const now = this.#ports.clock.now();
		const windows = phone === '' ? [] : [checkWindow(phone)];
		const mark = phone === '' ? null : { stream: checkWindow(phone).stream, at: now, id: randomUUID() };
		const isRight = (of: Verification): boolean =>
			of.codeHash !== null && keys.isCode(of.id, given, of.codeHash);
		return await this.#ports.store.decide({ ...question, now, windows }, (facts) =>
			judgeCheck(facts, theirs(facts.byId ?? facts.latest, which, keys), { now, mark, isRight }),
		);
	}

	/** What is known; consumes nothing and counts nowhere. Null when there is none. */
	async getStatus(which: WhichInput): Promise<CodeStatus | null> {
		const found = await this.#find(which);
		if (found === null) return null;
		const now = this.#ports.clock.now();
		const known = transition(found, { type: 'time' }, now);
		const locked = lockOf(known, now);
		return {
			...verificationItem(known),
			attemptsRemaining: attemptsRemaining(known),
			lockedUntil: locked === null ? null : iso(locked),
			resendAt: isLive(known) ? iso(known.sentAt + this.#account.cooldownMs) : null,
		};
	}

	/** The code stops working. `cancelled` is false when it had ended before, or there is none. */
	async cancel(which: WhichInput): Promise<{ status: CodeStatus | null; cancelled: boolean }> {
		const { question } = await this.#question(which);
		const keys = await this.#ports.keys.of(this.#account);
		const now = this.#ports.clock.now();
		const cancelled = await this.#ports.store.decide({ ...question, now, windows: [] }, (facts) => {
			const found = theirs(facts.byId ?? facts.latest, which, keys);
			if (found === null) return { answer: null };
			const after = transition(found, { type: 'cancel' }, now);
			const put = after === found ? [] : [after];
			return { answer: { id: found.id, done: after !== found && after.error === 'cancelled' }, put };
		});
		if (cancelled === null) return { status: null, cancelled: false };
		return {
			status: await this.getStatus({ ...which, verificationId: cancelled.id }),
			cancelled: cancelled.done,
		};
	}

	async #leave(
		request: { phone: string; code: string; settings: CodeSettings },
		marks: readonly Mark[],
		patience: SendPatience,
		isTest: boolean,
	): Promise<Sent> {
		if (isTest) return { outcome: 'test', at: this.#ports.clock.now(), chatId: null };
		const { phone, code, settings } = request;
		const text = codeText(settings, code, this.#ports.random.unit());
		const message = { kind: 'text', text };
		const accountId = this.#account.id;
		return await leave({ ...patience, accountId, phone, message, secret: true, marks }, this.#ports);
	}

	#nextCode(of: Verification, settings: CodeSettings, keys: AccountKeys): string {
		if (settings.onResend === 'sameCode' && of.sealedCode !== null)
			return keys.openCode(of.id, of.sealedCode);
		return generateCode(settings.length, settings.alphabet);
	}

	#told(of: Verification, code: string | undefined): CodeSent {
		return {
			verificationId: of.id,
			status: of.status,
			expiresAt: iso(of.expiresAt),
			resendAt: iso(of.sentAt + (of.outcome === 'test' ? 0 : this.#account.cooldownMs)),
			outcome: of.outcome,
			...(code !== undefined && { code }),
		};
	}

	async #find(which: WhichInput): Promise<Verification | null> {
		const slot = slotOf(which);
		const { id: accountId } = this.#account;
		const keys = await this.#ports.keys.of(this.#account);
		if (which.verificationId === undefined) {
			return theirs(await this.#ports.store.findLatest(accountId, required(slot)), which, keys);
		}
		const found = await this.#ports.store.find(accountId, which.verificationId);
		if (found === null || found.method !== 'code') return null;
		return slot !== undefined && slot.phone !== found.phone ? null : theirs(found, which, keys);
	}

	/** The number of a verification never changes, so it may be read before the transaction. */
	async #question(which: WhichInput) {
		const { id: accountId } = this.#account;
		if (which.verificationId === undefined) {
			const latest = required(slotOf(which));
			return { question: { accountId, latest }, phone: latest.phone };
		}
		const found = await this.#find(which);
		return { question: { accountId, id: found?.id ?? '' }, phone: found?.phone ?? '' };
	}
}

interface Begun {
	/** Of an earlier run of the same item. */
	readonly known: Verification | null;
	readonly marks: readonly Mark[];
}

const blank = {
	method: 'code',
	status: 'requested',
	profileName: null,
	validatedAt: null,
	endedAt: null,
	error: null,
	tries: 0,
	lockedUntil: null,
} as const;

function theirs(
	found: Verification | null,
	{ browserSecret }: WhichInput,
	keys: AccountKeys,
): Verification | null {
	return found !== null && answersTo(found, browserSecret, keys) ? found : null;
}

function slotOf({ recipient, defaultCountry, purpose }: WhichInput): Slot | undefined {
	if (recipient === undefined || recipient.trim() === '') return undefined;
	const phone = recipientPhone(recipient, defaultCountry);
	return { method: 'code', phone, purpose: checked(purposeSchema, purpose) };
}

function required(slot: Slot | undefined): Slot {
	if (slot !== undefined) return slot;
	throw new KitError({
		code: 'invalidInput',
		what: 'Neither "Recipient" nor "Verification ID" was given.',
		why: 'Without one of them nobody can say which verification is meant.',
		next: 'Fill in one of the two fields.',
	});
}

function secrets(id: string, code: string, settings: CodeSettings, keys: AccountKeys) {
	const again = settings.onResend === 'sameCode';
	const normal = normaliseCode(code);
	return { codeHash: keys.hashCode(id, normal), sealedCode: again ? keys.sealCode(id, normal) : null };
}

function timesOf({ at, outcome }: Sent, { expiryMinutes }: CodeSettings) {
	return { sentAt: at, outcome, expiresAt: at + expiryMinutes * 60_000 };
}

/** Takes the place of the one before, and with it the wrong tries of one that is not over yet. */
function takePlace(made: Verification, { latest }: Facts): Decision<undefined> {
	if (latest === null) return { answer: undefined, put: [made] };
	const ended = transition(latest, { type: 'replace' }, made.sentAt);
	const isOver = latest.expiresAt <= made.sentAt || latest.status === 'validated';
	// Whoever used them up has waited for it.
	const isServed = isOver || latest.error === 'tooManyTries';
	const tries = isServed ? 0 : Math.min(latest.tries, made.maxTries - 1);
	return { answer: undefined, put: [...(ended === latest ? [] : [ended]), { ...made, tries }] };
}

function refuseLocked(latest: Verification | null, now: number): void {
	const until = lockOf(latest, now);
	if (until !== null) throw lockedRefusal(until);
}

function refuseEnded(found: Verification | null, now: number): Verification {
	refuseLocked(found, now);
	const known = found && transition(found, { type: 'time' }, now);
	if (known !== null && isLive(known)) return known;
	throw new KitError({
		code: 'invalidInput',
		what: 'There is no code that could be sent again. Nothing was sent.',
		why:
			known === null
				? 'No verification was requested for it.'
				: `The last one is ${known.status}${known.error === null ? '' : ` (${known.error})`}.`,
		next: 'Use the operation "Code: Send".',
	});
}

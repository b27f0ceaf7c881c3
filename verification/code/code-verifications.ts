import { randomUUID } from 'node:crypto';
import type { AccountKeys } from '../account-keys';
import { bindToBrowser } from '../browser-binding';
import { leave, type SendPatience, type Sent } from '../leave';
import { recipientPhone } from '../recipient-phone';
import { admit, refuseCountry, sendWindows } from '../send-rules';
import type { Mark, Slot } from '../store';
import { transition } from '../transitions';
import type { VerifierPorts, VerifyingAccount } from '../verifier';
import { isLive, type Verification } from '../verification';
import {
	beginCode,
	cancelled,
	codeSent,
	codeStatus,
	freshCode,
	refuseEnded,
	takePlace,
	type CodeSent,
	type CodeStatus,
} from './code-life';
import { checked, readSettings, sendSchema, settingsOf, type CodeSettings } from './code-request';
import { generateCode, normaliseCode } from './code-words';
import { checkWindow, judgeCheck, type CheckResult } from './judge-check';
import { codeText } from './texts/code-text';
import { findCode, questionOf, theirs, type NumberInput, type WhichInput } from './which-code';

export interface CodeSendInput extends NumberInput, SendPatience {
	/** Fields of the node, unchecked: `code-request.ts`. */
	readonly fields: object;
	/** The item this is for: run again, it makes no second verification. */
	readonly requestKey: string;
	readonly includeCode?: boolean;
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
		const { store } = this.#ports;
		const keys = await this.#ports.keys.of(this.#account);
		const slot: Slot = { method: 'code', phone, purpose: request.purpose };
		const windows = fixed === undefined ? sendWindows(phone, request.callerKey, this.#account, keys) : [];
		const begun = await beginCode({ accountId, latest: slot, requestKey, windows }, this.#ports);
		if (begun.known !== null) return codeSent(begun.known, this.#account.cooldownMs, undefined);

		const id = randomUUID();
		const settings = settingsOf(request);
		const code = fixed ?? (request.code || generateCode(request.length, request.alphabet));
		const sent = await this.#leave({ phone, code, settings }, begun.marks, to, fixed !== undefined);
		const made: Verification = {
			...freshCode,
			keptBy: 'kit',
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
		return codeSent(made, this.#account.cooldownMs, includeCode === true ? code : undefined);
	}

	/** Sends the live code of a number and purpose again, another one or the same; wrong tries stay counted. */
	async resend(which: WhichInput & SendPatience & { readonly includeCode?: boolean }): Promise<CodeSent> {
		const { clock, store } = this.#ports;
		const { id: accountId, policy, cooldownMs } = this.#account;
		const found = ours(await findCode(which, this.#account, this.#ports));
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
		return codeSent(after, cooldownMs, which.includeCode === true && isLive(after) ? code : undefined);
	}

	/** A wrong code is data. However many ask at the same time, no more than the tries left are compared. */
	async check({ code, ...which }: WhichInput & { readonly code: string }): Promise<CheckResult> {
		const keys = await this.#ports.keys.of(this.#account);
		const given = normaliseCode(code);
		const { question, phone } = await questionOf(which, this.#account, this.#ports);
		const now = this.#ports.clock.now();
		const windows = phone === '' ? [] : [checkWindow(phone)];
		const mark = phone === '' ? null : { stream: checkWindow(phone).stream, at: now, id: randomUUID() };
		const isRight = (of: Verification): boolean =>
			of.codeHash !== null && keys.isCode(of.id, given, of.codeHash);
		return await this.#ports.store.decide({ ...question, now, windows }, (facts) =>
			judgeCheck(facts, ours(theirs(facts.byId ?? facts.latest, which, keys)), { now, mark, isRight }),
		);
	}

	/** What is known, whoever keeps it; consumes nothing and counts nowhere. Null when there is none. */
	async getStatus(which: WhichInput): Promise<CodeStatus | null> {
		const found = await findCode(which, this.#account, this.#ports);
		return found && codeStatus(found, this.#account.cooldownMs, this.#ports.clock.now());
	}

	/** The code stops working, whoever keeps it. `cancelled` is false when it had ended before, or there is none. */
	async cancel(which: WhichInput): Promise<{ status: CodeStatus | null; cancelled: boolean }> {
		const { question } = await questionOf(which, this.#account, this.#ports);
		const keys = await this.#ports.keys.of(this.#account);
		const now = this.#ports.clock.now();
		const known = await this.#ports.store.decide({ ...question, now, windows: [] }, (facts) =>
			cancelled(theirs(facts.byId ?? facts.latest, which, keys), now),
		);
		if (known === null) return { status: null, cancelled: false };
		return { status: await this.getStatus({ ...which, verificationId: known.id }), cancelled: known.done };
	}

	async #leave(
		request: { phone: string; code: string; settings: CodeSettings },
		marks: readonly Mark[],
		patience: SendPatience,
		isTest: boolean,
	): Promise<Sent> {
		if (isTest) return { outcome: 'test', at: this.#ports.clock.now(), chatId: null, messageId: null };
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
}

/** A code of a gateway is nothing that could be compared here. */
function ours(found: Verification | null): Verification | null {
	return found?.keptBy === 'kit' ? found : null;
}

function secrets(id: string, code: string, settings: CodeSettings, keys: AccountKeys) {
	const again = settings.onResend === 'sameCode';
	const normal = normaliseCode(code);
	return { codeHash: keys.hashCode(id, normal), sealedCode: again ? keys.sealCode(id, normal) : null };
}

function timesOf({ at, outcome }: Sent, { expiryMinutes }: CodeSettings) {
	return { sentAt: at, outcome, expiresAt: at + expiryMinutes * 60_000 };
}

import type { EngineEventEnvelope } from '../../engines/engine';
import type { MessageEvent } from '../../messages/incoming';
import { phoneFromWhatsApp } from '../../messages/phone-number';
import { replyQuietly, type ReplyPorts } from '../reply';
import { transition, type VerificationEvent } from '../transitions';
import type { KeyRing, VerifyingAccount } from '../verifier';
import type { Verification } from '../verification';
import { CALLBACK_MS, tellCallback, type PostCallback } from './callback';
import { linkSettings } from './link-request';
import { codesIn } from './link-words';

export interface LinkMatcherPorts extends ReplyPorts {
	readonly keys: KeyRing;
	readonly post: PostCallback;
}

type Reply = 'responseMessage' | 'expirationMessage' | 'failureMessage';

interface Verdict {
	readonly reply: Reply;
	readonly of: Verification;
}

/** Finds the codes of an account's links in what comes in, and answers whoever sent one. */
export class LinkMatcher {
	readonly #account: VerifyingAccount;

	readonly #ports: LinkMatcherPorts;

	/** Somebody's server is being asked about these; the same code again changes nothing. */
	readonly #asking = new Set<string>();

	constructor(account: VerifyingAccount, ports: LinkMatcherPorts) {
		this.#account = account;
		this.#ports = ports;
	}

	/** Rejects when the store is away: then the message is to be shown again. */
	async see({ event, id }: EngineEventEnvelope): Promise<void> {
		if (event.event !== 'message' || event.from.isMe || event.chat.type !== 'private') return;
		const codes = codesIn(event.text);
		if (codes.length === 0) return;
		const keys = await this.#ports.keys.of(this.#account);
		const hashes = codes.map((code) => keys.hashLink(code));
		const found = await this.#ports.store.findByCode(this.#account.id, hashes);
		if (found === null || this.#asking.has(found.id)) return;
		const code =
			codes[hashes.findIndex((hash) => found.codeHash && Buffer.compare(hash, found.codeHash) === 0)];
		const verdict = await this.#judge(found, event, code ?? '');
		if (verdict === null) return;
		const text = linkSettings(verdict.of.settings)[verdict.reply];
		const to = { chatId: event.chat.id, eventId: id, verificationId: found.id, text };
		await replyQuietly(to, this.#ports);
	}

	async #judge(found: Verification, event: MessageEvent, code: string): Promise<Verdict | null> {
		// WhatsApp's own word, not the sender's: a name or a LID proves nothing.
		const phone = event.from.phone === null ? null : phoneFromWhatsApp(event.from.phone.slice(1)).e164;
		const proof = { type: 'message', phone, profileName: event.from.name } as const;
		const { callbackUrl, callbackAllowPrivate } = linkSettings(found.settings);
		if (callbackUrl === '') return await this.#apply(found, proof);
		const now = this.#ports.clock.now();
		const proven = transition(found, proof, now);
		if (proven === found || proven.status !== 'validated') return await this.#apply(found, proof);
		this.#asking.add(found.id);
		try {
			await this.#apply(found, { type: 'calling', until: now + CALLBACK_MS });
			const secret = this.#account.policy.callbackSecret;
			const callback = { url: callbackUrl, allowPrivate: callbackAllowPrivate, secret };
			const agreed = await tellCallback(proven, code, callback, this.#ports);
			return await this.#apply(found, agreed ? proof : { type: 'callbackFailed' });
		} finally {
			this.#asking.delete(found.id);
		}
	}

	async #apply({ id }: Verification, event: VerificationEvent): Promise<Verdict | null> {
		const { store, clock } = this.#ports;
		const now = clock.now();
		return await store.decide<Verdict | null>(
			{ accountId: this.#account.id, now, id, windows: [] },
			({ byId }) => {
				if (byId === null) return { answer: null };
				const after = transition(byId, event, now);
				const put = after === byId ? [] : [after];
				const reply = replyTo(byId, after);
				return { answer: reply === null ? null : { reply, of: after }, put };
			},
		);
	}
}

/** Null: nothing is said, as about what somebody else has ended. */
function replyTo(before: Verification, after: Verification): Reply | null {
	if (after.status === 'validated') return before === after ? null : 'responseMessage';
	if (after.status === 'expired') return 'expirationMessage';
	if (after.error === 'callbackFailed') return before === after ? null : 'failureMessage';
	return after.status === 'requested' ? 'failureMessage' : null;
}

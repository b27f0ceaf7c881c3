import type { Random } from '../../messages/ports';
import { receiptOf } from './sent-texts';
import { CodeVerifications } from '../../verification/code/code-verifications';
import type { VerificationStore } from '../../verification/store';
import { parseVerificationPolicy } from '../../verification/verification-policy';
import { KeyRing } from '../../verification/verifier';
import type { SendMessageRequest, SendReceipt } from '../../sessions/session';
import { ManualClock } from '../fixtures/manual-clock';
import { START } from './a-verification';

export const ANA = '+5511987654321';

/** Codes of one account over a real store; sends go nowhere and are kept. The clock stands still. */
export class CodeWorld {
	readonly clock = new ManualClock(START);

	readonly sends: SendMessageRequest[] = [];

	/** What the next sends do instead of being taken. */
	readonly failures: unknown[] = [];

	readonly codes: CodeVerifications;

	/** How much later than asked the server says it took a message, ms. */
	serverDelay = 0;

	/** What happens while the next message is under way. */
	meanwhile: (() => Promise<unknown>) | undefined;

	/** 0 to under 1: which wording is taken. */
	wording = 0;

	#items = 0;

	constructor(
		readonly store: VerificationStore,
		credential: { storageKey?: string; verification?: object } = {},
	) {
		const account = {
			id: 'account',
			name: 'Shop',
			policy: parseVerificationPolicy(credential),
			cooldownMs: 60_000,
			storageKey: credential.storageKey,
		};
		const send = async (request: SendMessageRequest): Promise<SendReceipt> => {
			if (this.failures.length > 0) throw this.failures.shift();
			this.sends.push(request);
			await this.meanwhile?.();
			this.meanwhile = undefined;
			return receiptOf(request, this.clock.now() + this.serverDelay);
		};
		const random: Random = { unit: () => this.wording, bytes: (length) => new Uint8Array(length) };
		this.codes = new CodeVerifications(account, {
			store,
			clock: this.clock,
			random,
			send,
			keys: new KeyRing(store),
		});
	}

	async send(fields: object = {}, recipient = ANA) {
		this.#items += 1;
		return await this.codes.send({ recipient, fields, requestKey: `item ${this.#items}`, includeCode: true });
	}

	async check(code: string, which: object = { recipient: ANA }) {
		return await this.codes.check({ ...which, code });
	}
}

/** One that is certainly another code of the same length. */
export function wrong(code: string, by = 1): string {
	return String((Number(code) + by) % 10 ** code.length).padStart(code.length, '0');
}

import { KitError } from '../../../messages/kit-error';
import type {
	ClaimedSend,
	Lease,
	SendClaim,
	SendRecord,
	SendResult,
	SessionStore,
} from '../../../sessions/store';

type SendStore = Pick<SessionStore, 'claimSend' | 'confirmSend' | 'finishSend' | 'releaseSend'>;

/** The claims of one account in memory: one message id per key, and how it ended. Failures on demand. */
export class SendBook implements SendStore {
	readonly #byKey = new Map<string, SendRecord>();

	/** What was claimed, as it was asked for. */
	readonly claims: SendClaim[] = [];

	readonly confirmed: ClaimedSend[] = [];

	/** Names of people who do not want messages. */
	readonly optedOut = new Set<string>();

	/** Names of the calls that fail until taken out again. */
	readonly failing = new Set<keyof SendStore>();

	/** A job is `sending` from its claim on; throws when it may not be sent. */
	beginJob: (jobId: string) => void = () => undefined;

	/** As an earlier run of n8n left it behind. */
	know(key: string, record: Partial<SendRecord>): SendRecord {
		const known = {
			messageId: 'EARLIER',
			chatId: 'c',
			outcome: 'sent',
			at: 7,
			error: null,
			givenId: null,
			...record,
		} as const;
		this.#byKey.set(key, known);
		return known;
	}

	find(key: string): SendRecord | undefined {
		return this.#byKey.get(key);
	}

	async claimSend(claim: SendClaim): ReturnType<SessionStore['claimSend']> {
		this.#failWhenTold('claimSend');
		for (const { messageId, result } of claim.finished ?? []) this.#end(messageId, result);
		if (claim.jobId !== undefined) this.beginJob(claim.jobId);
		this.claims.push(claim);
		const known = this.#byKey.get(claim.idempotencyKey);
		if (known) return await Promise.resolve({ fresh: false, known });
		if (this.#isUnwanted(claim.names ?? [])) throw optedOut();
		const { messageId, chatId, now } = claim;
		this.#byKey.set(claim.idempotencyKey, {
			messageId,
			chatId,
			outcome: 'sending',
			at: now,
			error: null,
			givenId: null,
		});
		return { fresh: true };
	}

	async confirmSend(claim: ClaimedSend): Promise<void> {
		this.#failWhenTold('confirmSend');
		this.confirmed.push(claim);
		if (!this.#isUnwanted(claim.names)) return;
		await this.releaseSend(claim.lease, claim.messageId);
		throw optedOut();
	}

	async releaseSend(_lease: Lease, messageId: string): Promise<void> {
		this.#failWhenTold('releaseSend');
		for (const [key, known] of this.#byKey)
			if (known.messageId === messageId && known.outcome === 'sending') this.#byKey.delete(key);
		await Promise.resolve();
	}

	async finishSend(_lease: Lease, messageId: string, result: SendResult): Promise<void> {
		this.#failWhenTold('finishSend');
		this.#end(messageId, result);
		await Promise.resolve();
	}

	#end(messageId: string, result: SendResult): void {
		for (const [key, known] of this.#byKey)
			if (known.messageId === messageId) this.#byKey.set(key, { ...known, error: null, ...result });
	}

	#isUnwanted(names: readonly string[]): boolean {
		return names.some((name) => this.optedOut.has(name));
	}

	#failWhenTold(name: keyof SendStore): void {
		if (this.failing.has(name)) throw new KitError({ code: 'storage', what: `${name} failed` });
	}
}

function optedOut(): KitError {
	return new KitError({ code: 'refused', reason: 'optedOut', what: 'This person wants no messages.' });
}

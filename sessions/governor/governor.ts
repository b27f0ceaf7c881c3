import type { ResolvedChat, SendOutcome } from '../../engines/engine';
import { KitError } from '../../messages/kit-error';
import type { Clock, Logger, Random } from '../../messages/ports';
import { Lane, type LaneAnswer } from './lane';
import type { AccountLimits, Ledger, LedgerAnswer, Reservation } from './ledger';
import { policyAt } from './warm-up';
import { DAY_MS, PRESETS, type LimitPolicy } from './limit-policy';
import { limitedError } from './limited-error';
import {
	STREAMS,
	judge,
	streamsOf,
	windowRules,
	type LimitedRecipient,
	type SendKind,
	type WindowRule,
} from './rules';

export interface GovernorPorts {
	readonly store: Ledger;
	readonly clock: Clock;
	readonly random: Random;
	readonly logger: Logger;
}

/** What the server says (`KitError.reason`): new chats are closed to this account, or it sends too fast. */
const NEW_CHAT_REFUSED = '463';
const TOO_FAST = '429';
/** Bounds the memory of a long life. */
const REMEMBERED_KEPT = 10_000;

export interface AdmitRequest {
	readonly recipient: LimitedRecipient;
	readonly kind: SendKind;
	/** Longest wait, ms; 0 answers at once. */
	readonly maxWaitMs: number;
	readonly signal: AbortSignal;
}

export interface Admission {
	/** `null` when no rule of the account looks at this send. */
	readonly reservation: Reservation | null;
	/** How long the limits held it back, ms. */
	readonly waitedMs: number;
}

/**
 * Grants or refuses the sends of one account. What was sent is in the store and counts for every process;
 * waiting is a matter of this process, the account's owner.
 */
export class Governor {
	readonly #accountId: string;

	readonly #accountName: string;

	readonly #ports: GovernorPorts;

	readonly #lane: Lane;

	/** Streams and epoch ms at which they were written down. */
	readonly #remembered = new Map<string, number>();

	#policy: LimitPolicy;

	#limits: Promise<AccountLimits> | undefined;

	constructor(account: { id: string; name: string }, policy: LimitPolicy | undefined, ports: GovernorPorts) {
		this.#accountId = account.id;
		this.#accountName = account.name;
		this.#policy = policy ?? PRESETS.unlimited;
		this.#ports = ports;
		this.#lane = new Lane(ports.clock, () => this.#policy.gapMs + this.#policy.gapJitterMs);
	}

	get policy(): LimitPolicy {
		return this.#policy;
	}

	/** The credential was edited: who waits is judged by the new limits. */
	configure(policy: LimitPolicy = PRESETS.unlimited): void {
		this.#policy = policy;
		this.#limits = undefined;
		this.#lane.pump({ afresh: true });
	}

	/** True when nothing is looked up or written for such a send. */
	ignores(kind: SendKind): boolean {
		const { restrictionMs, activeHours } = this.#policy;
		return restrictionMs === 0 && activeHours === null && windowRules(this.#policy, kind).length === 0;
	}

	/**
	 * Of a send that is not booked, so that its recipient is no new chat when the account gets limits; undefined
	 * when it is, or was remembered lately.
	 */
	streamToRemember(kind: SendKind, chat: ResolvedChat): string | undefined {
		const recipient = limitedRecipient(chat);
		if (recipient.isGroup || !this.ignores(kind)) return undefined;
		const stream = streamsOf(recipient)[STREAMS.recipient] as string;
		const at = this.#remembered.get(stream);
		return at !== undefined && this.#ports.clock.now() - at < DAY_MS ? undefined : stream;
	}

	/** It is in the store. */
	remembered(stream: string): void {
		if (this.#remembered.size >= REMEMBERED_KEPT) this.#remembered.clear();
		this.#remembered.set(stream, this.#ports.clock.now());
	}

	/**
	 * One decision, now: all rules or none, in one transaction. `reserved`: so many further sends of the account
	 * must still have room afterwards.
	 */
	async reserve(recipient: LimitedRecipient, kind: SendKind, reserved = 0): Promise<LedgerAnswer> {
		const { store, clock, random } = this.#ports;
		const now = clock.now();
		const policy = await this.present();
		const rules = windowRules(policy, kind).map((rule) => leavingRoom(rule, reserved));
		const spread = Math.floor(random.unit() * 1_000);
		return await store.reserve({
			accountId: this.#accountId,
			reservationId: Buffer.from(random.bytes(12)).toString('base64url'),
			now,
			streams: streamsOf(recipient),
			windows: rules,
			chats: recipient.chats,
			decide: (facts) => judge({ policy, kind, rules, recipient, now, spread }, facts),
		});
	}

	/** The limits that hold now. */
	async present(): Promise<LimitPolicy> {
		const now = this.#ports.clock.now();
		return policyAt(this.#policy, (await this.#begun(now)).warmUpSince, now);
	}

	/**
	 * Waits for the turn of this send. Rejects with KitError `limited` (with `retryAt` and the rule) when it
	 * cannot come within `maxWaitMs`, and with the signal's reason.
	 */
	async admit({ recipient, kind, maxWaitMs, signal }: AdmitRequest): Promise<Admission> {
		if (this.ignores(kind)) return { reservation: null, waitedMs: 0 };
		const began = this.#ports.clock.now();
		const answer: LaneAnswer = await this.#lane.enter({
			kind,
			deadline: began + maxWaitMs,
			signal,
			ask: async (reserved) => await this.reserve(recipient, kind, reserved),
			giveBack: ({ reservation }) => void this.giveBack(reservation).catch(() => undefined),
		});
		if (!answer.granted) throw limitedError(this.#accountName, answer, this.#policy);
		return { reservation: answer.reservation, waitedMs: this.#ports.clock.now() - began };
	}

	/** This send certainly did not happen. */
	async giveBack(reservation: Reservation | null): Promise<void> {
		if (reservation === null) return;
		await this.#ports.store.giveBack(this.#accountId, reservation);
		this.#lane.pump({ afresh: true });
	}

	/** WhatsApp refused a new chat: none is begun for a while. */
	async restrict(): Promise<void> {
		await this.#ports.store.noteRestriction(this.#accountId, this.#ports.clock.now());
	}

	/**
	 * How a send ended that was admitted; `undefined` is before anything left. What certainly did not happen gives
	 * its place back, except where WhatsApp said no because of how much was sent. Never rejects: the books must
	 * not hide the outcome.
	 */
	async settle(reservation: Reservation | null, outcome: SendOutcome | undefined): Promise<void> {
		const reason = outcome?.outcome === 'refused' ? outcome.error.reason : undefined;
		try {
			if (reason === NEW_CHAT_REFUSED) await this.restrict();
			const keeps = reason === NEW_CHAT_REFUSED || reason === TOO_FAST;
			if (!keeps && (outcome === undefined || outcome.outcome === 'refused'))
				await this.giveBack(reservation);
		} catch (error) {
			const account = this.#accountName;
			this.#ports.logger.warn('The limits of a WhatsApp account were not brought up to date', {
				account,
				error: String(error),
			});
		}
	}

	/** Ends every wait. */
	close(): void {
		this.#lane.close(
			new KitError({
				code: 'cancelled',
				what: `"${this.#accountName}" was closed while the message waited for its limits. Nothing was sent.`,
				next: 'Run it again when n8n is back.',
			}),
		);
	}

	/** The beginning of a warm-up never changes, so it is read once. */
	async #begun(now: number): Promise<AccountLimits> {
		if (this.#policy.warmUpDays === 0) return { warmUpSince: null, restrictedAt: null };
		this.#limits ??= this.#ports.store.beginLimits(this.#accountId, now).catch((error: unknown) => {
			this.#limits = undefined;
			throw error;
		});
		return await this.#limits;
	}
}

/** Rules of one place at a time leave no room in any case. */
function leavingRoom(rule: WindowRule, reserved: number): WindowRule {
	if (rule.stream !== STREAMS.account) return rule;
	return { ...rule, limit: Math.max(1, rule.limit - reserved) };
}

/** How the ledger names a chat: one person is one recipient, by number or by LID. */
export function limitedRecipient({ chatId, phone, lid }: ResolvedChat): LimitedRecipient {
	const chats = new Set([chatId]);
	if (lid !== null) chats.add(lid);
	if (phone !== null) chats.add(`${phone.replace(/\D/g, '')}@s.whatsapp.net`);
	return { key: phone ?? lid ?? chatId, chats: [...chats], isGroup: chatId.endsWith('@g.us') };
}

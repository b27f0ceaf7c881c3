import { KitError } from '../../messages/kit-error';
import type { SentRow } from '../../engines/engine';
import type { SendClaim, SendRecord, SendResult } from '../../sessions/store';
import { apply, change, many, one } from '../database';
import type { Program } from '../database';
import { text } from '../row-reading';
import type { SqlBuilder } from '../statement';
import type { Vault } from '../sealing/vault';
import { readChoices, sendRecord, sentRow } from './sent-rows';
import { sentStatements } from './sent-statements';
import type { Reseal } from './keys';

export interface SealedSent {
	readonly messageId: string;
	readonly chatId: string;
	readonly body: Uint8Array;
	readonly choices: Uint8Array | null;
	readonly via: string;
	readonly sentAt: number;
}

/** Claimed sends and remembered messages: one row per message id, whichever of the two came first. */
export class Sent {
	readonly #statements: ReturnType<typeof sentStatements>;

	constructor(db: SqlBuilder) {
		this.#statements = sentStatements(db);
	}

	*remember(account: string, row: SealedSent): Program<void> {
		yield* apply(this.#statements.remember, {
			account,
			message: row.messageId,
			chat: row.chatId,
			body: row.body,
			choices: row.choices,
			via: row.via,
			at: row.sentAt,
		});
	}

	*find(account: string, message: string, vault: Vault): Program<SentRow | null> {
		const row = yield* one(this.#statements.find, { account, message });
		return row === undefined ? null : sentRow(account, row, vault);
	}

	*findLastOffer(
		account: string,
		chat: string,
		since: number,
		until: number,
		vault: Vault,
	): Program<SentRow | null> {
		const row = yield* one(this.#statements.lastOffer, { account, chat, since, until });
		return row === undefined ? null : sentRow(account, row, vault);
	}

	*findByKey(account: string, key: string): Program<SendRecord | null> {
		const known = yield* one(this.#statements.byKey, { account, key });
		return known === undefined ? null : sendRecord(known);
	}

	/** The record of the earlier claim under this key, or null when the key is claimed now. */
	*claim({
		lease,
		idempotencyKey: key,
		messageId: message,
		chatId: chat,
		now,
	}: SendClaim): Program<SendRecord | null> {
		const account = lease.accountId;
		const known = yield* this.findByKey(account, key);
		if (known !== null) return known;
		const claimed = yield* change(this.#statements.claim, { account, message, chat, key, now });
		if (claimed === 0) throw idTaken(message);
		return null;
	}

	/** False when there is no claim, or something may have left under it. */
	*release(account: string, message: string): Program<boolean> {
		return (yield* change(this.#statements.release, { account, message })) > 0;
	}

	*finish(account: string, message: string, result: SendResult): Program<void> {
		const { outcome, at } = result;
		const error = result.outcome === 'sent' ? null : result.error;
		const given = result.outcome === 'sent' ? (result.givenId ?? null) : null;
		const changed = yield* change(this.#statements.finish, { account, message, outcome, at, error, given });
		if (changed === 0) throw neverClaimed(message);
	}

	*findRecord(account: string, message: string): Program<SendRecord | null> {
		const row = yield* one(this.#statements.record, { account, message });
		return row === undefined ? null : sendRecord(row);
	}

	*reseal(account: string, { from, to }: Reseal, chunk: number): Program<void> {
		for (let after = ''; ; ) {
			const rows = yield* many(this.#statements.after, { account, after, limit: chunk });
			for (const stored of rows) {
				const message = text(stored.message_id, 'message_id');
				const row = sentRow(account, stored, from);
				const { body, choices } = sealSent(account, row, to);
				yield* apply(this.#statements.setBody, { account, message, body, choices });
				after = message;
			}
			if (rows.length < chunk) return;
		}
	}
}

export function sealSent(account: string, row: SentRow, vault: Vault): SealedSent {
	const { messageId, chatId, via, sentAt } = row;
	const body = vault.seal(['sent', account, messageId], row.body);
	const choices =
		row.choices === null
			? null
			: vault.seal(['choices', account, messageId], Buffer.from(JSON.stringify(readChoices(row.choices))));
	return { messageId, chatId, body, choices, via, sentAt };
}

function idTaken(messageId: string): KitError {
	return new KitError({
		code: 'unexpected',
		what: `The message id ${messageId} is in use for another message, so nothing was sent.`,
		why: 'Every message needs an id of its own.',
		next: 'Please report this as a defect of WhatsApp Kit.',
	});
}

function neverClaimed(messageId: string): KitError {
	return new KitError({
		code: 'unexpected',
		what: `The outcome of message ${messageId} could not be kept.`,
		why: 'No send was claimed under this message id.',
		next: 'Please report this as a defect of WhatsApp Kit.',
	});
}

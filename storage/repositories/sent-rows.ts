import type { SentRow } from '../../engines/engine';
import type { SendRecord } from '../../sessions/store';
import { bytes, json, text, textOrNull, unreadable, wholeNumber } from '../row-reading';
import type { Vault } from '../sealing/vault';

type Row = Readonly<Record<string, unknown>>;

export function sentRow(account: string, row: Row, vault: Vault): SentRow {
	const messageId = text(row.message_id, 'message_id');
	const choices =
		row.choices === null ? null : vault.open(['choices', account, messageId], bytes(row.choices, 'choices'));
	return {
		messageId,
		chatId: text(row.chat_id, 'chat_id'),
		body: vault.open(['sent', account, messageId], bytes(row.body, 'body')),
		choices: choices === null ? null : readChoices(json(Buffer.from(choices).toString('utf8'), 'choices')),
		via: text(row.via, 'via'),
		sentAt: wholeNumber(row.sent_at, 'sent_at'),
	};
}

export function sendRecord(row: Row): SendRecord {
	return {
		messageId: text(row.message_id, 'message_id'),
		chatId: text(row.chat_id, 'chat_id'),
		outcome: outcome(row.outcome),
		at: wholeNumber(row.sent_at, 'sent_at'),
		error: textOrNull(row.error, 'error'),
		givenId: textOrNull(row.given_id, 'given_id'),
	};
}

/** Exactly the named fields, checked: what a person offered is read back by code that trusts its shape. */
export function readChoices(value: unknown): NonNullable<SentRow['choices']> {
	if (!Array.isArray(value)) throw unreadable('choices', 'a list of options');
	return value.map((option: Row) => {
		const id = text(option?.id, 'choices');
		const title = text(option?.title, 'choices');
		const description = option?.description;
		return description === undefined
			? { id, title }
			: { id, title, description: text(description, 'choices') };
	});
}

function outcome(value: unknown): SendRecord['outcome'] {
	if (value === 'sending' || value === 'sent' || value === 'refused' || value === 'unknown') return value;
	throw unreadable('outcome', 'a known outcome');
}

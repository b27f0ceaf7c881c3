import type { InboxEntry, SentRow } from '../../../engines/engine';
import type { Lease, OwnerIdentity, SendClaim, SessionStore, SubscriberRow } from '../../../sessions/store';

/** What every part of the conformance suite works on. */
export interface Context {
	store(): SessionStore;
	/** A further store over the same data. */
	reopen(): Promise<SessionStore>;
}

export const DAY = 24 * 60 * 60 * 1000;
export const ACCOUNT = 'credential-1';
export const SUBSCRIBER = 'workflow:node';

export const alice: OwnerIdentity = { id: 'alice', host: 'host-a', pid: 1, role: 'main' };
export const bob: OwnerIdentity = { id: 'bob', host: 'host-b', pid: 2, role: 'worker' };

/** Makes `owner` the holder, whoever holds the account now. */
export async function take(
	store: SessionStore,
	owner: OwnerIdentity,
	now = 0,
	accountId = ACCOUNT,
): Promise<Lease> {
	const takeFrom = (await store.readOwner(accountId))?.id;
	const answer = await store.acquireLease({ accountId, owner, now, ttlMs: 100, takeFrom });
	if (!answer.granted) throw new Error(`${answer.holder.id} holds ${accountId}`);
	return answer.lease;
}

/** A received thing; its body says which. */
export function entry(eventId: string, changes: Partial<InboxEntry> = {}): InboxEntry {
	const body = bytes(`body ${eventId}`);
	return { eventId, chatId: 'chat', cipherHash: null, body, receivedAt: 5, ...changes };
}

export function sent(messageId: string, sentAt = 6): SentRow {
	return { messageId, chatId: 'chat', body: bytes(`wire ${messageId}`), choices: null, via: 'text', sentAt };
}

export function claim(lease: Lease, idempotencyKey: string, messageId: string): SendClaim {
	return { lease, idempotencyKey, messageId, chatId: 'chat', now: 7 };
}

export function subscriber(now: number, subscriberId = SUBSCRIBER): SubscriberRow {
	return { accountId: ACCOUNT, subscriberId, now };
}

export async function bodies(store: SessionStore): Promise<string[]> {
	return (await store.recent(ACCOUNT, { limit: 100 })).map((row) => text(row.body));
}

/** As plain lists and objects, so that a failed comparison can be read. */
export function plainKeys(
	keys: ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>,
): Record<string, unknown> {
	const lists = [...keys].map(([type, ofType]) => [type, [...ofType].map(([id, value]) => [id, [...value]])]);
	return Object.fromEntries(lists.map(([type, ofType]) => [type, Object.fromEntries(ofType as [])]));
}

export function bytes(words: string): Uint8Array {
	return Buffer.from(words);
}

export function text(of: Uint8Array): string {
	return Buffer.from(of).toString();
}

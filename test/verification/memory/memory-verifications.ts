import { KitError } from '../../../messages/kit-error';
import type { Unsubscribe } from '../../../messages/ports';
import type {
	CountWindow,
	Decision,
	Facts,
	ListenerRow,
	Question,
	Slot,
	VerificationChange,
	VerificationStore,
} from '../../../verification/store';
import { isLive, type Verification } from '../../../verification/verification';
import { copied, VerificationTables } from './verification-tables';

/**
 * A store that keeps nothing after the process, and passes the suite of the real ones. For runs in which each of
 * thousands of changes is tried with many tests.
 */
export class MemoryVerifications implements VerificationStore {
	readonly #listeners = new Set<(accountId: string) => void>();

	constructor(readonly tables = new VerificationTables()) {}

	async decide<Answer>(question: Question, decide: (facts: Facts) => Decision<Answer>): Promise<Answer> {
		await Promise.resolve();
		const { accountId, now } = question;
		const facts = this.#facts(question);
		const { answer, put = [], mark = [], unmark = [] } = decide(facts);
		const read = [facts.latest, facts.byId, facts.byRequestKey, ...facts.due];
		for (const of of put) {
			this.tables.put(of);
			const before = read.find((known) => known?.id === of.id);
			if (before?.status !== of.status) this.tables.note(accountId, of, now);
		}
		this.tables.marks.push(...mark.map((one) => ({ ...one, accountId })));
		this.tables.marks = this.tables.marks.filter(
			(one) =>
				one.accountId !== accountId ||
				!unmark.some(({ stream, at, id }) => stream === one.stream && at === one.at && id === one.id),
		);
		if (put.length > 0) for (const listener of [...this.#listeners]) listener(accountId);
		return answer;
	}

	async find(accountId: string, id: string): Promise<Verification | null> {
		return await Promise.resolve(this.#only(accountId, (of) => of.id === id));
	}

	async findLatest(accountId: string, slot: Slot): Promise<Verification | null> {
		return await Promise.resolve(this.#latest(accountId, slot));
	}

	async findByCode(accountId: string, hashes: readonly Uint8Array[]): Promise<Verification | null> {
		await Promise.resolve();
		const has = ({ method, codeHash }: Verification, hash: Uint8Array) =>
			method === 'link' && codeHash !== null && Buffer.compare(hash, codeHash) === 0;
		const found = hashes.map((hash) => this.#only(accountId, (of) => has(of, hash)));
		return found.find((of) => of !== null) ?? null;
	}

	async lastHeardExpiry(accountId: string): Promise<number | null> {
		const heard = this.#live(accountId).filter(({ method, keptBy }) => method !== 'code' && keptBy === 'kit');
		return await Promise.resolve(heard.at(-1)?.expiresAt ?? null);
	}

	async liveManaged(accountId: string, method: Verification['method'], limit: number) {
		const isManaged = (of: Verification) => of.method === method && of.keptBy === 'gateway';
		return await Promise.resolve(this.#live(accountId).filter(isManaged).slice(0, limit).map(copied));
	}

	async nextExpiry(accountId: string): Promise<number | null> {
		return await Promise.resolve(this.#live(accountId)[0]?.expiresAt ?? null);
	}

	async accountSecret(account: string, storageKey: string | undefined, fresh: Uint8Array) {
		await Promise.resolve();
		const key = storageKey === '' ? undefined : storageKey;
		const { secrets } = this.tables;
		const kept = secrets.get(account) ?? { value: Buffer.from(fresh), storageKey: key };
		if (kept.storageKey !== undefined && kept.storageKey !== key)
			throw new KitError({ code: 'storage', what: 'It is sealed with another key.' });
		kept.storageKey = key;
		secrets.set(account, kept);
		return Uint8Array.from(kept.value);
	}

	async attachListener(row: ListenerRow, { resume }: { readonly resume: boolean }): Promise<void> {
		const { accountId, listenerId, now: seenAt } = row;
		const before = this.tables.listener(accountId, listenerId);
		if (before === undefined) this.tables.listeners.push({ accountId, listenerId, seenAt, pending: [] });
		else Object.assign(before, { seenAt, ...(!resume && { pending: [] }) });
		await Promise.resolve();
	}

	async detachListener(accountId: string, listenerId: string): Promise<void> {
		const gone = this.tables.listener(accountId, listenerId);
		this.tables.listeners = this.tables.listeners.filter((one) => one !== gone);
		await Promise.resolve();
	}

	async pendingChanges(accountId: string, listenerId: string, limit: number) {
		const pending = this.tables.listener(accountId, listenerId)?.pending ?? [];
		const seen = this.tables.changes.filter(({ seq }) => pending.includes(seq)).slice(0, limit);
		const told = seen.map(({ seq, verification }): VerificationChange => ({ seq, verification }));
		return await Promise.resolve(told);
	}

	async settleChanges(accountId: string, listenerId: string, seqs: readonly number[]): Promise<void> {
		const listener = this.tables.listener(accountId, listenerId);
		if (listener) listener.pending = listener.pending.filter((seq) => !seqs.includes(seq));
		await Promise.resolve();
	}

	onDecided(listener: (accountId: string) => void): Unsubscribe {
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	}

	#facts({ accountId, now, latest, id, requestKey, due, windows }: Question): Facts {
		const isDue = ({ expiresAt }: Verification) => expiresAt <= now;
		return {
			latest: latest === undefined ? null : this.#latest(accountId, latest),
			byId: id === undefined ? null : this.#only(accountId, (of) => of.id === id),
			byRequestKey:
				requestKey === undefined ? null : this.#only(accountId, (of) => of.requestKey === requestKey),
			due: this.#live(accountId)
				.filter(isDue)
				.slice(0, due ?? 0)
				.map(copied),
			turns: windows.map((window) => this.#turn(accountId, window, now)),
		};
	}

	#turn(accountId: string, { stream, limit }: CountWindow, now: number): number | null {
		const times = this.tables.marks
			.filter((one) => one.accountId === accountId && one.stream === stream && one.at <= now)
			.map(({ at }) => at)
			.sort((a, b) => b - a);
		return times[limit - 1] ?? null;
	}

	#only(accountId: string, fits: (of: Verification) => boolean): Verification | null {
		const found = this.tables.verifications.find((of) => of.accountId === accountId && fits(of));
		return found === undefined ? null : copied(found);
	}

	#latest(accountId: string, { method, phone, purpose }: Slot): Verification | null {
		const found = this.tables.verifications.findLast(
			(of) =>
				of.accountId === accountId && of.method === method && of.phone === phone && of.purpose === purpose,
		);
		return found === undefined ? null : copied(found);
	}

	/** The soonest to expire first. */
	#live(accountId: string): readonly Verification[] {
		return this.tables.verifications
			.filter((of) => of.accountId === accountId && isLive(of))
			.sort((a, b) => a.expiresAt - b.expiresAt);
	}
}

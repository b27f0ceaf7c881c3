import { KitError } from '../../../messages/kit-error';
import { retention } from '../../../storage/retention';
import type { Mark, VerificationChange } from '../../../verification/store';
import type { Verification } from '../../../verification/verification';

interface Change extends VerificationChange {
	readonly at: number;
}

interface Listener {
	readonly accountId: string;
	readonly listenerId: string;
	seenAt: number;
	pending: number[];
}

interface Secret {
	readonly value: Buffer;
	storageKey: string | undefined;
}

/** What several memory stores share, as processes share a database. */
export class VerificationTables {
	/** In the order they were first put. */
	verifications: Verification[] = [];

	marks: (Mark & { readonly accountId: string })[] = [];

	changes: Change[] = [];

	listeners: Listener[] = [];

	readonly secrets = new Map<string, Secret>();

	#seq = 0;

	listener(accountId: string, listenerId: string): Listener | undefined {
		return this.listeners.find((one) => one.accountId === accountId && one.listenerId === listenerId);
	}

	put(of: Verification): void {
		const at = this.verifications.findIndex((one) => one.accountId === of.accountId && one.id === of.id);
		if (at >= 0) this.verifications[at] = copied(of);
		else {
			const { accountId, requestKey } = of;
			if (this.verifications.some((one) => one.accountId === accountId && one.requestKey === requestKey))
				throw new KitError({ code: 'storage', what: 'Two verifications have one request key.' });
			this.verifications.push(copied(of));
		}
	}

	note(accountId: string, of: Verification, at: number): void {
		const listening = this.listeners.filter((one) => one.accountId === accountId);
		if (listening.length === 0) return;
		const seq = (this.#seq += 1);
		const verification = { ...copied(of), codeHash: null, sealedCode: null, settings: null };
		this.changes.push({ seq, at, verification });
		for (const { pending } of listening) pending.push(seq);
	}

	/** Answers how many rows went, by the limits of the real stores. */
	prune(now: number): number {
		const before = this.#rows();
		const { verificationMs, verificationListenerMs, verificationChangeMs, verificationMarkMs } = retention;
		this.verifications = this.verifications.filter(({ requestedAt }) => requestedAt >= now - verificationMs);
		this.listeners = this.listeners.filter(({ seenAt }) => seenAt >= now - verificationListenerMs);
		const waiting = new Set(this.listeners.flatMap(({ pending }) => pending));
		const isKept = ({ seq, at }: Change) => waiting.has(seq) || at >= now - verificationChangeMs;
		this.changes = this.changes.filter(isKept);
		this.marks = this.marks.filter(({ at }) => at >= now - verificationMarkMs);
		return before - this.#rows();
	}

	/** As a database without its key shows it. */
	dump(): string {
		const hex = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString('hex');
		const rows = this.verifications.map(({ codeHash, sealedCode, ...of }) =>
			JSON.stringify({ ...of, codeHash: hex(codeHash), sealedCode: hex(sealedCode) }),
		);
		const secrets = [...this.secrets.values()].map(({ value, storageKey }) =>
			storageKey === undefined ? hex(value) : 'sealed',
		);
		return [...rows, ...secrets, JSON.stringify([this.changes, this.marks])].join('\n');
	}

	#rows(): number {
		const pending = this.listeners.reduce((sum, one) => sum + 1 + one.pending.length, 0);
		return this.verifications.length + this.changes.length + this.marks.length + pending;
	}
}

/** Nobody changes what is kept by changing what was read. */
export function copied(of: Verification): Verification {
	return {
		...of,
		authorizedNumbers: [...of.authorizedNumbers],
		codeHash: of.codeHash && Uint8Array.from(of.codeHash),
		sealedCode: of.sealedCode && Uint8Array.from(of.sealedCode),
		settings: JSON.parse(JSON.stringify(of.settings)) as unknown,
	};
}

import type { AccountStore, InboxEntry, KeyChanges } from '../../../engines/engine';
import type { Lease, SessionStore } from '../../../sessions/store';
import { alice, bytes, entry, take, text } from './records';
import type { Context } from './records';
import { fc } from '../../fixtures/properties';

/** Any order of commits, discards, subscriptions and restarts leaves what plain maps in memory hold. */
export function commitModel({ store, reopen }: Context): void {
	test.each([
		['in clear', undefined],
		['sealed', 'secret'],
	])(
		'random histories %s match the model',
		async (_name, storageKey) => {
			const second = await reopen();
			let run = 0;
			await fc.assert(
				fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
					const at = new Pair([store(), second], `account-${run++}`, storageKey);
					await at.begin();
					const model = new Model();
					for (const each of steps) {
						await at.apply(each, model);
						expect(await at.seen()).toEqual(model.seen());
					}
				}),
				{ numRuns: storageKey === undefined ? 100 : 8 },
			);
		},
		120_000,
	);
}

type Step =
	| {
			readonly do: 'commit';
			readonly keys: readonly (readonly [string, string, string | null])[];
			readonly events: readonly string[];
	  }
	| { readonly do: 'discard' | 'settle'; readonly event: string }
	| { readonly do: 'attach'; readonly resume: boolean }
	| { readonly do: 'detach' | 'forget' | 'restart' };

const name = fc.constantFrom('a', 'b', 'c', 'd');
const key = fc.tuple(fc.constantFrom('session', 'pre-key'), name, fc.option(fc.string(), { freq: 4 }));
const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 5,
		arbitrary: fc.record({
			do: fc.constant('commit' as const),
			keys: fc.array(key, { maxLength: 4 }),
			events: fc.array(name, { maxLength: 3 }),
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({ do: fc.constantFrom('discard' as const, 'settle' as const), event: name }),
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('attach' as const), resume: fc.boolean() }) },
	{
		weight: 1,
		arbitrary: fc.record({ do: fc.constantFrom('detach' as const, 'forget' as const, 'restart' as const) }),
	},
);

interface Seen {
	readonly keys: Record<string, string>;
	readonly recent: readonly string[];
	readonly pending: readonly string[];
}

class Model {
	readonly keys = new Map<string, string>();
	/** Event → number, in the order they came. */
	readonly events = new Map<string, number>();
	readonly discarded = new Set<string>();
	readonly pending = new Set<string>();
	attached = false;

	seen(): Seen {
		const order = [...this.events.keys()];
		return {
			keys: Object.fromEntries([...this.keys].sort()),
			recent: order.filter((event) => !this.discarded.has(event)).reverse(),
			pending: order.filter((event) => this.pending.has(event)),
		};
	}
}

/** One account worked on through two stores in turn, as by a process and its successor. */
class Pair {
	#current = 0;
	#account: AccountStore | null = null;
	#lease: Lease | null = null;

	constructor(
		private readonly stores: readonly [SessionStore, SessionStore],
		private readonly accountId: string,
		private readonly storageKey: string | undefined,
	) {}

	async begin(): Promise<void> {
		this.#lease = await take(
			this.#store,
			{ ...alice, id: `${alice.id}-${this.#current}` },
			0,
			this.accountId,
		);
		this.#account = this.#store.accountStore(this.#lease, { storageKey: this.storageKey });
		await this.#account.loadKeys();
	}

	async apply(step: Step, model: Model): Promise<void> {
		const { accountId } = this;
		switch (step.do) {
			case 'commit':
				return await this.#commit(step, model);
			case 'discard':
				model.pending.delete(step.event);
				if (model.events.has(step.event)) model.discarded.add(step.event);
				return await this.#account!.discardReceived([model.events.get(step.event) ?? 0]);
			case 'settle':
				model.pending.delete(step.event);
				return await this.#store.settle(accountId, 'w:n', [model.events.get(step.event) ?? 0]);
			case 'attach':
				model.attached = true;
				if (!step.resume) model.pending.clear();
				return await this.#store.attachSubscriber({ accountId, subscriberId: 'w:n', now: 0 }, step);
			case 'detach':
				model.attached = false;
				model.pending.clear();
				return await this.#store.detachSubscriber(accountId, 'w:n');
			case 'forget':
				model.keys.clear();
				return await this.#account!.forgetKeys();
			case 'restart':
				this.#current = 1 - this.#current;
				return await this.begin();
		}
	}

	async seen(): Promise<Seen> {
		const keys = [...(await this.#account!.loadKeys())].flatMap(([type, ofType]) =>
			[...ofType].map(([id, value]) => [`${type} ${id}`, text(value)] as const),
		);
		const recent = await this.#store.recent(this.accountId, { limit: 100 });
		const pending = await this.#store.pending(this.accountId, 'w:n', 0, 100);
		return {
			keys: Object.fromEntries(keys.sort()),
			recent: recent.map((row) => row.eventId),
			pending: pending.map((row) => row.eventId),
		};
	}

	async #commit({ keys, events }: Extract<Step, { do: 'commit' }>, model: Model): Promise<void> {
		const changes: Record<string, Record<string, Uint8Array | null>> = {};
		for (const [type, id, value] of keys) (changes[type] ??= {})[id] = value === null ? null : bytes(value);
		for (const [type, ofType] of Object.entries(changes)) {
			for (const [id, value] of Object.entries(ofType)) {
				if (value === null) model.keys.delete(`${type} ${id}`);
				else model.keys.set(`${type} ${id}`, text(value));
			}
		}
		const received: InboxEntry[] = events.map((event) => entry(event));
		const seqs = await this.#account!.commit(changes as KeyChanges, received);
		events.forEach((event, index) => {
			expect(seqs[index] === null).toBe(model.events.has(event));
			if (model.events.has(event)) return;
			model.events.set(event, seqs[index]!);
			if (model.attached) model.pending.add(event);
		});
	}

	get #store(): SessionStore {
		return this.stores[this.#current]!;
	}
}

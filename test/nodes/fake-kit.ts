import type { TriedOut, Webhooks } from '../../engines/engine';
import type { PolledRecord } from '../../engines/records';
import type { ApprovedTemplate } from '../../engines/templates';
import type {
	AccountConfig,
	AccountVerifications,
	Kit,
	LastKnown,
	SessionHandle,
	SweepRequest,
	Swept,
} from '../../runtime/kit';
import type { SendReceipt, Session, Subscriber } from '../../sessions/session';
import type { ChangeListener } from '../../verification/change-feed';
import type { ToldLink } from '../../verification/managed/told-link';

export interface Call {
	readonly method: string;
	readonly args: readonly unknown[];
}

type Answer = (...args: never[]) => unknown;

/** A session that writes down what nodes ask of it, and answers what the test says. */
export class FakeSession {
	readonly calls: Call[] = [];

	readonly subscribers = new Map<string, Subscriber>();

	/** By method name; what is not here answers with something plain and true to the contract. */
	readonly answers: Partial<Record<keyof Session, Answer>> = {};

	unsubscribed = 0;

	/** The one call of a method, with its arguments. */
	request<T = Record<string, unknown>>(method: keyof Session): T {
		const found = this.calls.filter((call) => call.method === method);
		if (found.length !== 1) throw new Error(`${method} was called ${found.length} times`);
		return found[0]!.args[0] as T;
	}

	asSession(): Session {
		const answer = (method: string, args: readonly unknown[]): unknown => {
			this.calls.push({ method, args });
			const given = this.answers[method as keyof Session] as ((...all: unknown[]) => unknown) | undefined;
			return given ? given(...args) : this.#plainAnswer(method, args);
		};
		return new Proxy({ accountId: 'credential-1' } as Session, {
			get: (target, name: string) =>
				name in target || name === 'then'
					? target[name as keyof Session]
					: async (...args: unknown[]) => await answer(name, args),
		});
	}

	#plainAnswer(method: string, args: readonly unknown[]): unknown {
		if (method === 'send') return receipt(args[0] as { recipient: string });
		if (method === 'subscribe') return this.#subscribe(args[0] as Subscriber);
		if (method === 'status')
			return { account: 'Shop', engine: 'web', state: 'open', next: null, text: 'Linked.', warnings: [] };
		if (method === 'recentMessages' || method === 'listGroups') return [];
		return undefined;
	}

	#subscribe(subscriber: Subscriber): () => void {
		this.subscribers.set(subscriber.id, subscriber);
		return () => {
			this.unsubscribed += 1;
			if (this.subscribers.get(subscriber.id) === subscriber) this.subscribers.delete(subscriber.id);
		};
	}
}

export function receipt({ recipient }: { recipient: string }): SendReceipt {
	return {
		messageId: '3EB0C431C26A1916E07A',
		recipient,
		chatId: '5511987654321@s.whatsapp.net',
		outcome: 'sent',
		sentAt: '2026-01-01T00:00:00.000Z',
		via: 'text',
	};
}

/** Of a link that was not made here, told for the first time. */
const unknownLink = { item: null, agreed: true, fresh: true, giveBack: async () => await Promise.resolve() };

/** The kit nodes get through the loader: `jest.mock` of the registry hands this one out. */
export class FakeKit implements Kit {
	session = new FakeSession();

	readonly acquired: AccountConfig[] = [];

	released = 0;

	states = new Map<string, LastKnown>();

	/** Thrown by the next `acquire`s, first one first. */
	failures: unknown[] = [];

	async acquire(account: AccountConfig): Promise<SessionHandle> {
		this.acquired.push(account);
		if (this.failures.length > 0) throw this.failures.shift();
		let given = false;
		return {
			session: this.session.asSession(),
			release: () => {
				if (!given) this.released += 1;
				given = true;
			},
		};
	}

	/** What verification nodes ask for, by `resource.operation`; a test puts the answers here. */
	codes: Record<string, (request: never) => unknown> = {};

	approvals: Record<string, (request: never) => unknown> = {};

	links: Record<string, (request: never) => unknown> = {};

	/** What the gateway keeps, by resource; undefined where it keeps none. */
	managed: Record<string, Record<string, (request: never) => unknown>> | undefined;

	/** What was told of links that the other side keeps, and what that comes to. */
	readonly settled: { readonly told: ToldLink; readonly hearer: string }[] = [];

	settles: NonNullable<AccountVerifications['settleLink']> = async () => await Promise.resolve(unknownLink);

	/** What nodes that sleep ask for, by method; a test puts the answers here. */
	sleeps: Record<string, (request: never) => unknown> = {};

	async waits(account: AccountConfig): ReturnType<Kit['waits']> {
		this.waited.push(account);
		return this.sleeps as unknown as Awaited<ReturnType<Kit['waits']>>;
	}

	readonly waited: AccountConfig[] = [];

	/** By id, as long as they listen. */
	readonly changeListeners = new Map<string, ChangeListener>();

	async verifications(account: AccountConfig): Promise<AccountVerifications> {
		this.acquired.push(account);
		if (this.failures.length > 0) throw this.failures.shift();
		return {
			codes: this.codes as unknown as AccountVerifications['codes'],
			approvals: this.approvals as unknown as AccountVerifications['approvals'],
			links: this.links as unknown as AccountVerifications['links'],
			managed: this.managed as unknown as AccountVerifications['managed'],
			settleLink: async (told, hearer) => {
				this.settled.push({ told, hearer });
				return await this.settles(told, hearer);
			},
			listen: (listener, attached) => {
				this.changeListeners.set(listener.id, listener);
				attached?.();
				return () => this.changeListeners.delete(listener.id);
			},
		};
	}

	/** What the other side says of a credential; rejects when it is an error. */
	triedOut: TriedOut | Error = { usable: true, text: 'Connected.' };

	async tryOut(account: AccountConfig): Promise<TriedOut> {
		this.acquired.push(account);
		if (this.triedOut instanceof Error) throw this.triedOut;
		return this.triedOut;
	}

	/** What gateways were told of webhooks: `has`, `add` or `remove` and the arguments. */
	readonly webhookCalls: Call[] = [];

	/** By method; what is not here does nothing, and `has` says no. */
	webhookAnswers: Partial<Record<keyof Webhooks, () => unknown>> = {};

	webhooks(account: AccountConfig): Webhooks {
		this.acquired.push(account);
		const call = async (method: keyof Webhooks, args: readonly unknown[]): Promise<boolean> => {
			this.webhookCalls.push({ method, args: args.slice(0, 1) });
			return (await this.webhookAnswers[method]?.()) === true;
		};
		return {
			has: async (...args) => await call('has', args),
			add: async (...args) => void (await call('add', args)),
			remove: async (...args) => void (await call('remove', args)),
		};
	}

	/** What the next sweeps find, by feed, and what was asked. */
	swept: Partial<Record<SweepRequest['feed'], Swept | Error>> = {};

	readonly sweeps: SweepRequest[] = [];

	async sweep(account: AccountConfig, request: SweepRequest): Promise<Swept> {
		this.acquired.push(account);
		this.sweeps.push(request);
		const found = this.swept[request.feed];
		if (found instanceof Error) throw found;
		return found ?? { records: [], cursor: request.cursor ?? { since: 0, known: [] } };
	}

	async sample(
		account: AccountConfig,
		{ feed }: Omit<SweepRequest, 'cursor'>,
	): Promise<readonly PolledRecord[]> {
		this.acquired.push(account);
		const found = this.swept[feed];
		if (found instanceof Error) throw found;
		return found?.records ?? [];
	}

	/** What was approved for accounts; rejects when it is an error. */
	approved: readonly ApprovedTemplate[] | Error = [];

	async templates(account: AccountConfig): Promise<readonly ApprovedTemplate[]> {
		this.acquired.push(account);
		if (this.approved instanceof Error) throw this.approved;
		return this.approved;
	}

	async lastKnown(accountId: string): Promise<LastKnown | null> {
		return this.states.get(accountId) ?? null;
	}

	reset(): void {
		this.session = new FakeSession();
		this.acquired.length = 0;
		this.webhookCalls.length = 0;
		this.webhookAnswers = {};
		this.released = 0;
		this.states.clear();
		this.codes = {};
		this.links = {};
		this.managed = undefined;
		this.settled.length = 0;
		this.settles = async () => await Promise.resolve(unknownLink);
		this.approvals = {};
		this.sleeps = {};
		this.waited.length = 0;
		this.changeListeners.clear();
		this.failures = [];
		this.swept = {};
		this.sweeps.length = 0;
		this.approved = [];
		this.triedOut = { usable: true, text: 'Connected.' };
	}
}

export const fakeKit = new FakeKit();

/** In place of the registry: `jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'))`. */
export function getKit(): Kit {
	return fakeKit;
}

import { systemClock, systemRandom } from '../../../../runtime/system-ports';
import type { LimitPolicy } from '../../../../sessions/governor/limit-policy';
import { ManagedSession } from '../../../../sessions/managed-session';
import type { Remote } from '../../../../sessions/remote/join-processes';
import type { QueuedReceipt, Session } from '../../../../sessions/session';
import type { SessionStore } from '../../../../sessions/store';
import { recordingLogger } from '../../../fixtures/quiet-logger';
import { scriptedEngine } from '../../../fixtures/scripted-connection';
import { until } from '../../../fixtures/until';
import { policyOf } from '../../governor/policies';

export interface OutboxParts {
	/** A view of the one store, as one process has it. Closed with `dispose`. */
	store(): Promise<SessionStore>;
	/** To the other processes, for the process of this id; absent where there is one process. */
	remote?(processId: string, store: SessionStore): Promise<Remote>;
	dispose(): Promise<void>;
}

export interface OutboxProcess {
	readonly id: string;
	readonly session: Session;
	readonly managed: ManagedSession;
	readonly engine: ReturnType<typeof scriptedEngine>;
	queue(text: string, to?: string): Promise<QueuedReceipt>;
}

const never = new AbortController().signal;

/** Processes of one n8n with one number, on one store; what leaves is written down instead of sent. */
export class OutboxWorld {
	readonly #parts: OutboxParts;

	readonly #processes: OutboxProcess[] = [];

	readonly #dead = new Set<string>();

	constructor(parts: OutboxParts) {
		this.#parts = parts;
	}

	/** Other processes may add, find and cancel. */
	get hasOthers(): boolean {
		return this.#parts.remote !== undefined;
	}

	async start(rules: Partial<LimitPolicy> = {}): Promise<OutboxProcess> {
		const id = `process-${this.#processes.length + 1}`;
		const engine = scriptedEngine();
		const store = await this.#parts.store();
		const managed = new ManagedSession(
			{
				account: { id: 'cred-1', name: 'Shop', options: {} },
				engine,
				storageKey: undefined,
				limits: policyOf(rules),
			},
			{
				store,
				clock: systemClock,
				random: systemRandom,
				logger: recordingLogger(),
				owner: { id, host: 'host', pid: this.#processes.length + 1, role: 'worker' },
				isAlive: ({ id: asked }) => !this.#dead.has(asked),
				environment: {},
				fetchMedia: async () => await Promise.reject(new Error('no network in this test')),
				remote: await this.#parts.remote?.(id, store),
			},
		);
		const { shared: session } = managed;
		const started: OutboxProcess = {
			id,
			session,
			managed,
			engine,
			async queue(text, to = '+49 151 23456789') {
				const told = await session.enqueue({
					recipient: to,
					message: { kind: 'text', text },
					idempotencyKey: text,
				});
				if (told.outcome !== 'queued') throw new Error(`"${text}" is ${told.outcome}`);
				return told;
			},
		};
		this.#processes.push(started);
		return started;
	}

	/** A process that is not the owner; where there is one process, the owner itself. */
	async startOther(owner: OutboxProcess, rules: Partial<LimitPolicy> = {}): Promise<OutboxProcess> {
		return this.hasOthers ? await this.start(rules) : owner;
	}

	/** It holds the number from now on. */
	async own({ managed }: OutboxProcess): Promise<void> {
		await managed.becomeOwner(never);
	}

	/** As after a kill: the others know that it is gone, and nothing it still does counts. */
	crash({ id }: OutboxProcess): void {
		this.#dead.add(id);
	}

	/** Texts by message id, in the order they left: what a phone shows. */
	shown(): readonly string[] {
		const byId = new Map<string, string>();
		for (const { messageId, composed } of this.#sends())
			if (composed.message.kind === 'text') byId.set(messageId, composed.message.text);
		return [...byId.values()];
	}

	/** How often something left, the same message id as well. */
	get left(): number {
		return this.#sends().length;
	}

	async ended({ session }: OutboxProcess, jobIds: readonly string[], timeoutMs = 50_000): Promise<string[]> {
		const states = async (): Promise<string[]> =>
			await Promise.all(jobIds.map(async (jobId) => (await session.getJob(jobId)).state));
		await until(
			async () => (await states()).every((state) => state !== 'queued' && state !== 'sending'),
			timeoutMs,
		);
		return await states();
	}

	async dispose(): Promise<void> {
		await Promise.all(this.#processes.map(async ({ managed }) => await managed.close()));
		await this.#parts.dispose();
	}

	#sends() {
		return this.#processes.flatMap(({ engine }) => engine.made.flatMap(({ sends }) => sends));
	}
}

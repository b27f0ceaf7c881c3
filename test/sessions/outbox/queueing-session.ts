import type { LimitPolicy } from '../../../sessions/governor/limit-policy';
import { ManagedSession, type ManagedAccount } from '../../../sessions/managed-session';
import type { OutboxJob } from '../../../sessions/outbox/outbox-job';
import type { QueueMessageRequest, QueuedReceipt } from '../../../sessions/session';
import { ManualClock } from '../../fixtures/manual-clock';
import { recordingLogger } from '../../fixtures/quiet-logger';
import { scriptedEngine, type ScriptedConnection } from '../../fixtures/scripted-connection';
import { temporaryStore } from '../../fixtures/temporary-store';
import { countedRandom } from '../governor/conformance/test-governor';
import { policyOf } from '../governor/policies';

/** One account with limits, its queue in a real store, its connections driven by the test. */
export interface QueueingSession {
	readonly session: ManagedSession;
	/** Its credential with other limits. */
	config(rules: Partial<LimitPolicy>): ManagedAccount;
	readonly engine: ReturnType<typeof scriptedEngine>;
	readonly logger: ReturnType<typeof recordingLogger>;
	/** Texts that left, in order, over all connections. */
	texts(): readonly string[];
	connection(): ScriptedConnection;
	queue(text: string, more?: Partial<QueueMessageRequest>): Promise<QueuedReceipt>;
	states(jobIds: readonly string[]): Promise<readonly OutboxJob['state'][]>;
}

export interface QueueWorld {
	readonly clock: ManualClock;
	readonly store: Awaited<ReturnType<typeof temporaryStore>>['store'];
	/** As a process that starts; the one before goes on unless it was closed. */
	start(rules?: Partial<LimitPolicy>, more?: { readonly storageKey?: string }): QueueingSession;
	close(session: ManagedSession): Promise<void>;
	dispose(): Promise<void>;
}

export async function queueWorld(): Promise<QueueWorld> {
	const clock = new ManualClock();
	const temporary = await temporaryStore();
	const opened: ManagedSession[] = [];
	let started = 0;
	const close = async (session: ManagedSession): Promise<void> => {
		let closed = false;
		const closing = session.close().finally(() => (closed = true));
		// What never ends is cut off after some seconds.
		while (!closed) await clock.advance(100);
		await closing;
	};
	return {
		clock,
		store: temporary.store,
		start(rules = {}, { storageKey } = {}) {
			const engine = scriptedEngine();
			const logger = recordingLogger();
			started += 1;
			const config = (limits: Partial<LimitPolicy>): ManagedAccount => ({
				account: { id: 'cred-1', name: 'Shop', options: {} },
				engine,
				storageKey,
				limits: policyOf(limits),
			});
			const session = new ManagedSession(config(rules), {
				store: temporary.store,
				clock,
				logger,
				owner: { id: `process-${started}`, host: 'host', pid: started, role: 'main' },
				isAlive: () => true,
				random: { ...countedRandom(), bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
				environment: {},
				fetchMedia: async () => await Promise.reject(new Error('no network in this test')),
			});
			opened.push(session);
			return {
				session,
				config,
				engine,
				logger,
				texts: () =>
					engine.made
						.flatMap(({ sends }) => sends)
						.map(({ composed: { message } }) => (message.kind === 'text' ? message.text : message.kind)),
				connection: () => engine.made.at(-1)!,
				async queue(text, more = {}) {
					const told = await session.enqueue({
						recipient: '+49 151 23456789',
						message: { kind: 'text', text },
						idempotencyKey: text,
						...more,
					});
					if (told.outcome !== 'queued') throw new Error(`"${text}" is ${told.outcome}`);
					return told;
				},
				states: async (jobIds) =>
					(await Promise.all(jobIds.map(async (id) => await session.getJob(id)))).map(({ state }) => state),
			};
		},
		close,
		async dispose() {
			for (const session of opened) await close(session);
			await temporary.dispose();
		},
	};
}

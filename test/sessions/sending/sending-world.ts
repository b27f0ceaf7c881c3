import { Governor } from '../../../sessions/governor/governor';
import type { LimitPolicy } from '../../../sessions/governor/limit-policy';
import type { OwnedConnection } from '../../../sessions/owned-connection';
import { sendMessage, type SendFlowPorts } from '../../../sessions/send-flow';
import { SendRecords } from '../../../sessions/send-records';
import type { SendMessageRequest, SendReceipt } from '../../../sessions/session';
import { ManualClock, settle } from '../../fixtures/manual-clock';
import { recordingLogger } from '../../fixtures/quiet-logger';
import { OPEN_STATE, ScriptedConnection, scriptedEngine } from '../../fixtures/scripted-connection';
import { countedRandom } from '../governor/conformance/test-governor';
import { policyOf } from '../governor/policies';
import { MemoryLedger } from './memory-ledger';
import { SendBook } from './send-book';

export const ANA = '+4915123456789';
export const BEN = '+4915123456780';

/** One connected number with limits, and everything around it that a test drives by hand. */
export function sendingWorld(rules: Partial<LimitPolicy> = {}, { resendsSafely = true } = {}) {
	const clock = new ManualClock();
	const logger = recordingLogger();
	const book = new SendBook();
	const ledger = new MemoryLedger();
	const random = countedRandom();
	const engine = scriptedEngine();
	Object.assign(engine.capabilities, { resendsSafely });
	const connection = connectionOf(clock);
	const records = new SendRecords({ store: book, clock, logger, resendsSafely });
	const governor = new Governor({ id: 'a', name: 'Shop' }, policyOf(rules), {
		store: ledger,
		clock,
		random,
		logger,
	});
	const world = {
		/** The connection to send on now. */
		owned: owning(connection, 1),
		/** What opening it answers instead. */
		opening: undefined as (() => Promise<OwnedConnection>) | undefined,
		opened: 0,
	};
	const ports: SendFlowPorts = {
		records,
		governor,
		clock,
		engine,
		fetchMedia: async () => await Promise.reject(new Error('no network in this test')),
		async open() {
			world.opened += 1;
			return await (world.opening?.() ?? Promise.resolve(world.owned));
		},
	};
	const request = (key: string, more: Partial<SendMessageRequest> = {}): SendMessageRequest => ({
		recipient: ANA,
		message: { kind: 'text', text: key },
		idempotencyKey: key,
		...more,
	});
	return Object.assign(world, {
		...{ clock, logger, book, ledger, random, engine, connection, records, governor, ports, request },
		/** For a send that needs no time to pass. */
		send: async (key: string, more?: Partial<SendMessageRequest>): Promise<SendReceipt> =>
			await promptly(sendMessage(request(key, more), ports)),
		/** For one that waits for something: look at it when the test has brought that about. */
		begin: async (key: string, more?: Partial<SendMessageRequest>) =>
			await watched(sendMessage(request(key, more), ports)),
		/** As after a reconnect: from now on `open` gives another one, under the next fence. */
		reconnect(): ScriptedConnection {
			const next = connectionOf(clock);
			world.owned = owning(next, world.owned.lease.fence + 1);
			return next;
		},
	});
}

export type SendingWorld = ReturnType<typeof sendingWorld>;

export function textsOf({ sends }: ScriptedConnection): readonly string[] {
	return sends.map(({ composed: { message } }) => (message.kind === 'text' ? message.text : message.kind));
}

/** Looks at a promise without waiting for it: what it answered, what it rejected with, or `undefined`. */
export async function watched<T>(promise: Promise<T>): Promise<() => T | Error | undefined> {
	let known: T | Error | undefined;
	promise.then(
		(value) => (known = value),
		(error: Error) => (known = error),
	);
	await settle();
	return () => known;
}

/** What needs no time to pass: rejects when it waits for something all the same. */
export async function promptly<T>(promise: Promise<T>): Promise<T> {
	let over = false;
	const done = (): void => void (over = true);
	promise.then(done, done);
	await settle();
	if (!over) throw new Error('It still waits for something.');
	return await promise;
}

function connectionOf(clock: ManualClock): ScriptedConnection {
	return new ScriptedConnection(OPEN_STATE, { clock } as never);
}

function owning(connection: ScriptedConnection, fence: number): OwnedConnection {
	return {
		lease: { accountId: 'a', ownerId: 'me', fence },
		connection,
		close: async () => await connection.close(),
	};
}

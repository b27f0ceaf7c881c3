import { KitError, toKitError } from '../../messages/kit-error';
import type { Clock } from '../../messages/ports';
import { timeLimit } from '../abort';
import type { Freight } from './freight';
import { findMethod, type OwnerSession } from './methods';
import type { Call, CallTaker } from './owner-link';

/** Answers that went through the store are kept this much longer than their caller waits, ms. */
const KEPT_LONGER_MS = 60_000;

export interface CallDeskPorts {
	readonly session: OwnerSession;
	readonly freight: Freight;
	readonly clock: Clock;
	/** Keeps the session from being closed as unused; gives it back when called. */
	use(): () => void;
	/** Asked before a failure is passed on: what failed because the account went is not an answer. */
	stillOwner(): boolean;
}

/** The owner's side of a call: checks it, runs it like one of its own, and tells the outcome. */
export function callDesk(ports: CallDeskPorts): CallTaker {
	return async (call, signal) => {
		const release = ports.use();
		try {
			const outcome = await answerOne(call, signal, ports);
			if (outcome === 'leave') return 'leave';
			return { answer: await ports.freight.load(outcome, call.until + KEPT_LONGER_MS) };
		} finally {
			release();
		}
	};
}

async function answerOne(
	{ method: name, freight: loaded, until }: Call,
	signal: AbortSignal,
	{ session, freight, clock, stillOwner }: CallDeskPorts,
): Promise<{ readonly value: unknown } | { readonly error: KitError } | 'leave'> {
	const leftMs = until - clock.now();
	// Nobody waits any more; beginning now would surprise whoever was told that it failed.
	if (leftMs <= 0) return { error: tooLate() };
	const limit = timeLimit(clock, leftMs, signal);
	try {
		const method = findMethod(name);
		const args = method?.args.safeParse(await freight.unload(loaded));
		if (!method || !args?.success) return { error: unreadable(name) };
		return { value: (await method.run(session, withinLimit(args.data, leftMs), limit.signal)) ?? null };
	} catch (thrown) {
		const error = toKitError(thrown, { what: `The call "${name}" failed.` });
		return stillOwner() && error.code !== 'ownedElsewhere' ? { error } : 'leave';
	} finally {
		limit.dispose();
	}
}

/** A send has a limit of its own, which must not outlast the caller's: it could only tell the wind. */
function withinLimit(args: unknown, leftMs: number): unknown {
	const { timeoutMs } = args as { timeoutMs?: unknown };
	if (typeof timeoutMs !== 'number') return args;
	return { ...(args as object), timeoutMs: Math.max(1_000, Math.min(timeoutMs, Math.floor(leftMs))) };
}

function tooLate(): KitError {
	return new KitError({ code: 'timedOut', what: 'The call came too late. Nothing was done.' });
}

function unreadable(name: string): KitError {
	return new KitError({
		code: 'unexpected',
		what: `The process that holds the connection cannot read the call "${name.slice(0, 40)}".`,
		why: 'It runs another version of WhatsApp Kit.',
		next: 'Restart all processes of n8n, so that they run the same version.',
	});
}

import type { Unsubscribe } from '../../messages/ports';

/**
 * How the processes of one n8n reach each other. Implemented by `runtime/redis/`; without it there is one
 * process. Everything that crosses it is JSON and is checked on arrival: the other side may be another version.
 */
export interface OwnerLink {
	/**
	 * Lays a call where the owner of the account takes it, also an owner that comes later, and waits for the
	 * answer. When the signal fires the call is taken back, or its owner told to stop.
	 *
	 * @throws CallEnded
	 */
	call(call: OutgoingCall, signal: AbortSignal): Promise<unknown>;
	/** Takes the calls of an account from now on. Only its owner may: calls an earlier owner left come first. */
	serve(accountId: string, take: CallTaker): Serving;
	/** Tells every process that hears the account. Never rejects; resolves with how many heard, null: unknown. */
	tell(accountId: string, notice: unknown): Promise<number | null>;
	/** Notices of other processes about the account, from now on. Some may be missed. */
	hear(accountId: string, listener: (notice: unknown) => void): Unsubscribe;
	close(): Promise<void>;
}

export interface Call {
	/** Random: the same call laid down again is not a second one. */
	readonly id: string;
	readonly method: string;
	/** The arguments, see `Freight`. */
	readonly freight: unknown;
	/** Epoch ms at which nobody waits for it any more. */
	readonly until: number;
}

export interface OutgoingCall extends Call {
	readonly accountId: string;
}

/** Answers one call with JSON; `leave` when this process is not the owner any more and the next one has to. */
export type CallTaker = (call: Call, signal: AbortSignal) => Promise<{ readonly answer: unknown } | 'leave'>;

export interface Serving {
	/** Calls being worked on. */
	readonly busy: number;
	/** Takes no more calls; resolves when those under way have ended, after some seconds in any case. */
	stop(): Promise<void>;
}

/** A call that got no answer. */
export class CallEnded extends Error {
	override readonly name = 'CallEnded';

	/**
	 * `unreachable`: Redis does not answer; `ended`: the signal fired.
	 * `taken`: an owner may have begun with it, so nobody can say what came of it.
	 */
	constructor(
		readonly why: 'unreachable' | 'ended',
		readonly taken: boolean,
		cause?: unknown,
	) {
		super(`The call ended without an answer: ${why}`, { cause });
	}
}

import { KitError } from '../../messages/kit-error';
import type { OwnerRow } from '../store';
import { remoteMethods, type MethodName } from './methods';
import type { CallEnded } from './owner-link';

interface Unanswered {
	readonly name: MethodName;
	/** What the person called the account. */
	readonly account: string;
	readonly owner: OwnerRow | null;
	readonly ended: CallEnded;
	/** What ended it, when it fired. */
	readonly signal: AbortSignal;
}

/** The truth about a call nobody answered: whether anything may have happened, and what to do. */
export function unanswered({ name, account, owner, ended, signal }: Unanswered): KitError {
	const { what } = remoteMethods[name];
	const cancelled = signal.aborted && (signal.reason as { name?: string } | null)?.name !== 'TimeoutError';
	const code = cancelled ? 'cancelled' : 'timedOut';
	if (ended.taken && name === 'send') {
		return new KitError({
			code: 'outcomeUnknown',
			what: 'Nobody can say whether WhatsApp took the message.',
			why:
				ended.why === 'unreachable'
					? `Redis went away while it was handed to the process that holds the connection of "${account}".`
					: `The process that holds the connection of "${account}" took it on and did not answer in the time given.`,
			next: 'Look on the phone whether it went out. Running this item again repeats it under the same message id.',
			cause: ended,
		});
	}
	if (ended.why === 'unreachable') {
		return new KitError({
			code: 'queue',
			what: `${what} failed: Redis does not answer.`,
			why:
				`The connection of "${account}" is in another process of n8n, and the way to it leads through Redis. ` +
				((ended.cause as { message?: string } | undefined)?.message ?? ''),
			next: 'Nothing was done. See that Redis runs and can be reached from this process, then try again.',
			cause: ended,
		});
	}
	if (cancelled) return new KitError({ code, what: `${what} was cancelled.`, cause: ended });
	return new KitError({
		code,
		what: ended.taken ? `${what} did not end in the time given.` : `${what} did not begin in the time given.`,
		why: owner
			? `"${account}" is connected in the process ${owner.pid} (${owner.role}) on ${owner.host}, which did not ${ended.taken ? 'answer' : 'take the call'}.`
			: `No process of n8n holds the connection of "${account}".`,
		next: "Give it more time in the node's options, and look whether that process of n8n runs.",
		cause: ended,
	});
}

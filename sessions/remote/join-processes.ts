import type { ManagedSessionPorts } from '../managed-account';
import type { ManagedSession } from '../managed-session';
import type { JobBell } from '../outbox/job-bell';
import type { Subscriptions } from '../subscriptions';
import { AccountDesk, type AccountDeskPorts } from './account-desk';
import { callDesk } from './call-desk';
import type { Freight } from './freight';
import { readEnvelope } from './notices';
import type { OwnerLink } from './owner-link';
import { RemoteCaller } from './remote-caller';
import { RoutedSession } from './routed-session';
import { SealedLink, type MakeSealer } from './sealed-link';

/** The way to the other processes of this n8n. */
export interface Remote {
	readonly link: OwnerLink;
	readonly bell: JobBell;
	readonly freight: Freight;
	/** For accounts with a storage key. */
	readonly makeSealer: MakeSealer;
}

export interface JoiningSession extends Pick<AccountDeskPorts, 'isBusy' | 'giveWay' | 'tryToOwn'> {
	readonly account: { readonly id: string; readonly name: string };
	readonly session: ManagedSession;
	readonly subscriptions: Subscriptions;
	/** Of the credential as it is now. */
	storageKey(): string | undefined;
	/** Keeps the session from being closed as unused; gives it back when called. */
	use(): () => void;
}

const never = new AbortController().signal;

/** Makes one session of one process a part of all processes: what it answers, what it asks, what it hears. */
export function joinProcesses(
	{ account, session, subscriptions, storageKey, use, ...rest }: JoiningSession,
	{ link: shared, freight, makeSealer }: Remote,
	ports: ManagedSessionPorts,
): { readonly desk: AccountDesk; readonly routed: RoutedSession } {
	const { clock, logger, owner } = ports;
	const link = new SealedLink({ link: shared, makeSealer, account, storageKey });
	const caller = new RemoteCaller(account, {
		...ports,
		link,
		freight,
		becomeOwner: async (signal) => await session.becomeOwner(signal),
	});
	const desk = new AccountDesk({
		...rest,
		accountId: account.id,
		processId: owner.id,
		link,
		clock,
		logger,
		subscriptions,
		taker: (stillOwner) => callDesk({ session, freight, clock, use, stillOwner }),
		async readPending(subscriberId, afterSeq, raw) {
			const events = await caller.call('pendingEvents', { subscriberId, afterSeq, raw }, never);
			return events.map(({ seq, envelope }) => ({ seq, envelope: readEnvelope(envelope) ?? null }));
		},
	});
	return { desk, routed: new RoutedSession(session, caller) };
}

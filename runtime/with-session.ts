import type { Unsubscribe } from '../messages/ports';
import type { Session, Subscriber } from '../sessions/session';
import type { SessionManager } from '../sessions/session-manager';
import type { AccountConfig } from './kit';

/** The session is taken for one piece of work and given back after it. */
export async function withSession<T>(
	manager: Pick<SessionManager, 'acquire'>,
	config: AccountConfig,
	work: (session: Session) => Promise<T>,
): Promise<T> {
	const { session, release } = await manager.acquire(config);
	try {
		return await work(session);
	} finally {
		release();
	}
}

/** The session is kept as long as the subscriber listens: until the answer is called. */
export async function keepListening(
	manager: Pick<SessionManager, 'acquire'>,
	config: AccountConfig,
	subscriber: Subscriber,
): Promise<Unsubscribe> {
	const { session, release } = await manager.acquire(config);
	try {
		const stop = await session.subscribe(subscriber);
		return () => {
			stop();
			release();
		};
	} catch (error) {
		release();
		throw error;
	}
}

/** Undefined where the credential has none. */
export function storageKeyOf({ credential }: AccountConfig): string | undefined {
	const storageKey = (credential as { storageKey?: unknown } | null)?.storageKey;
	return typeof storageKey === 'string' && storageKey !== '' ? storageKey : undefined;
}

import { randomUUID } from 'node:crypto';
import type { Engine } from '../engines/engine';
import { KitError } from '../messages/kit-error';
import type { Clock } from '../messages/ports';
import type { Session, Subscriber } from '../sessions/session';

/** Longest wait until a gateway has said whose number it is, ms. */
const ASK_MS = 20_000;

const ON_ITS_WAY: ReadonlySet<string> = new Set(['connecting', 'backingOff', 'closed']);

/**
 * The number people reach the account by, E.164; null while a phone has to be linked here first.
 *
 * @throws KitError `notSupported` where the gateway does not say, `notConnected` where it cannot at the moment
 */
export async function ownNumber(
	session: Pick<Session, 'status' | 'subscribe'>,
	{ title, capabilities }: Pick<Engine, 'title' | 'capabilities'>,
	clock: Pick<Clock, 'sleep'>,
): Promise<string | null> {
	const { phone } = await session.status();
	// A phone that is linked here is known from then on; a gateway says it each time it is asked.
	if (phone !== null || capabilities.liveEvents) return phone;
	await answered(session, clock);
	const status = await session.status();
	if (status.phone !== null) return status.phone;
	throw new KitError({
		code: status.state === 'open' ? 'notSupported' : 'notConnected',
		what: `${title} has not said which number "${status.account}" has, so there is none to send the code to.`,
		why: status.state === 'open' ? undefined : status.text,
		next: status.next ?? 'Send a code to the person instead, or ask for an approval.',
	});
}

/** Ends when the account is open or a person has to do something, and in any case after a time. */
async function answered(session: Pick<Session, 'subscribe'>, clock: Pick<Clock, 'sleep'>): Promise<void> {
	const known = new AbortController();
	const asking: Subscriber = {
		id: `own-number:${randomUUID()}`,
		...{ durable: false, resume: false },
		deliver: async () => await Promise.resolve(),
		onState: ({ kind }) => {
			if (!ON_ITS_WAY.has(kind)) known.abort();
		},
	};
	const stop = await session.subscribe(asking);
	await clock.sleep(ASK_MS, known.signal).catch(() => undefined);
	stop();
}

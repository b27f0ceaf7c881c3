import { KitError } from '../../messages/kit-error';
import type { Logger, Unsubscribe } from '../../messages/ports';
import type { ConnectionState } from '../engine';

const LINK_HERE =
	'Run the node WhatsApp Kit with the operation Session → Link and scan the QR code with the phone.';

/** The state of one connection, who listens to it, and waiting for it to be open. */
export class StateHolder {
	#state: ConnectionState = { kind: 'connecting' };

	readonly #listeners = new Set<(state: ConnectionState) => void>();

	readonly #logger: Logger;

	readonly #howToLink: string;

	/** @param howToLink What a person does to link a phone, one sentence. */
	constructor(logger: Logger, howToLink = LINK_HERE) {
		this.#logger = logger;
		this.#howToLink = howToLink;
	}

	get current(): ConnectionState {
		return this.#state;
	}

	set(state: ConnectionState): void {
		this.#state = state;
		for (const listener of [...this.#listeners]) {
			try {
				listener(state);
			} catch (error) {
				// A listener's defect must not stop the connection.
				this.#logger.error('A listener for the connection state failed', { error: String(error) });
			}
		}
	}

	listen(listener: (state: ConnectionState) => void): Unsubscribe {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Resolves when open. Rejects at once in states no waiting mends, and with the signal otherwise. */
	async whenOpen(signal: AbortSignal, accountName: string): Promise<void> {
		if (this.#state.kind === 'open') return;
		await new Promise<void>((resolve, reject) => {
			const check = (state: ConnectionState): void => {
				if (state.kind === 'open') finish(resolve);
				else if (!isPassing(state)) finish(() => reject(unusable(state, accountName, this.#howToLink)));
			};
			const aborted = (): void => finish(() => reject(notInTime(this.#state, signal, accountName)));
			const finish = (settle: () => void): void => {
				stop();
				signal.removeEventListener('abort', aborted);
				settle();
			};
			const stop = this.listen(check);
			signal.addEventListener('abort', aborted, { once: true });
			if (signal.aborted) aborted();
			else check(this.#state);
		});
	}
}

/** States that change by themselves. */
function isPassing(state: ConnectionState): boolean {
	return state.kind === 'connecting' || state.kind === 'backingOff';
}

/** What a person reads when something needs an account that cannot be used now. */
export function unusable(
	state: ConnectionState,
	accountName: string,
	howToLink: string = LINK_HERE,
): KitError {
	switch (state.kind) {
		case 'needsLink':
		case 'loggedOut':
			return new KitError({
				code: 'notLinked',
				what: `"${accountName}" is not linked to a phone.`,
				why: state.reason,
				next: howToLink,
			});
		case 'needsPasskey':
			return new KitError({
				code: 'notLinked',
				what: `"${accountName}" could not be linked.`,
				why: state.reason,
			});
		case 'banned':
			return new KitError({
				code: 'accountStopped',
				what: `WhatsApp has blocked the number of "${accountName}".`,
				why: state.reason,
				next: 'Open WhatsApp on the phone: it says what can be done. Nothing is sent until then.',
			});
		case 'replaced':
			return new KitError({
				code: 'accountStopped',
				what: `"${accountName}" was opened elsewhere with the same session.`,
				why: state.reason,
				next: 'Stop the other program that uses this session, then run Session → Link or restart n8n.',
			});
		case 'stopped':
			return state.error;
		case 'closed':
			return new KitError({
				code: 'notConnected',
				what: `The connection of "${accountName}" was closed.`,
				next: 'Run the node again.',
			});
		default:
			return new KitError({ code: 'notConnected', what: `"${accountName}" is not connected.` });
	}
}

function notInTime(state: ConnectionState, signal: AbortSignal, accountName: string): KitError {
	const timedOut = signal.reason instanceof Error && signal.reason.name === 'TimeoutError';
	return new KitError({
		code: timedOut ? 'timedOut' : 'cancelled',
		what: timedOut
			? `"${accountName}" did not connect to WhatsApp in the time given.`
			: `Waiting for "${accountName}" was cancelled.`,
		why: state.kind === 'backingOff' ? state.reason : undefined,
		next: timedOut ? 'Check the internet connection of the machine n8n runs on, then try again.' : undefined,
		retryAt: state.kind === 'backingOff' ? state.until : undefined,
		cause: signal.reason,
	});
}

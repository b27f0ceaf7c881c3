import type { Engine } from '../engines/engine';
import { compose } from '../messages/compose';
import { KitError } from '../messages/kit-error';
import type { MediaFetcher } from '../messages/media/media-fetcher';
import type { ComposedMessage } from '../messages/outgoing';
import { parseRecipient } from '../messages/parse-recipient';
import { prepareOutgoing } from '../messages/prepare-outgoing';
import type { Recipient } from '../messages/recipient';
import type { SendMessageRequest } from './session';

const DEFAULT_TIMEOUT_MS = 60_000;

export interface CheckedSend {
	readonly recipient: Recipient;
	/** With its media loaded. */
	readonly composed: ComposedMessage;
}

/** Finds everything that can be wrong with a message before anything is asked of WhatsApp. */
export async function checkSend(
	request: SendMessageRequest,
	{ engine, fetchMedia }: { readonly engine: Engine; readonly fetchMedia: MediaFetcher },
	signal: AbortSignal,
): Promise<CheckedSend> {
	const recipient = parseRecipient(request.recipient, { defaultCountry: request.defaultCountry });
	const message = await prepareOutgoing(request.message, { signal, fetchMedia });
	const composed = compose(message, {
		native: engine.capabilities.native,
		experimental: engine.capabilities.experimental,
		useExperimental: request.experimental ?? false,
		...(engine.capabilities.buttonParts && { buttonParts: engine.capabilities.buttonParts }),
		hearsVotes: engine.capabilities.hearsVotes,
		fallback: request.fallback ?? 'auto',
	});
	return { recipient, composed };
}

/** ms. */
export function checkedTimeout(ms: number | undefined): number {
	const value = ms ?? DEFAULT_TIMEOUT_MS;
	if (value >= 1_000 && value <= 600_000) return value;
	throw new KitError({
		code: 'invalidInput',
		what: 'The option "Timeout" is out of range.',
		why: `It must be 1 to 600 seconds, ${value / 1_000} was given.`,
		next: 'Correct the option in the node.',
	});
}

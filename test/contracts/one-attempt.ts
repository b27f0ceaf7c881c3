import type { Connection, Engine, SendOutcome } from '../../engines/engine';
import { compose } from '../../messages/compose';
import type { OutgoingMessage } from '../../messages/outgoing';
import { parseRecipient } from '../../messages/parse-recipient';

export interface Attempt {
	readonly engine: Engine;
	readonly connection: Connection;
	readonly to: string;
	readonly messageId?: string;
}

/** Composes a message for what the engine can show and sends it once, as the session does. */
export async function oneAttempt(message: OutgoingMessage, attempt: Attempt): Promise<SendOutcome> {
	const { engine, connection, to, messageId = connection.newMessageId() } = attempt;
	const { native, experimental, hearsVotes, buttonParts } = engine.capabilities;
	const composed = compose(message, {
		native,
		experimental,
		hearsVotes,
		...(buttonParts && { buttonParts }),
		useExperimental: false,
		fallback: 'auto',
	});
	const chat = await connection.resolve(parseRecipient(to), limit());
	return await connection.send({
		chat,
		composed,
		extras: {},
		messageId,
		resend: false,
		experimental: false,
		signal: limit(),
	});
}

/** For work that takes milliseconds: an end in any case. */
export function limit(): AbortSignal {
	return AbortSignal.timeout(20_000);
}

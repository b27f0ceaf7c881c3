import type { BinaryNode } from '@whiskeysockets/baileys';
import type { Clock } from '../../messages/ports';

// What comes with an event is whatever its emitter says: the library types it so.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Listener = (value: any) => void;

/** The part of the client library's WebSocket this file needs: it emits every answer under `TAG:<id>`. */
export interface AnswerSource {
	on(event: string, listener: Listener): unknown;
	off(event: string, listener: Listener): unknown;
}

/**
 * The server's answer to the stanza `id`, `undefined` when none came within `timeoutMs`. Rejects when the socket
 * ends first. Listens from the moment of the call, so it is called before the stanza leaves.
 *
 * The library's own `waitForMessage` does the same for 0.2 ms of every send: it builds an error with its stack
 * before anything went wrong.
 */
export async function serverAck(
	source: AnswerSource,
	id: string,
	{ clock, timeoutMs }: { readonly clock: Clock; readonly timeoutMs: number },
): Promise<BinaryNode | undefined> {
	const answered = new AbortController();
	const tag = `TAG:${id}`;
	let forget = (): void => undefined;
	try {
		return await new Promise<BinaryNode | undefined>((resolve, reject) => {
			const onAnswer = (node: BinaryNode): void => resolve(node);
			const onEnd = (error?: Error): void => reject(error ?? new Error('Connection Closed'));
			source.on(tag, onAnswer);
			source.on('close', onEnd);
			source.on('error', onEnd);
			forget = () => {
				source.off(tag, onAnswer);
				source.off('close', onEnd);
				source.off('error', onEnd);
			};
			clock.sleep(timeoutMs, answered.signal).then(
				() => resolve(undefined),
				() => undefined,
			);
		});
	} finally {
		forget();
		answered.abort(ANSWERED);
	}
}

/** A reason made once: without one each abort builds an exception with a stack. */
const ANSWERED = new Error('answered');

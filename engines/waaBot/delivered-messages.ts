import { at } from '../gateway/untrusted';

/** Most messages in one delivery. */
const MOST = 100;

/**
 * What may be messages in a delivery of WaaBot's webhook. Its form is documented nowhere: they are looked for where
 * one likely server puts them (`{type: 'message', body, instanceKey}`), in `data`, in `messages`, and at the top.
 */
export function messagesIn(body: unknown): readonly unknown[] {
	const inner = at(body, 'body') ?? at(body, 'data') ?? body;
	const several = at(inner, 'messages') ?? inner;
	return Array.isArray(several) ? several.slice(0, MOST) : [several];
}

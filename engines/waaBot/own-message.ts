import { at } from '../gateway/untrusted';
import { messagesIn } from './delivered-messages';

/** Whether a delivery says that the bot itself wrote what is in it. */
export function isOwnMessage(body: unknown): boolean {
	return messagesIn(body).some(
		(message) => at(message, 'key', 'fromMe') === true || at(message, 'fromMe') === true,
	);
}

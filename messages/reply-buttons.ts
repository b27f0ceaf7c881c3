import type { MessageButton, ReplyButton } from './outgoing';

/** Those that answer; the others open something. */
export function replyButtons(buttons: readonly MessageButton[]): readonly ReplyButton[] {
	return buttons.filter((button) => button.type !== 'url' && button.type !== 'call');
}

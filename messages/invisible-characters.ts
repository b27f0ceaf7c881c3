/**
 * Characters without a shape that come along when people copy numbers and words out of chats: soft hyphen, zero
 * width spaces and joiners, direction marks, byte order mark.
 */
export function withoutInvisible(text: string): string {
	return text.replace(/[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, '');
}

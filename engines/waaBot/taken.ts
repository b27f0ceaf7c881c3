import type { TakenMessage } from '../gateway/send-outcome';
import { at, textOf } from '../gateway/untrusted';
import { saysNo } from './waa-bot-errors';

/**
 * What a 2xx answer to a send says. Files are answered with the message object of the client library, texts with
 * their parts and no id; where the documents show no body, an empty one counts as taken. Null for everything else.
 */
export function takenByWaaBot(body: unknown): TakenMessage | null {
	if (body === '' || body === undefined || body === null) return {};
	if (saysNo(body)) return null;
	const messageId = idOf(body);
	if (messageId !== undefined) return { messageId };
	return at(body, 'status') === true ? {} : null;
}

/** Where the id of the message was seen, or would stand for the parts of a compound one. */
function idOf(body: unknown): string | undefined {
	const data = at(body, 'data');
	const places = [
		data,
		at(data, 'data'),
		at(data, 'message'),
		at(data, 'location'),
		at(data, 'contact'),
		body,
	];
	return places.map((place) => textOf(at(place, 'key', 'id'))).find((id) => id !== undefined) ?? oldId(data);
}

/** The deprecated address answers `true_2348179803743@c.us_3EB0…`. */
function oldId(data: unknown): string | undefined {
	return typeof data === 'string' ? /^true_[^_]{1,80}_([\w-]{4,80})$/u.exec(data)?.[1] : undefined;
}

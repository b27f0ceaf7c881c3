import type { RestResource } from '../../shared/rest/operation';
import { optional } from './body-fields';
import { create, getMany, getOne, remove, update, type RecordKind } from './kept-records';
import { replyFields } from './reply-fields';

const intent: RecordKind = { name: 'intent', article: 'an', url: '/intent' };

/** Replies to keywords. */
export function intentResource(): RestResource {
	return {
		value: 'intent',
		name: 'Intent',
		initial: 'getMany',
		operations: [
			create(intent, [optional('Fields', 'intentFields', replyFields())]),
			getOne(intent),
			getMany(intent),
			update(intent, [optional('Update Fields', 'intentFields', replyFields())]),
			remove(intent),
		],
	};
}

import type { RestResource } from '../../shared/rest/operation';
import { getMany, getOne, remove, type RecordKind } from './kept-records';

const attachment: RecordKind = { name: 'attachment', article: 'an', url: '/attachment' };

/** What a new one is made of is documented nowhere, so it is made in the console of WaaBot. */
export function attachmentResource(): RestResource {
	return {
		value: 'attachment',
		name: 'Attachment',
		initial: 'getMany',
		operations: [getOne(attachment), getMany(attachment), remove(attachment)],
	};
}

import type { MessageEvent } from '../../../messages/incoming';
import { fieldsOf, numberOf, textOf } from './untrusted-fields';
import type { Content } from './unwrap';

type Location = NonNullable<MessageEvent['location']>;

/** A place, a live place or where an event happens; undefined when there are no coordinates. */
export function locationIn(content: Content): Location | undefined {
	switch (content.type) {
		case 'locationMessage':
		case 'liveLocationMessage':
			return placeOf(content.fields);
		case 'eventMessage':
			return placeOf(fieldsOf(content.fields.location) ?? {});
		default:
			return undefined;
	}
}

function placeOf(fields: Record<string, unknown>): Location | undefined {
	const latitude = numberOf(fields.degreesLatitude);
	const longitude = numberOf(fields.degreesLongitude);
	if (latitude === undefined || longitude === undefined) return undefined;
	const name = textOf(fields.name);
	const address = textOf(fields.address);
	return { latitude, longitude, ...(name ? { name } : {}), ...(address ? { address } : {}) };
}

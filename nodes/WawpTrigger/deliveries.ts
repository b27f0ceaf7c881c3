import type { DeliveryReading } from '../shared/take-delivery';

/** Wawp's envelope: a name and what belongs to it. */
export const wawpDeliveries: DeliveryReading = {
	engine: 'wawp',
	eventOf: (body) => {
		const { event } = membersOf(body);
		return typeof event === 'string' ? event : undefined;
	},
	payloadOf: (body) => membersOf(body).payload ?? null,
};

function membersOf(body: unknown): Readonly<Record<string, unknown>> {
	return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
}
